"""Which codes are in force on a day, and which editions were brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from caseflow.field.inspections.waste_list.models import WasteCode, WasteEdition
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition in the list; `until` None: it is the newest."""

    id: int
    name: str
    in_force_from: date
    until: date | None
    code_count: int
    imported_at: datetime
    person: str


def codes_on(day: date) -> list[str] | None:
    """Return the codes in force on `day`, in their order; None: no edition covers it."""
    edition = db.session.scalar(
        select(WasteEdition.id)
        .where(WasteEdition.in_force_from <= day)
        .order_by(WasteEdition.in_force_from.desc())
        .limit(1)
    )
    if edition is None:
        return None
    wanted = select(WasteCode.code).where(WasteCode.edition_id == edition)
    return list(db.session.scalars(wanted.order_by(WasteCode.code)))


def edition_rows() -> list[EditionRow]:
    """Return the editions, the newest first."""
    rows = db.session.execute(
        select(WasteEdition, User.display_name)
        .join(User, User.id == WasteEdition.imported_by_id)
        .order_by(WasteEdition.in_force_from.desc())
    ).all()
    found, until = [], None
    for row in rows:
        one = row.WasteEdition
        found.append(
            EditionRow(
                one.id, one.name, one.in_force_from, until, one.code_count, one.imported_at,
                row.display_name,
            )
        )  # fmt: skip
        until = one.in_force_from - timedelta(days=1)
    return found
