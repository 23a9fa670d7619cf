"""The matrix's pages: who looks, who changes, what a refusal says, and the proposal on a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.core.assignments.models import DispatchRule
from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.extensions import db
from tests.cast import unit
from tests.factories import case_in

PAGE = "/desk/dispatch/"
As = Callable[[str], FlaskClient]


def ids(office: Flask, *codes: str) -> list[int]:
    with office.app_context():
        return [unit(code).id for code in codes]


def rule_id(office: Flask, category: str) -> int:
    with office.app_context():
        found = select(DispatchRule.id).where(DispatchRule.category_code == category)
        return db.session.scalars(found.order_by(DispatchRule.id.desc())).first() or 0


def count(office: Flask) -> int:
    with office.app_context():
        return db.session.scalar(select(func.count(DispatchRule.id))) or 0


def typed(office: Flask, **changes: Any) -> dict[str, Any]:
    police, urban = ids(office, "police", "urban")
    return {
        "category_code": "noise-social",
        "track": "",
        "township_code": "500233001",
        "lead": str(police),
        "co_units": [str(urban)],
        "basis": "忠府办〔2026〕9号",
        "is_verified": "y",
        "valid_from": clock.today().isoformat(),
        "valid_until": "",
        **changes,
    }


def test_the_desk_looks_and_is_told_what_is_an_example(as_: As) -> None:
    page = as_("olga").get(PAGE).text
    assert "派单对照表" in page
    assert "县住房城乡建委" in page
    assert "示例，以本地分工为准" in page
    assert f"{PAGE}new" not in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["olga", "dong", "sunil"])
def test_only_the_administrator_changes_it(as_: As, office: Flask, who: str) -> None:
    client = as_(who)
    assert client.get(f"{PAGE}new").status_code == 403
    assert client.post(f"{PAGE}new", data=typed(office)).status_code == 403
    assert client.post(f"{PAGE}1/end", data={"last_day": "2026-12-01"}).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_field_does_not_look_at_it(as_: As) -> None:
    assert as_("farid").get(PAGE).status_code == 403


def test_an_administrator_adds_a_row_and_the_change_is_listed(as_: As, office: Flask) -> None:
    adam = as_("adam")
    assert adam.post(f"{PAGE}new", data=typed(office)).status_code == 303
    page = adam.get(PAGE).text
    assert "忠府办〔2026〕9号" in page
    assert "最近变更" in page
    assert "安管理" in page


def test_what_is_wrong_is_said_and_kept(as_: As, office: Flask) -> None:
    adam, before = as_("adam"), count(office)
    missing = adam.post(f"{PAGE}new", data=typed(office, lead="", basis=""))
    assert missing.status_code == 422
    assert missing.text.count("cf-field-wrong") == 2
    clash = adam.post(f"{PAGE}new", data=typed(office, township_code="", basis="保留的字"))
    assert clash.status_code == 422
    assert "请先终止它，或将其替换" in clash.text
    assert "保留的字" in clash.text
    past = (clock.today() - timedelta(days=1)).isoformat()
    assert adam.post(f"{PAGE}new", data=typed(office, valid_from=past)).status_code == 422
    assert count(office) == before


def test_a_row_is_replaced_not_edited(as_: As, office: Flask) -> None:
    adam, old = as_("adam"), rule_id(office, "noise-social")
    assert "变更一行" in adam.get(f"{PAGE}{old}").text
    answer = adam.post(f"{PAGE}{old}", data=typed(office, township_code=""))
    assert answer.status_code == 303
    with office.app_context():
        former = db.session.get_one(DispatchRule, old)
        assert former.valid_until == clock.today() - timedelta(days=1)
        assert former.lead_unit_id == unit("urban").id
    assert "已过期" in adam.get(f"{PAGE}?past=1").text


def test_a_row_is_ended_on_a_day(as_: As, office: Flask) -> None:
    adam, old = as_("adam"), rule_id(office, "water")
    wrong = adam.post(f"{PAGE}{old}/end", data={"last_day": "2026-01-01"})
    assert wrong.status_code == 422
    assert "最早到昨天为止" in wrong.text
    today = clock.today().isoformat()
    assert adam.post(f"{PAGE}{old}/end", data={"last_day": today}).status_code == 303
    with office.app_context():
        assert db.session.get_one(DispatchRule, old).valid_until == clock.today()
    assert adam.get(f"{PAGE}999999").status_code == 404


def test_the_assign_form_proposes_the_unit_and_leaves_the_choice(as_: As, office: Flask) -> None:
    with office.app_context():
        case_id = case_in("accepted").id
    (housing,) = ids(office, "housing")
    dong = as_("dong")
    page = dong.get(f"/cases/{case_id}/assign").text
    assert f'data-choose-value="{housing}"' in page
    assert "可能的承办单位" in page
    assert f'<option selected value="{housing}"' not in page
    assert selected(page) == ""
    asked_for = dong.get(f"/cases/{case_id}/assign?unit={housing}").text
    assert selected(asked_for) == str(housing)
    assert selected(dong.get(f"/cases/{case_id}/assign?unit=999999").text) == ""
    with office.app_context():
        assert db.session.get_one(Case, case_id).unit_id is None


def selected(page: str) -> str:
    """Return the value that stands in the list of units: of its chosen option."""
    listed = page.partition('name="unit_id"')[2].partition("</select>")[0]
    options = [one for one in listed.split("<option")[1:] if " selected" in one.partition(">")[0]]
    assert len(options) <= 1
    return options[0].partition('value="')[2].partition('"')[0] if options else ""
