"""The daily look at a real database: a planted rise is found, told once, explained, and closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Petition
from caseflow.demo.words import PLACES
from caseflow.ground import clock
from caseflow.ground.clock import ZONE
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.hotspots.actions import watch_hot_spots
from caseflow.supervision.hotspots.models import HotSpot
from caseflow.supervision.hotspots.queries import cases_behind, hot_spot, hot_spots
from tests.cast import make_cast, present_cast, sign_in
from tests.factories import a_source, case_in
from tests.quiet_county import LAST_ON, county, risen

MORNING = datetime(2026, 11, 29, 5, 40, tzinfo=ZONE)
"""The day after LAST_ON."""
RISEN = 2


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def settle(seed: int, rise: int | None = None, *, with_persons: bool = False) -> None:
    """Put a quiet county of eighteen real streets into the database, each petition with a case."""
    with unit_of_work():
        make_cast()
    with clock.pretend(_noon(date(2025, 9, 1))):
        model = case_in("assigned")
    case = db.session.execute(select(Case.__table__).where(Case.id == model.id)).mappings().one()
    petition = db.session.execute(select(Petition.__table__)).mappings().first()
    assert petition
    cases, petitions = [], []
    quiet = county(seed, per_year=1500, streets=len(PLACES))
    told = [c for c in (quiet if rise is None else risen(quiet, rise))
            if c.places[0].kind == "street"]  # fmt: skip
    for n, complaint in enumerate(told, 1000):
        at = _noon(complaint.on)
        address = f"忠州街道{PLACES[int(complaint.places[0].key)]}{n % 60 + 1}号"
        cases.append({**case, "id": n, "number": f"忠环访〔{n}〕", "opened_at": at,
                      "address_text": address})  # fmt: skip
        petitions.append({
            **petition, "id": n, "number": f"访{n}", "case_id": n, "registered_at": at,
            "submitted_at": at, "address_text": address,
            "complainant_id": petition["complainant_id"] if with_persons else None,
        })  # fmt: skip
    with unit_of_work():
        db.session.execute(Case.__table__.insert(), cases)
        db.session.execute(Petition.__table__.insert(), petitions)


def spots() -> list[HotSpot]:
    db.session.rollback()
    return list(db.session.scalars(select(HotSpot).order_by(HotSpot.id)))


def alerts() -> int:
    kinds = select(func.count()).where(OutboxMessage.kind == "hot_spot_found")
    return db.session.scalar(kinds) or 0


def test_a_planted_rise_is_found_told_once_and_explained(db_session: Any) -> None:
    settle(3, RISEN)
    with clock.pretend(MORNING):
        assert watch_hot_spots() == 1
        assert watch_hot_spots() == 0
    (spot,) = spots()
    assert (spot.kind, spot.name, spot.township_code) == ("street", PLACES[RISEN], "500233001")
    assert spot.to_on == LAST_ON
    assert spot.observed >= 2.5 * spot.expected
    assert alerts() == 1  # One supervisor, one channel.
    row = hot_spot(spot.id)
    assert str(spot.observed) in row.sentence
    assert "1" in row.chance_words
    behind = cases_behind(spot.id, present_cast().sunil)
    assert len(behind) >= spot.observed
    assert {PLACES[RISEN] in case.address_text for case in behind} == {True}
    assert cases_behind(spot.id, present_cast().zoe) == []
    with clock.pretend(MORNING + timedelta(days=1)):
        watch_hot_spots()
    assert alerts() == 1


def test_a_hot_spot_is_over_when_its_complaints_are(db_session: Any) -> None:
    settle(3, RISEN)
    with clock.pretend(MORNING):
        watch_hot_spots()
    with clock.pretend(MORNING + timedelta(days=20)):
        assert watch_hot_spots() == 0
    (spot,) = spots()
    assert spot.closed_at is not None
    assert [row.closed_at is None for row in hot_spots()] == [False]


def test_a_quiet_county_has_none(db_session: Any) -> None:
    settle(4)
    with clock.pretend(MORNING):
        assert watch_hot_spots() == 0
    assert spots() == []


def test_one_person_alone_makes_no_hot_spot(db_session: Any) -> None:
    settle(3, RISEN, with_persons=True)
    with clock.pretend(MORNING):
        assert watch_hot_spots() == 0


def test_a_source_is_found_too_and_void_petitions_do_not_count(db_session: Any) -> None:
    settle(3, RISEN)
    source = a_source()
    risen = Petition.address_text.contains(PLACES[RISEN])
    recent = Petition.registered_at > _noon(LAST_ON - timedelta(days=14))
    with unit_of_work():
        ids = select(Petition.case_id).where(risen, recent)
        db.session.execute(update(Case).where(Case.id.in_(ids)).values(source_id=source.id))
    with clock.pretend(MORNING):
        assert watch_hot_spots() == 2
    assert {(s.kind, s.name) for s in spots()} == {
        ("street", PLACES[RISEN]),
        ("source", source.name),
    }
    with unit_of_work():
        db.session.execute(update(HotSpot).values(closed_at=clock.now()))
        db.session.execute(update(Petition).where(risen, recent).values(voided_at=clock.now()))
    with clock.pretend(MORNING):
        assert watch_hot_spots() == 0


@pytest.mark.parametrize("who", ["sunil", "dong", "aude"])
def test_supervision_opens_the_pages(app: Any, client: Any, who: str) -> None:
    with app.app_context():
        settle(3, RISEN)
        with clock.pretend(MORNING):
            watch_hot_spots()
    sign_in(client, who)
    assert PLACES[RISEN] in client.get("/supervision/hot-spots/").text
    page = client.get("/supervision/hot-spots/1")
    assert page.status_code == 200
    assert "<rect" in page.text
    assert client.get("/supervision/hot-spots/99").status_code == 404
