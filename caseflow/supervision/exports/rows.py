"""Reading the rows of an export: which cases once, then their cells a batch at a time.

The cases are those that the filter let through when the export began, by number of entry; each
batch costs the same few statements, however many rows went before.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.cases.codes import CONCLUSIONS
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import clauses
from caseflow.core.cases.queries.lists.due import can_be_late
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.queries.reading import place_read_by
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.petitions.complainants import Person, look_at_all
from caseflow.core.petitions.models import Category, Channel, Petition
from caseflow.core.petitions.reference import TRACKS
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.exports.rules import Column

Cell = str | int | float | date | datetime | None
STREAMED = 20_000
"""Ids fetched at once while the cases are counted."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Whose eyes the rows are read with, and what a look at complainants is for."""

    user: User
    reason: str


def arguments_of(query: str) -> dict[str, str]:
    """Return a query string as the filter reads it: the first value of each name."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query):
        found.setdefault(name, value)
    return found


def case_ids(query: str, user: User) -> array[int]:
    """Return the cases that the filter lets through to `user`; eight bytes each, one statement."""
    wanted = read_filter(arguments_of(query), user)
    statement = select(Case.id).where(*clauses(wanted, user)).order_by(Case.id)
    streamed = db.session.scalars(statement.execution_options(yield_per=STREAMED))
    return array("q", streamed)


def case_cells(ids: Sequence[int], columns: Sequence[Column], looking: Looking) -> list[list[Cell]]:
    """Return the cells of some cases in their order; at most seven statements.

    Complainants are unsealed only for a personal column, each look recorded. Never commits.
    """
    rows = {row.id: _plain_cells(row, looking.user) for row in db.session.execute(_statement(ids))}
    for add in (_add_categories, _add_deadlines, _add_petitions):
        add(ids, rows)
    if any(column.is_personal for column in columns):
        _add_people(ids, rows, looking)
    return [[rows[one].get(column.key) for column in columns] for one in ids if one in rows]


def _statement(ids: Sequence[int]) -> Any:
    return (
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.state,
            Case.track,
            Case.address_text,
            Case.longitude,
            Case.latitude,
            Case.opened_at,
            Case.closed_at,
            Case.conclusion,
            Case.chase_count,
            Case.return_count,
            Channel.name.label("channel"),
            Channel.name_en.label("channel_en"),
            Township.name.label("township"),
            Township.name_en.label("township_en"),
            PollutionSource.name.label("source"),
            Unit.name.label("unit"),
            Unit.name_en.label("unit_en"),
            User.display_name.label("assignee"),
        )
        .select_from(Case)
        .outerjoin(Channel, Channel.code == Case.channel_code)
        .outerjoin(Township, Township.code == Case.township_code)
        .outerjoin(PollutionSource, PollutionSource.id == Case.source_id)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(User, User.id == Case.assignee_id)
        .where(Case.id.in_(ids))
    )


def _plain_cells(row: Any, user: User) -> dict[str, Cell]:
    return {
        "number": row.number,
        "title": row.title,
        "state": _(STATE_LABELS[State(row.state)]),
        "track": _(TRACKS.get(row.track, row.track)),
        "channel": local_name(row.channel, row.channel_en),
        "township": local_name(row.township, row.township_en),
        "address": place_read_by(user, row.address_text),
        "longitude": row.longitude,
        "latitude": row.latitude,
        "source": row.source,
        "unit": local_name(row.unit, row.unit_en),
        "assignee": row.assignee,
        "opened_at": _local(row.opened_at),
        "closed_at": _local(row.closed_at) if row.closed_at else None,
        "conclusion": _(CONCLUSIONS[row.conclusion]) if row.conclusion in CONCLUSIONS else None,
        "chase_count": row.chase_count,
        "return_count": row.return_count,
        "petition_count": 0,
    }


def _local(at: datetime) -> datetime:
    """Return an instant as a clock on the wall shows it: a spreadsheet knows no zones."""
    return clock.local(at).replace(tzinfo=None, microsecond=0)


def _add_categories(ids: Sequence[int], rows: dict[int, dict[str, Cell]]) -> None:
    found = db.session.execute(
        select(CaseCategory.case_id, Category.name, Category.name_en)
        .join(Category, Category.code == CaseCategory.category_code)
        .where(CaseCategory.case_id.in_(ids))
        .order_by(Category.position)
    )
    names = defaultdict(list)
    for row in found:
        names[row.case_id].append(local_name(row.name, row.name_en) or "")
    for case_id, words in names.items():
        rows[case_id]["categories"] = "、".join(words)


def _add_deadlines(ids: Sequence[int], rows: dict[int, dict[str, Cell]]) -> None:
    """Add the nearest deadline that counts, as the lists show it."""
    found = db.session.execute(
        select(Deadline.case_id, Deadline.clock, Deadline.due_on)
        .where(
            Deadline.case_id.in_(ids),
            Deadline.stopped_at.is_(None),
            Deadline.is_suspended.is_(False),
            can_be_late(),
        )
        .order_by(Deadline.due_at, Deadline.id)
    )
    for row in found:
        rows[row.case_id].setdefault("due_clock", _(CLOCK_LABELS[row.clock]))
        rows[row.case_id].setdefault("due_on", row.due_on)


def _add_petitions(ids: Sequence[int], rows: dict[int, dict[str, Cell]]) -> None:
    found = db.session.execute(
        select(Petition.case_id, func.count())
        .where(Petition.case_id.in_(ids), Petition.voided_at.is_(None))
        .group_by(Petition.case_id)
    )
    for case_id, count in found:
        rows[case_id]["petition_count"] = count


def _add_people(ids: Sequence[int], rows: dict[int, dict[str, Cell]], looking: Looking) -> None:
    """Add who complained, where the person may see it on that very case."""
    found = db.session.execute(
        select(Petition.case_id, Petition.complainant_id)
        .join(Case, Case.id == Petition.case_id)
        .where(
            Petition.case_id.in_(ids),
            Petition.complainant_id.is_not(None),
            Petition.voided_at.is_(None),
            cases_where(looking.user, Permission.COMPLAINANT_VIEW),
        )
        .order_by(Petition.id)
    ).all()
    people = look_at_all(
        {row.complainant_id for row in found}, user_id=looking.user.id, reason=looking.reason
    )
    gathered: dict[int, list[Person]] = defaultdict(list)
    for row in found:
        if row.complainant_id in people:
            gathered[row.case_id].append(people[row.complainant_id])
    for case_id, persons in gathered.items():
        rows[case_id]["complainants"] = _joined(person.name for person in persons)
        rows[case_id]["phones"] = _joined(person.phone for person in persons)
        rows[case_id]["addresses"] = _joined(person.address for person in persons)


def _joined(words: Any) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))
