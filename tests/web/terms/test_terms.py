"""The terms' page: what it lists, and the bureau's own figure for a term of practice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import as_set, case_deadlines, term_rows
from caseflow.core.deadlines.rules import RULES, DayUnit, settable_units
from caseflow.ground import clock
from caseflow.ground.extensions import db
from tests.cast import sign_in
from tests.factories import case_in

BASIS = "忠环办〔2026〕12号"


@pytest.fixture
def desk(as_: Callable[[str], FlaskClient]) -> FlaskClient:
    return as_("sunil")


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "amount": "3",
        "unit": "hours",
        "valid_from": clock.today().isoformat(),
        "basis": BASIS,
        **changes,
    }


def receipt_clock(case_id: int) -> Deadline:
    found = db.session.scalar(
        select(Deadline).where(Deadline.case_id == case_id, Deadline.clock == "receipt")
    )
    assert found is not None
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_term_is_listed_with_its_source(desk: FlaskClient) -> None:
    page = desk.get("/terms/").text
    for rule in RULES.values():
        assert f">{rule.id}<" in page
    assert page.count("/terms/INT-RECEIPT") == 1
    assert "/terms/XF-CLOSE" not in page


def test_a_clock_runs_by_the_figure_in_force_when_it_was_started(
    app: Flask, desk: FlaskClient
) -> None:
    with app.app_context():
        before = case_in("assigned").id
    assert desk.post("/terms/INT-RECEIPT", data=typed()).status_code == 303
    with app.app_context():
        after = case_in("assigned").id
        old, new = receipt_clock(before), receipt_clock(after)
        assert (old.amount, old.unit) == (1, "working_days")
        assert (new.amount, new.unit, new.rule_source) == (3, "hours", BASIS)
        assert new.due_at == new.started_at + timedelta(hours=3)
        shown = {row.clock: row.rule for row in case_deadlines(after)}
        assert (shown["receipt"].amount, shown["receipt"].unit) == (3, DayUnit.HOURS)
        kept = {row.clock: row.rule for row in case_deadlines(before)}
        assert (kept["receipt"].amount, kept["receipt"].unit) == (1, DayUnit.WORKING_DAYS)
    assert BASIS in desk.get("/terms/").text


def test_a_figure_for_a_later_day_waits_and_of_two_the_later_decision_counts(
    app: Flask, desk: FlaskClient
) -> None:
    later = clock.today() + timedelta(days=9)
    for amount, day in (("4", later), ("5", later), ("2", clock.today())):
        answer = desk.post("/terms/INT-RECEIPT", data=typed(amount=amount, valid_from=str(day)))
        assert answer.status_code == 303
    with app.app_context():
        rule = RULES["INT-RECEIPT"]
        assert as_set(rule, clock.today() - timedelta(days=1)) == rule
        assert as_set(rule, clock.today()).amount == 2
        assert as_set(rule, later).amount == 5
        row = next(row for row in term_rows() if row.rule.id == rule.id)
        assert row.is_set_here
        assert row.coming is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "0"}, "请输入1到365之间的数。"),
        ({"amount": "many"}, "整数"),
        ({"unit": "years"}, "请从所列选项中选择。"),
        ({"valid_from": "2020-01-01"}, "新的数值最早自今日起适用。"),
        ({"basis": " "}, "请填写依据的决定或文件。"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_is_said_and_the_typing_stays(
    app: Flask, desk: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    answer = desk.post("/terms/INT-RECEIPT", data=typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert changes.get("basis", BASIS) in answer.text
    with app.app_context():
        assert as_set(RULES["INT-RECEIPT"], clock.today()) == RULES["INT-RECEIPT"]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_terms_of_the_law_cannot_be_set(rule: Any) -> None:
    is_law = not rule.id.startswith(("INT-", "12345-"))
    assert (settable_units(rule) == ()) is is_law


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_look_and_who_may_set(desk: FlaskClient) -> None:
    assert desk.get("/terms/XF-CLOSE").status_code == 404
    assert desk.get("/terms/NO-SUCH").status_code == 404
    sign_in(desk, "olga")
    assert desk.get("/terms/").status_code == 200
    assert "/terms/INT-RECEIPT" not in desk.get("/terms/").text
    assert desk.get("/terms/INT-RECEIPT").status_code == 403
    assert desk.post("/terms/INT-RECEIPT", data=typed()).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_figure_is_an_example_until_it_is_confirmed_as_our_own(
    app: Flask, desk: FlaskClient
) -> None:
    def standing() -> str:
        page = desk.get("/terms/").text
        row = page[page.index(">12345-REPORT<") :]
        return row[: row.index("</tr>")]

    assert "示例" in standing()
    desk.post("/terms/12345-REPORT", data=typed(amount="10", unit="working_days"))
    assert "示例" in standing()  # set, not confirmed
    own = typed(amount="10", unit="working_days", is_confirmed="y")
    assert desk.post("/terms/12345-REPORT", data=own).status_code == 303
    assert "已确认为本局规定" in standing()
    assert "示例" not in standing()
    with app.app_context():
        case = case_in("accepted")
        row = next(r for r in case_deadlines(case.id) if r.clock == "handling")
        assert (row.rule.amount, row.source, row.is_verified) == (10, BASIS, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_decides_an_extension_and_what_stops_a_clock_stand_in_the_row(
    desk: FlaskClient,
) -> None:
    page = desk.get("/terms/").text
    row = page[page.index(">PEN-DECIDE<") :]
    row = row[: row.index("</tr>")]
    assert "由本局负责人决定" in row
    assert "本局负责人集体讨论" in row
    assert "听证" in row
