"""The dispatch matrix is changed by adding, ending and replacing; overlaps are refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from caseflow.core.assignments.actions import (
    RuleCommand,
    add_rule,
    end_rule,
    load_examples,
    replace_rule,
)
from caseflow.core.assignments.models import DispatchEvent, DispatchRule
from caseflow.core.assignments.queries import suggest_units
from caseflow.core.assignments.queries.matrix import changes, rule_rows
from caseflow.core.assignments.reference import EXAMPLES
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast, unit

TOWN = "500233001"


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def command(**changes: Any) -> RuleCommand:
    fields: dict[str, Any] = {
        "category_code": "noise-social",
        "track": None,
        "township_code": TOWN,
        "lead_unit_id": unit("police").id,
        "co_unit_ids": (unit("urban").id,),
        "basis": "忠府办〔2026〕9号",
        "is_verified": True,
        "valid_from": clock.today(),
    }
    return RuleCommand(**{**fields, **changes})


def add(cast: Cast, **changes: Any) -> DispatchRule:
    with unit_of_work():
        return add_rule(command(**changes), cast.adam)


def test_the_examples_came_with_the_database_unverified_and_only_once(cast: Cast) -> None:
    assert db.session.scalar(select(func.count(DispatchRule.id))) == len(EXAMPLES)
    assert not db.session.scalar(select(DispatchRule.id).where(DispatchRule.is_verified))
    with unit_of_work():
        assert load_examples() == 0


def test_a_row_of_the_bureaus_own_leads_over_the_example(cast: Cast) -> None:
    before = suggest_units(("noise-social",), "report", TOWN, clock.today())
    assert before is not None
    assert (before.lead.id, before.is_verified) == (unit("urban").id, False)
    add(cast)
    after = suggest_units(("noise-social",), "report", TOWN, clock.today())
    assert after is not None
    assert (after.lead.id, after.is_verified) == (unit("police").id, True)
    assert [one.id for one in after.co_handling] == [unit("urban").id]
    assert after.basis == "忠府办〔2026〕9号"
    assert "忠州街道" in after.because


def test_leading_units_of_further_categories_help(cast: Cast) -> None:
    found = suggest_units(("noise-construction", "water"), "report", None, clock.today())
    assert found is not None
    assert found.lead.id == unit("housing").id
    assert unit("squad-3").id in [one.id for one in found.co_handling]
    assert found.lead not in found.co_handling


def test_open_burning_goes_to_the_office_of_the_township(cast: Cast) -> None:
    found = suggest_units(("air-burning",), "report", TOWN, clock.today())
    assert found is not None
    assert found.lead.id == unit(f"town-{TOWN}").id
    elsewhere = suggest_units(("air-burning",), "report", None, clock.today())
    assert elsewhere is not None
    assert elsewhere.lead.id == unit("enforcement").id


def test_before_any_row_nothing_is_suggested(cast: Cast) -> None:
    assert suggest_units(("water",), "report", None, date(2026, 8, 14)) is None


@pytest.mark.parametrize("until", [None, 3])
def test_a_row_that_overlaps_is_refused_with_the_days(cast: Cast, until: int | None) -> None:
    last = None if until is None else clock.today() + timedelta(days=until)
    add(cast, valid_until=last)
    with pytest.raises(BadInput, match=r"\d{4}") as refused:
        add(cast, valid_from=clock.today() + timedelta(days=2))
    assert ("长期" in str(refused.value)) is (until is None)
    add(cast, track="report")
    if last is not None:
        add(cast, valid_from=last + timedelta(days=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": date(2026, 1, 1)},
        {"valid_until": date(2020, 1, 1)},
        {"lead_unit_id": 999_999},
        {"co_unit_ids": (999_999,)},
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        add(cast, **wrong)
    with pytest.raises(BadInput):
        add(cast, co_unit_ids=(unit("police").id,))


def test_replacing_ends_the_old_row_the_day_before_and_writes_both_down(cast: Cast) -> None:
    rule = db.session.scalars(
        select(DispatchRule).where(DispatchRule.category_code == "water")
    ).one()
    tomorrow = clock.today() + timedelta(days=1)
    new = command(category_code="water", township_code=None, valid_from=tomorrow, co_unit_ids=())
    with unit_of_work():
        replace_rule(rule, new, cast.adam)
    db.session.expire_all()
    assert rule.valid_until == clock.today()
    today = suggest_units(("water",), "report", None, clock.today())
    then = suggest_units(("water",), "report", None, tomorrow)
    assert today is not None
    assert then is not None
    assert (today.lead.id, then.lead.id) == (unit("squad-3").id, unit("police").id)
    assert [(one.act, one.actor) for one in changes()] == [
        ("added", cast.adam.display_name),
        ("ended", cast.adam.display_name),
    ]
    assert {row.standing for row in rule_rows(with_past=True) if row.category == "水"} == {
        "now",
        "coming",
    }


def test_a_row_not_yet_in_force_is_taken_away_and_remembered(cast: Cast) -> None:
    rule = add(cast, valid_from=clock.today() + timedelta(days=9))
    rule_id = rule.id
    with unit_of_work():
        end_rule(rule, clock.today(), cast.adam)
    assert db.session.get(DispatchRule, rule_id) is None
    acts = db.session.scalars(
        select(DispatchEvent.act).where(DispatchEvent.rule_id == rule_id).order_by(DispatchEvent.id)
    )
    assert list(acts) == ["added", "removed"]


def test_the_past_is_not_changed_by_ending_a_row(cast: Cast) -> None:
    rule = db.session.scalars(
        select(DispatchRule).where(DispatchRule.category_code == "water")
    ).one()
    with pytest.raises(BadInput), unit_of_work():
        end_rule(rule, clock.today() - timedelta(days=2), cast.adam)
    with unit_of_work():
        end_rule(rule, clock.today(), cast.adam)
    with pytest.raises(BadInput), unit_of_work():
        end_rule(rule, clock.today() + timedelta(days=5), cast.adam)
