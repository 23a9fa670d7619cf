"""Taking in a State Council list: what would move is worked out first, then applied as one act."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import column, delete, or_, select, table

from caseflow.core.deadlines.actions import (
    Spans,
    explanation_of,
    note_change,
    recompute,
    spans_of_all,
)
from caseflow.core.deadlines.calendar import ListedDay
from caseflow.core.deadlines.models import CalendarDay, CalendarImport, Deadline
from caseflow.core.deadlines.queries import calendar_with, forget_calendar
from caseflow.ground import clock
from caseflow.ground.extensions import db

BATCH = 500
SHOWN = 200
"""Moves that the page lists; the count is of all."""

_cases = table("cases", column("id"), column("number"), column("title"))
"""By its name: deadlines import no cases."""


@dataclass(frozen=True, slots=True)
class Move:
    """A running deadline that the list moves."""

    deadline_id: int
    old_due_on: date
    new_due_on: date


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move as the page lists it."""

    case_id: int
    number: str
    title: str
    clock: str
    old_due_on: date
    new_due_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking in a list would do. `key` changes when the list or any of the moves does."""

    year: int
    days: tuple[ListedDay, ...]
    moves: tuple[Move, ...]
    key: str


def sha256_of(raw: bytes) -> str:
    """Return the SHA-256 of a list as it was sent."""
    return hashlib.sha256(raw).hexdigest()


def _first_day(year: int, days: list[ListedDay] | tuple[ListedDay, ...]) -> date:
    """A list may name days at the end of the year before."""
    return min([date(year, 1, 1), *(row.day for row in days)])


def _running(first: date) -> Iterator[list[tuple[Deadline, Spans]]]:
    """Yield the running deadlines due on `first` or later with their changes, a batch at a time."""
    last_id = 0
    while True:
        rows = list(
            db.session.scalars(
                select(Deadline)
                .where(
                    Deadline.stopped_at.is_(None), Deadline.due_on >= first, Deadline.id > last_id
                )
                .order_by(Deadline.id)
                .limit(BATCH)
            )
        )
        if not rows:
            return
        spans = spans_of_all([row.id for row in rows])
        yield [(row, spans[row.id]) for row in rows]
        last_id = rows[-1].id


def plan_import(year: int, days: list[ListedDay], raw: bytes) -> Plan:
    """Return which running deadlines the list would move; changes nothing."""
    calendar = calendar_with(year, days)
    moves = []
    for batch in _running(_first_day(year, days)):
        for row, spans in batch:
            due_on = explanation_of(row, spans, calendar).due_on
            if due_on != row.due_on:
                moves.append(Move(row.id, row.due_on, due_on))
    told = "\n".join(f"{m.deadline_id} {m.old_due_on} {m.new_due_on}" for m in moves)
    key = hashlib.sha256(f"{sha256_of(raw)}\n{told}".encode()).hexdigest()
    return Plan(year, tuple(days), tuple(moves), key)


def shown_moves(plan: Plan) -> list[ShownMove]:
    """Return the first moves with their cases, by the new day; one statement."""
    by_id = {move.deadline_id: move for move in plan.moves[:SHOWN]}
    rows = db.session.execute(
        select(Deadline.id, Deadline.clock, _cases.c.id.label("case_id"), _cases.c.number,
               _cases.c.title)
        .join(_cases, _cases.c.id == Deadline.case_id)
        .where(Deadline.id.in_(by_id))
    )  # fmt: skip
    found = [
        ShownMove(
            row.case_id,
            row.number,
            row.title,
            row.clock,
            by_id[row.id].old_due_on,
            by_id[row.id].new_due_on,
        )
        for row in rows
    ]
    return sorted(found, key=lambda move: (move.new_due_on, move.number))


def _replace_list(year: int, days: list[ListedDay], now: datetime) -> None:
    """A day that the list of the year before named too goes by the later list."""
    named = [row.day for row in days]
    db.session.execute(
        delete(CalendarDay).where(or_(CalendarDay.list_year == year, CalendarDay.day.in_(named)))
    )
    for row in days:
        db.session.add(
            CalendarDay(
                day=row.day,
                list_year=year,
                is_workday=row.is_workday,
                name=row.name,
                source=row.source[:300],
                imported_at=now,
            )
        )
    db.session.flush()
    forget_calendar()


def import_calendar(
    year: int, days: list[ListedDay], actor_id: int | None, raw: bytes = b""
) -> list[Deadline]:
    """Replace the list of `year` (calendar_data.parse_list) and recompute open deadlines.

    Returns the deadlines that moved; each keeps a record of its old and new day, and the import
    itself one of who, when, from which file and how many moved.
    """
    now = clock.now()
    _replace_list(year, days, now)
    moved = []
    for batch in _running(_first_day(year, days)):
        for deadline, spans in batch:
            old = recompute(deadline, spans)
            if old != deadline.due_on:
                note_change(deadline, "recalculated", old, at=now, actor_id=actor_id)
                moved.append(deadline)
        db.session.flush()
    db.session.add(
        CalendarImport(
            year=year,
            source=(days[0].source if days else "")[:300],
            sha256=sha256_of(raw),
            day_count=len(days),
            moved_count=len(moved),
            imported_at=now,
            actor_id=actor_id,
        )
    )
    db.session.flush()
    return moved
