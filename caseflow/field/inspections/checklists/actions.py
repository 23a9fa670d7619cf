"""Writing checklists: a change is a new version, what was there before stays. Never commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.visits.rules import KINDS
from caseflow.field.inspections.checklists.models import Checklist, ChecklistVersion
from caseflow.field.inspections.checklists.reference import LISTS
from caseflow.field.inspections.checklists.rules import CODE, Item, list_faults
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, CaseflowError, NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


class StaleChecklist(CaseflowError):
    """Somebody else wrote a newer version since the page was opened."""

    status = 409


@dataclass(frozen=True, slots=True)
class ListCommand:
    """What a version of a checklist holds."""

    name: str
    name_en: str
    items: tuple[Item, ...]
    is_retired: bool = False
    reason: str = ""


def create_checklist(code: str, kind: str, command: ListCommand, actor: User | None) -> Checklist:
    """Add a checklist. Raises BadInput."""
    if not CODE.fullmatch(code):
        raise BadInput(_("A code begins with a small letter; letters, digits, - and _ follow."))
    if kind not in KINDS:
        raise BadInput(_("Choose what is looked into."))
    if db.session.scalar(select(Checklist.id).where(Checklist.code == code)) is not None:
        raise BadInput(_("There is a checklist of this code already."))
    _check(command)
    head = Checklist(code=code, kind=kind, version=1)
    db.session.add(head)
    db.session.flush()
    _append(head.id, 1, command, actor)
    return head


def change_checklist(checklist_id: int, command: ListCommand, seen: int, actor: User) -> None:
    """Write the next version of a checklist last seen in version `seen`.

    Raises BadInput, NotVisible, or StaleChecklist to the later of two who save at once.
    """
    _check(command)
    if not command.reason.strip():
        raise BadInput(_("Say why the checklist is changed."))
    moved: Any = db.session.execute(
        update(Checklist)
        .where(Checklist.id == checklist_id, Checklist.version == seen)
        .values(version=seen + 1)
        .execution_options(synchronize_session="fetch")
    )
    if not moved.rowcount:
        if db.session.get(Checklist, checklist_id) is None:
            raise NotVisible(_("There is no such checklist."))
        raise StaleChecklist(_("Somebody else changed this since you opened the page."))
    _append(checklist_id, seen + 1, command, actor)


def load_shipped_checklists() -> int:
    """Add the checklists that come with the program and are missing; return how many. No commit.

    One that was changed or retired here keeps its newer versions.
    """
    present = set(db.session.scalars(select(Checklist.code)))
    missing = [shipped for shipped in LISTS if shipped.code not in present]
    for shipped in missing:
        command = ListCommand(
            shipped.name,
            shipped.name_en,
            shipped.items,
            reason="随软件附带的示例，由本局审定后使用",
        )
        create_checklist(shipped.code, shipped.kind, command, None)
    return len(missing)


def _check(command: ListCommand) -> None:
    if not command.name.strip():
        raise BadInput(_("A checklist needs a name."))
    found = list_faults(command.items)
    if found:
        raise BadInput(" ".join(_(words) for words in found))


def _append(checklist_id: int, version: int, command: ListCommand, actor: User | None) -> None:
    db.session.add(
        ChecklistVersion(
            checklist_id=checklist_id,
            version=version,
            name=command.name.strip(),
            name_en=command.name_en.strip(),
            items=[item.as_plain() for item in command.items],
            is_retired=command.is_retired,
            reason=command.reason.strip()[:200],
            decided_at=clock.now(),
            actor_id=actor.id if actor else None,
        )
    )
    db.session.flush()
