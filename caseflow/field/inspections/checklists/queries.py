"""Reading checklists: those that count, one with its versions, the version that a visit named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.field.inspections.checklists.models import Checklist, ChecklistVersion
from caseflow.field.inspections.checklists.rules import Item, item_of
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class ListRow:
    """One version of a checklist."""

    checklist_id: int
    code: str
    kind: str
    version: int
    name: str
    name_en: str
    items: tuple[Item, ...]
    is_retired: bool
    reason: str
    decided_at: datetime
    actor: str | None


def _rows() -> Any:
    version = ChecklistVersion
    return (
        select(version, Checklist.code, Checklist.kind, User.display_name)
        .join(Checklist, Checklist.id == version.checklist_id)
        .outerjoin(User, User.id == version.actor_id)
    )


def _row(row: Any) -> ListRow:
    one: ChecklistVersion = row.ChecklistVersion
    return ListRow(
        checklist_id=one.checklist_id,
        code=row.code,
        kind=row.kind,
        version=one.version,
        name=one.name,
        name_en=one.name_en,
        items=tuple(item_of(plain) for plain in one.items),
        is_retired=one.is_retired,
        reason=one.reason,
        decided_at=one.decided_at,
        actor=row.display_name,
    )


def checklists(*, with_retired: bool = False) -> list[ListRow]:
    """Return every checklist in the version that counts; one statement."""
    present = _rows().where(Checklist.version == ChecklistVersion.version)
    found = [_row(row) for row in db.session.execute(present.order_by(Checklist.id))]
    return [row for row in found if with_retired or not row.is_retired]


def checklist_versions(checklist_id: int) -> list[ListRow]:
    """Return all versions of a checklist, the newest first. Raises NotVisible."""
    wanted = _rows().where(ChecklistVersion.checklist_id == checklist_id)
    newest = wanted.order_by(ChecklistVersion.version.desc())
    found = [_row(row) for row in db.session.execute(newest)]
    if not found:
        raise NotVisible(_("There is no such checklist."))
    return found


def items_of(code: str, version: int) -> tuple[Item, ...] | None:
    """Return the items that a visit by this version answers; None: no such list."""
    row = db.session.scalar(
        select(ChecklistVersion.items)
        .join(Checklist, Checklist.id == ChecklistVersion.checklist_id)
        .where(Checklist.code == code, ChecklistVersion.version == version)
    )
    return None if row is None else tuple(item_of(plain) for plain in row)
