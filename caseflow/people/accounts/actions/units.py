"""Making and changing units. The tree has no cycles; a unit that holds something stays open."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.actions.record import lock_row, record
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.reference import UNIT_KINDS
from caseflow.people.accounts.ties import ensure_may_close, ensure_somebody_answers
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import holds
from caseflow.people.permissions.scoping import unit_and_below

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True)
class UnitCommand:
    """What an administrator decides about a unit."""

    name: str
    name_en: str
    kind: str
    parent_id: int | None = None
    head_id: int | None = None
    is_active: bool = True


def create_unit(code: str, command: UnitCommand, actor: User | None) -> Unit:
    """Add a unit and return it. Flushes, does not commit. Raises BadInput."""
    code = code.strip().lower()
    if not _CODE.fullmatch(code):
        raise BadInput(_("A unit's code has 2 to 40 small letters, digits or dashes."))
    if db.session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise BadInput(_("There is already a unit with the code %(code)s.", code=code))
    _check(command, None)
    unit = Unit(code=code, version=1, **asdict(command))
    db.session.add(unit)
    db.session.flush()
    record("unit_created", actor, words=f"{code}: {command.name}")
    return unit


def change_unit(unit: Unit, command: UnitCommand, version: int, actor: User | None) -> None:
    """Change a unit. Flushes. Raises BadInput (StillHeld for what lies with it), StaleRecord."""
    lock_row(unit)
    if unit.version != version:
        raise StaleRecord(_("Somebody else changed this unit since you opened the page."))
    _check(command, unit)
    changes = []
    for name, value in asdict(command).items():
        before = getattr(unit, name)
        if before != value:
            changes.append(f"{name}: {before if before is not None else '–'} → {value}")
            setattr(unit, name, value)
    if changes:
        unit.version += 1
        db.session.flush()
        ensure_somebody_answers(unit_and_below(unit.id))
        record("unit_changed", actor, words=f"{unit.code}: " + "; ".join(changes))


def _check(command: UnitCommand, unit: Unit | None) -> None:
    if command.kind not in UNIT_KINDS:
        raise BadInput(_("There is no such kind of unit."))
    parent = db.session.get(Unit, command.parent_id) if command.parent_id else None
    if command.parent_id and parent is None:
        raise BadInput(_("There is no such unit above."))
    head = db.session.get(User, command.head_id) if command.head_id else None
    if command.head_id and (head is None or not head.is_active):
        raise BadInput(_("The head of a unit needs an open account."))
    if head is not None and not holds(head, Permission.CASE_VIEW):
        raise BadInput(_("The head of a unit must be able to look at cases: choose another."))
    if unit is None:
        return
    if parent is not None and parent.id in unit_and_below(unit.id):
        raise BadInput(_("A unit cannot stand under itself or under a unit of its own."))
    if unit.is_active and not command.is_active:
        ensure_may_close(unit)
