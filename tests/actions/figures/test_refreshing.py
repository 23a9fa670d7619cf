"""The facts are kept by what changed, and are then the same as if made whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from caseflow.core.petitions.models import Petition
from caseflow.demo import build
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.reports.actions import refreshing
from caseflow.supervision.reports.actions.refreshing import rebuild_figures, refresh_figures
from caseflow.supervision.reports.measures import MEASURES
from caseflow.supervision.reports.models import MeasureFact, MeasureRow
from tests.cast import make_cast
from tests.factories import case_in, do, open_case

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


def facts() -> list[tuple[Any, ...]]:
    """Return every fact but its id, in a fixed order."""
    db.session.rollback()
    columns = [c for c in MeasureFact.__table__.columns if c.name != "id"]
    rows = db.session.execute(
        select(*columns).order_by(MeasureFact.case_id, MeasureFact.kind, MeasureFact.line_id)
    )
    return [tuple(row) for row in rows]


def rows() -> list[tuple[Any, ...]]:
    """Return every row that counts something."""
    found = db.session.execute(
        select(MeasureRow.__table__).order_by(*MeasureRow.__table__.primary_key.columns)
    )
    return [tuple(row) for row in found if any(row[-4:])]


def test_keeping_what_changed_gives_what_making_anew_gives(db_session: Any) -> None:
    with clock.pretend(NOON):
        build(cases=25)
        assert refresh_figures() == 25
        first = facts()
        assert {row[0] for row in first} == {"case", "petition", "order"}
    # A month later: time alone has made cases late, nobody has done anything.
    with clock.pretend(NOON + timedelta(days=40)):
        assert 0 < refresh_figures() < 25
        kept = facts(), rows()
        assert kept[0] != first
        assert rebuild_figures() == 25
        assert (facts(), rows()) == kept


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_refresh_looks_at_what_changed_only(db_session: Any) -> None:
    with unit_of_work():
        make_cast()
    with clock.pretend(NOON):
        cases = [case_in(state) for state in ("closed", "assigned", "rectifying", "merged")]
        open_case(track="consultation")
        refresh_figures()
    later = NOON + refreshing.OVERLAP + timedelta(minutes=1)
    with clock.pretend(later):
        refresh_figures()  # looks at the last minutes once more
        assert refresh_figures() == 0
        do(cases[1], "receipt")
        assert refresh_figures() == 1
    with clock.pretend(later + timedelta(hours=1)):
        do(cases[0], "reopen")
        assert refresh_figures() == 2, "the receipt lay in the last minutes"
        kept = facts(), rows()
        rebuild_figures()
        assert (facts(), rows()) == kept


def line_of(petition_id: int) -> MeasureFact:
    return db.session.scalars(
        select(MeasureFact).where(
            MeasureFact.kind == "petition", MeasureFact.line_id == petition_id
        )
    ).one()


Step = tuple[str, str, dict[str, Any], dict[str, str]]
UNSOLVED = {"is_solved": False, "satisfaction": "no"}
REWORKED = (
    "receipt",
    "start_investigation",
    "record_inspection",
    "submit_for_sign_off",
    "sign_off",
)
STEPS: tuple[Step, ...] = (
    ("leading", "submit_for_sign_off", {}, {}),
    ("leading", "sign_off", {}, {"rated": "-", "called_back": "-"}),
    ("leading", "reply", {}, {"called_back": "d", "rated": "d", "solution": "-"}),
    ("leading", "rate", {"satisfaction": "mostly"}, {"rated": "n", "rated_well": "d"}),
    ("leading", "call_back", {}, {"called_back": "n", "solution": "n", "rated_well": "n"}),
    ("leading", "find_unreasonable", {}, {"solution": "r", "rated_well": "r"}),
    ("merged", "split", {}, {"solution": "r"}),
)
REDONE: tuple[Step, ...] = (
    *STEPS[:4],
    ("leading", "call_back", UNSOLVED, {"called_back": "n", "solution": "d", "rated": "n"}),
    ("leading", "rehandle", {}, {"called_back": "-", "solution": "d"}),
    *(("leading", name, {}, {"called_back": "-", "rated": "-"}) for name in REWORKED),
    ("leading", "reply", {}, {"called_back": "d", "rated": "d", "solution": "-"}),
    ("leading", "call_back", {}, {"called_back": "n", "rated": "n", "solution": "n"}),
    ("leading", "reopen", {}, {"called_back": "-", "rated": "-"}),
)


@pytest.mark.parametrize("steps", [STEPS, REDONE])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_done_for_a_merged_petition_moves_its_figures(
    db_session: Any, steps: tuple[Step, ...]
) -> None:
    """A reply, a call-back, a rating or a finding is an event of the leading case."""
    with unit_of_work():
        make_cast()
    with clock.pretend(NOON - timedelta(days=20)):
        cases = {"leading": case_in("investigating"), "merged": case_in("accepted")}
        do(cases["leading"], "record_inspection")
        do(cases["merged"], "merge", target_number=cases["leading"].number)
        own_id, petition_id = (
            db.session.scalars(select(Petition.id).where(Petition.case_id == case.id)).one()
            for case in cases.values()
        )
    for number, (which, name, given, expected) in enumerate(steps):
        with clock.pretend(NOON - timedelta(days=19) + timedelta(hours=number)):
            if name in {"reply", "rate", "call_back", "find_unreasonable"}:
                given = {**given, "petition_id": petition_id}
            if name == "reply" and number == 2:
                do(cases[which], name, petition_id=own_id)
            do(cases[which], name, **given)
            refresh_figures()
            kept = facts(), rows()
            found = dict(zip(MEASURES, line_of(petition_id).marks, strict=True))
            assert {one: found[one] for one in expected} == expected, (number, name)
            rebuild_figures()
            assert (facts(), rows()) == kept, (number, name)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_second_worker_leaves_the_work_to_the_first(db_session: Any) -> None:
    with clock.pretend(NOON):
        token = refreshing._claim()
        assert token is not None
        assert refresh_figures() == 0
    with clock.pretend(NOON + refreshing.LEASE + timedelta(seconds=1)):
        assert refreshing._claim() is not None, "a dead worker's lease ends"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_open_lines_are_found_among_those_that_are_open(db_session: Any) -> None:
    """SQLite takes a partial index only where the clause has its very words."""
    asked = select(MeasureFact.id).where(MeasureFact.is_open)
    words = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
    assert all("ix_measure_facts_open" in way for way in plan), plan
