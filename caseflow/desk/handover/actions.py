"""Handing over everything a person or a unit holds, as acts of the histories concerned.

All of it or nothing: a part that is refused takes the rest back with the edge's roll-back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.assignments.handing import hand_rules_over
from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.messages.audience import Directory
from caseflow.core.petitions.models import RegistrationDraft
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING
from caseflow.desk.registration.actions import drafts
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.actions.absences import change_stand_in
from caseflow.people.accounts.actions.record import lock_row, record
from caseflow.people.accounts.actions.units import UnitCommand, change_unit
from caseflow.people.accounts.actions.users import UserCommand, change_user
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.accounts.ties import held_by_user
from caseflow.people.permissions.policy import STANDS_IN, Role
from caseflow.people.permissions.scoping import unit_and_below


@dataclass(frozen=True, slots=True)
class HandoverCommand:
    """To whom everything goes, but for the cases and tasks named; None: the unit and its head."""

    to_id: int | None
    reason: str
    by_case: Mapping[int, int | None] = field(default_factory=dict)


def hand_everything_over(leaver: User, command: HandoverCommand, actor: User) -> int:
    """Give all that `leaver` holds to others; returns how many things. Raises BadInput, Refused."""
    lock_row(leaver)
    to = _receiver(leaver, command.to_id)
    for user_id in set(command.by_case.values()) - {None}:
        _receiver(leaver, user_id)
    count = sum(held.count for held in held_by_user(leaver.id))
    _hand_cases_over(leaver, to, command, actor)
    _hand_tasks_over(leaver, to, command, actor)
    if to is not None:
        _hand_drafts_over(leaver, to)
        _let_stand_in(leaver, to, actor)
    _hand_units_over(leaver, to, actor)
    _hand_duty_over(leaver, to, actor)
    words = f"{count} → {to.username if to else '–'}: {command.reason}"
    record("work_handed_over", actor, user_id=leaver.id, words=words)
    return count


def may_take_over(leaver: User, receiver: User) -> bool:
    """Return whether somebody may do what `leaver` did."""
    roles = STANDS_IN.get(Role(leaver.role), frozenset({Role(leaver.role)}))
    return receiver.is_active and receiver.id != leaver.id and Role(receiver.role) in roles


def _receiver(leaver: User, user_id: int | None) -> User | None:
    if user_id is None:
        return None
    user = db.session.get(User, user_id)
    if user is None or not may_take_over(leaver, user):
        raise BadInput(_("Choose a colleague who may do the same work."))
    if user.id in Directory(clock.today()).away():
        raise BadInput(_("%(name)s is away today: choose somebody else.", name=user.display_name))
    return user


def _unit_for(unit_id: int | None, to: User | None) -> int | None:
    """Return the unit that a thing goes to: it stays in its unit if the receiver belongs there."""
    if to is None:
        return unit_id
    belongs = unit_id is not None and to.unit_id in unit_and_below(unit_id)
    return unit_id if belongs else to.unit_id


def _hand_cases_over(leaver: User, to: User | None, command: HandoverCommand, actor: User) -> None:
    mine = select(Case).where(Case.assignee_id == leaver.id, Case.closed_at.is_(None))
    for case in list(db.session.scalars(mine.order_by(Case.id))):
        receiver = to
        if case.id in command.by_case:
            receiver = _receiver(leaver, command.by_case[case.id])
        unit_id = _unit_for(case.unit_id, receiver)
        perform(
            case,
            "hand_over",
            actor,
            version=case.version,
            unit_id=unit_id,
            reason=command.reason,
            **_named(receiver),
            **({"township_reason": command.reason} if unit_id != case.unit_id else {}),
        )


def _hand_tasks_over(leaver: User, to: User | None, command: HandoverCommand, actor: User) -> None:
    mine = select(CaseTask).where(CaseTask.assignee_id == leaver.id, CaseTask.state.in_(RUNNING))
    for task in list(db.session.scalars(mine.order_by(CaseTask.id))):
        case = db.session.get_one(Case, task.case_id)
        perform(
            case,
            "hand_over_task",
            actor,
            version=case.version,
            task_id=task.id,
            unit_id=_unit_for(task.unit_id, to),
            reason=command.reason,
            **_named(to),
        )


def _named(receiver: User | None) -> dict[str, int]:
    return {"assignee_id": receiver.id} if receiver is not None else {}


def _hand_drafts_over(leaver: User, to: User) -> None:
    mine = select(RegistrationDraft.page_key).where(RegistrationDraft.user_id == leaver.id)
    keys = list(db.session.scalars(mine))
    if keys:
        drafts.hand_over(keys, to.id, leaver)


def _let_stand_in(leaver: User, to: User, actor: User) -> None:
    theirs = select(Absence).where(
        Absence.stand_in_id == leaver.id,
        Absence.to_on >= clock.today(),
        Absence.user_id.in_(select(User.id).where(User.is_active)),
    )
    for absence in list(db.session.scalars(theirs.order_by(Absence.id))):
        change_stand_in(absence, to.id, actor)


def _hand_units_over(leaver: User, to: User | None, actor: User) -> None:
    headed = select(Unit).where(Unit.head_id == leaver.id, Unit.is_active)
    for unit in list(db.session.scalars(headed.order_by(Unit.id))):
        command = replace(_as_command(unit), head_id=to.id if to else None)
        change_unit(unit, command, unit.version, actor)


def _as_command(unit: Unit) -> UnitCommand:
    return UnitCommand(
        unit.name, unit.name_en, unit.kind, unit.parent_id, unit.head_id, unit.is_active
    )


def _hand_duty_over(leaver: User, to: User | None, actor: User) -> None:
    """The duty goes along with the work, to somebody of the same role only."""
    if not leaver.is_on_duty:
        return
    change_user(leaver, replace(_command_of(leaver), is_on_duty=False), leaver.version, actor)
    if to is not None and to.role == leaver.role and not to.is_on_duty:
        change_user(to, replace(_command_of(to), is_on_duty=True), to.version, actor)


def _command_of(user: User) -> UserCommand:
    return UserCommand(
        user.display_name,
        user.role,
        user.unit_id,
        user.email,
        user.phone,
        user.certificate_number,
        user.certificate_valid_until,
        user.is_on_duty,
    )


def merge_unit(unit: Unit, successor: Unit, reason: str, actor: User) -> None:
    """Move what `unit` holds to `successor`, close it (部门撤并). Raises BadInput, Refused."""
    for row in sorted((unit, successor), key=lambda one: one.id):
        lock_row(row)
    if not unit.is_active or not successor.is_active:
        raise BadInput(_("Both units must be open."))
    if successor.id in unit_and_below(unit.id):
        raise BadInput(_("Choose a unit that does not stand under the one to be closed."))
    _move_cases(unit, successor, reason, actor)
    _move_tasks(unit, successor, reason, actor)
    for below in list(db.session.scalars(select(Unit).where(Unit.parent_id == unit.id))):
        moved = replace(_as_command(below), parent_id=successor.id)
        change_unit(below, moved, below.version, actor)
    people = select(User).where(User.unit_id == unit.id).order_by(User.id)
    for person in list(db.session.scalars(people)):
        moved_person = replace(_command_of(person), unit_id=successor.id)
        change_user(person, moved_person, person.version, actor)
    hand_rules_over(unit.id, successor.id, actor)
    closed = replace(_as_command(unit), head_id=None, is_active=False)
    change_unit(unit, closed, unit.version, actor)
    record("unit_merged", actor, words=f"{unit.code} → {successor.code}: {reason}")


def _move_cases(unit: Unit, successor: Unit, reason: str, actor: User) -> None:
    held = select(Case).where(Case.unit_id == unit.id, Case.closed_at.is_(None))
    for case in list(db.session.scalars(held.order_by(Case.id))):
        named = {"assignee_id": case.assignee_id} if case.assignee_id else {}
        perform(
            case,
            "hand_over",
            actor,
            version=case.version,
            unit_id=successor.id,
            reason=reason,
            township_reason=reason,
            **named,
        )


def _move_tasks(unit: Unit, successor: Unit, reason: str, actor: User) -> None:
    held = select(CaseTask).where(CaseTask.unit_id == unit.id, CaseTask.state.in_(RUNNING))
    for task in list(db.session.scalars(held.order_by(CaseTask.id))):
        case = db.session.get_one(Case, task.case_id)
        named = {"assignee_id": task.assignee_id} if task.assignee_id else {}
        perform(
            case,
            "hand_over_task",
            actor,
            version=case.version,
            task_id=task.id,
            unit_id=successor.id,
            reason=reason,
            **named,
        )
