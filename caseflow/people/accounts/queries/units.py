"""Reading the tree of units, and who is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import Absence, Unit, User


def unit_name() -> Any:
    """Return the column of a unit's name in the language of the page."""
    return Unit.name if is_chinese() else Unit.name_en


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree; `depth` 0 stands at the top."""

    id: int
    code: str
    name: str
    kind: str
    depth: int
    head: str | None
    people_count: int
    is_active: bool


def unit_tree() -> list[UnitRow]:
    """Return all units, each followed by those under it, in two statements."""
    head = aliased(User)
    rows = list(
        db.session.execute(
            select(
                Unit.id,
                Unit.code,
                unit_name().label("name"),
                Unit.kind,
                Unit.parent_id,
                head.display_name.label("head"),
                Unit.is_active,
            )
            .outerjoin(head, head.id == Unit.head_id)
            .order_by(Unit.id)
        )
    )
    counts: dict[int, int] = {
        row.unit_id: row.people
        for row in db.session.execute(
            select(User.unit_id, func.count().label("people"))
            .where(User.is_active)
            .group_by(User.unit_id)
        )
    }
    return list(_walk(rows, None, 0, counts))


def _walk(
    rows: list[Any], parent: int | None, depth: int, counts: dict[int, int]
) -> Iterator[UnitRow]:
    for row in rows:
        if row.parent_id == parent:
            count = counts.get(row.id, 0)
            yield UnitRow(
                row.id, row.code, row.name, row.kind, depth, row.head, count, row.is_active
            )
            yield from _walk(rows, row.id, depth + 1, counts)


def unit_choices(present_id: int | None = None) -> list[tuple[int, str]]:
    """Return (id, name) of the open units in the order of the tree, and of the present one."""
    return [(u.id, u.name) for u in unit_tree() if u.is_active or u.id == present_id]


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Who is away, when, and who stands in."""

    id: int
    person: str
    stand_in: str
    from_on: date
    to_on: date
    place: str
    """now, ahead or past."""


def absences(*, with_past: bool = False) -> list[AbsenceRow]:
    """Return absences by their first day; past ones only if asked for, the latest 200."""
    person, stand_in = aliased(User), aliased(User)
    today = clock.today()
    statement = (
        select(
            Absence.id,
            person.display_name.label("person"),
            stand_in.display_name.label("stand_in"),
            Absence.from_on,
            Absence.to_on,
        )
        .join(person, person.id == Absence.user_id)
        .join(stand_in, stand_in.id == Absence.stand_in_id)
        .order_by(Absence.from_on.desc(), Absence.id.desc())
        .limit(200)
    )
    if not with_past:
        statement = statement.where(Absence.to_on >= today)
    found = []
    for row in db.session.execute(statement):
        place = "past" if row.to_on < today else "ahead" if row.from_on > today else "now"
        found.append(AbsenceRow(*row, place))
    return found
