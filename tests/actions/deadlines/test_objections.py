"""Objection to competence: within five working days, ruled on by the sender, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.queries import case_deadlines
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast
from tests.factories import do, open_case

THURSDAY_BEFORE_TWO_HOLIDAYS = datetime(2026, 9, 24, 10, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def people(db_session) -> Iterator[None]:
    with clock.pretend(THURSDAY_BEFORE_TWO_HOLIDAYS):
        with unit_of_work():
            make_cast()
        yield


def sent() -> Case:
    return open_case(channel_code="superior").case


def running(case: Case) -> set[str]:
    return {row.clock for row in case_deadlines(case.id) if row.stopped_at is None}


def test_an_objection_meets_its_clock_and_leaves_the_matter_with_us() -> None:
    case = do(sent(), "record_objection")
    assert case.state == "registered"
    assert running(case) == {"acknowledgement", "reply"}
    event = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.act == "record_objection")
    ).one()
    assert event.changes["proposed_unit"] == "县城市管理局"
    assert event.changes["objection_evidence"] == "县政府职责清单第12项"
    assert "城市管理局" in event.words


def test_the_sender_agrees_and_the_case_goes_back() -> None:
    case = do(do(sent(), "record_objection"), "objection_agreed")
    assert case.state == "transferred_out"
    assert running(case) == set()


def test_the_sender_refuses_and_it_stays_for_good() -> None:
    case = do(do(sent(), "record_objection"), "objection_refused")
    assert case.state == "registered"
    with pytest.raises(Refused, match="已提出过异议"):
        do(case, "record_objection")
    with pytest.raises(Refused, match="没有等待"):
        do(case, "objection_agreed")
    assert do(case, "accept").state == "accepted"


def test_five_working_days_over_two_holidays_and_no_longer() -> None:
    last_day, too_late = sent(), sent()
    with clock.pretend(datetime(2026, 10, 9, 17, tzinfo=clock.ZONE)):
        do(last_day, "record_objection")
    late = clock.pretend(THURSDAY_BEFORE_TWO_HOLIDAYS + timedelta(days=16))
    with late, pytest.raises(Refused, match="期限已过"):
        do(too_late, "record_objection")


def test_what_came_straight_to_us_has_no_objection() -> None:
    with pytest.raises(Refused, match="不是其他机关转送"):
        do(open_case().case, "record_objection")
