"""Visits that were planned without a case, and items of the checklist that nobody answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.core.visits.models import Visit
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast
from tests.factories import a_source, case_in
from tests.tablet import Tablet, record_of, submission

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Tablets = Callable[..., Tablet]


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def planned_visit(**changes: Any) -> int:
    """Plan an inspection of a source by Farid and Fang that has no case yet; returns its id."""
    cast, source_id = present_cast(), a_source("第一厂").id
    with unit_of_work():
        plan = InspectionPlan(
            name="夏季专项", basis="campaign", year=clock.today().year, kind="noise", caps={},
            published_items="噪声", created_at=clock.now(), created_by_id=cast.sunil.id,
        )  # fmt: skip
        db.session.add(plan)
        db.session.flush()
        given = {"officer_id": cast.farid.id, "second_officer_id": cast.fang.id, **changes}
        row = PlannedInspection(
            plan_id=plan.id, source_id=source_id, due_on=clock.today(), state="planned",
            created_at=clock.now(), created_by_id=cast.sunil.id, **given,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row.id


def of_planned(planned_id: int) -> dict[str, Any]:
    """Return the record of a planned visit that had no case when it was taken along."""
    payload = record_of(basis="campaign", planned_id=planned_id)
    return submission(1, payload) | {"case_id": None, "based_on_version": None}


def test_a_planned_visit_opens_its_case_once(tablet: Tablets, inside: Any) -> None:
    planned_id = planned_visit()
    body, sender = of_planned(planned_id), tablet()
    db.session.rollback()
    first = sender.submit(body)
    assert first.status_code == 201, first.text
    assert sender.submit(body).json == first.json
    db.session.rollback()
    row = db.session.get_one(PlannedInspection, planned_id)
    case = db.session.get_one(Case, row.case_id)
    assert (row.state, case.state, case.number) == (
        "done", "investigating", first.json["receipt"]["case"]["number"],
    )  # fmt: skip
    assert (count(Case), count(Visit)) == (1, 1)


@SQLITE
def test_a_planned_visit_that_may_not_be_opened_waits_with_the_reason(
    tablet: Tablets, inside: Any
) -> None:
    planned_id = planned_visit(second_officer_id=present_cast().zoe.id)
    other = of_planned(planned_id)
    gone = of_planned(9999)
    db.session.rollback()
    sender = tablet("fang")
    for body, words in ((other, "none of the officers"), (gone, "no such planned inspection")):
        answer = sender.submit(body)
        assert answer.status_code == 202
        assert words in " ".join(answer.json["receipt"]["words"])
    assert count(Case) == 0


@SQLITE
def test_an_item_of_the_checklist_without_an_answer_waits(tablet: Tablets, inside: Any) -> None:
    body = submission(case_in("receipted"), record_of())
    del body["payload"]["items"][0]
    answer = tablet().submit(body)
    assert answer.status_code == 202
    assert "has no answer" in " ".join(answer.json["receipt"]["words"])
