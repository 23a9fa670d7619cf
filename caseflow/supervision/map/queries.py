"""Reading the points of the map: number, title, state and due day of cases with a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.cases.due import Due, due_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import Filter, clauses
from caseflow.core.cases.queries.lists.due import can_be_late
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.states import OPEN, STATE_LABELS, State
from caseflow.core.deadlines.models import Deadline
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.supervision.map.rules import PERIOD, PERIODS, mark_of


@dataclass(frozen=True, slots=True)
class Point:
    """A case with its place in WGS 84; nothing of a complainant, nor of what they wrote."""

    id: int
    number: str
    title: str
    state: State
    state_words: str
    township: str | None
    longitude: float
    latitude: float
    opened_at: datetime
    due: Due | None

    @property
    def mark(self) -> str:
        return mark_of(self.due.state if self.due else None, is_open=self.state in OPEN)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases the filter lets through, and how many of them have a place."""

    all: int
    placed: int

    @property
    def unplaced(self) -> int:
        return self.all - self.placed


def map_filter(args: Mapping[str, str], user: User) -> tuple[Filter, str]:
    """Return the filter of the map's query string and the key of its period."""
    period = args.get("period", PERIOD)
    period = period if period in PERIODS else PERIOD
    days = PERIODS[period][1]
    given = {**args, "state": args.get("state") or "all"}
    wanted = read_filter(given, user)
    if days is None:
        return wanted, period
    since = clock.start_of_day(clock.today() - timedelta(days=days))
    return wanted.but(opened_since=since), period


def counts(wanted: Filter, user: User) -> Counts:
    """Return how many cases there are, with and without a place; one statement and the reach."""
    row = db.session.execute(
        select(func.count(), func.count(Case.longitude))
        .select_from(Case)
        .where(*clauses(wanted, user))
    ).one()
    return Counts(*row)


def points(wanted: Filter, user: User, cursor: str | None, size: int) -> Page[Point]:
    """Return a page of points, the latest case first; two statements and the reach."""
    statement: Any = (
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.state,
            Case.longitude,
            Case.latitude,
            Case.opened_at,
            Township.name,
            Township.name_en,
        )
        .outerjoin(Township, Township.code == Case.township_code)
        .where(
            *clauses(wanted, user),
            Case.longitude.is_not(None),
            Case.latitude.is_not(None),
        )
    )
    page = fetch_page(
        statement, [Key(Case.opened_at, True), Key(Case.id, True)], cursor, lambda row: row, size
    )
    dues = _dues([row.id for row in page.items])
    return Page(
        [_point(row, dues.get(row.id)) for row in page.items], page.next_cursor, page.prev_cursor
    )


def _point(row: Any, due: Due | None) -> Point:
    state = State(row.state)
    return Point(
        id=row.id,
        number=row.number,
        title=row.title,
        state=state,
        state_words=str(_(STATE_LABELS[state])),
        township=local_name(row.name, row.name_en),
        longitude=row.longitude,
        latitude=row.latitude,
        opened_at=row.opened_at,
        due=due,
    )


def _dues(case_ids: list[int]) -> dict[int, Due]:
    """Return the nearest deadline that counts of each case, as the lists show it."""
    rows = db.session.execute(
        select(
            Deadline.case_id,
            Deadline.due_on,
            Deadline.due_at,
            Deadline.unit,
            Deadline.is_provisional,
            Deadline.clock,
        )
        .where(
            Deadline.case_id.in_(case_ids),
            Deadline.stopped_at.is_(None),
            Deadline.is_suspended.is_(False),
            can_be_late(),
        )
        .order_by(Deadline.due_at.desc(), Deadline.id.desc())
    )
    return {
        row.case_id: due_of(
            row.due_on,
            due_at=row.due_at,
            unit=row.unit,
            is_provisional=row.is_provisional,
            name=row.clock,
        )
        for row in rows
    }


def as_geojson(page: Page[Point], next_href: str | None) -> dict[str, Any]:
    """Return points as GeoJSON; `next` is where more of them are, None at the end."""
    return {
        "type": "FeatureCollection",
        "next": next_href,
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [p.longitude, p.latitude]},
                "properties": {
                    "id": p.id,
                    "number": p.number,
                    "title": p.title,
                    "state": p.state_words,
                    "due": p.due.words if p.due else None,
                    "mark": p.mark,
                    "township": p.township,
                },
            }
            for p in page.items
        ],
    }
