"""What a person or a unit still holds, so that neither goes while anything is theirs. Read only.

Cases, tasks and drafts belong to the floors above, which nothing here may import: they are asked
by the names of their tables, so that no way of closing an account goes round the question.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import column, func, select, table

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.permissions.policy import Permission, Role, scope_of

cases = table("cases", column("id"), column("unit_id"), column("assignee_id"), column("closed_at"))
tasks = table("case_tasks", column("id"), column("unit_id"), column("assignee_id"), column("state"))
drafts = table("registration_drafts", column("id"), column("user_id"))

RUNNING = ("open", "received")
"""States of a task that is still owed (core/together/rules.py)."""

KINDS: dict[str, str] = {
    "cases": N_("open cases: %(count)s"),
    "tasks": N_("open tasks: %(count)s"),
    "drafts": N_("unfinished calls: %(count)s"),
    "heads": N_("units headed: %(count)s"),
    "stand_ins": N_("absences in which this person stands in: %(count)s"),
    "people": N_("open accounts: %(count)s"),
    "units": N_("open units under it: %(count)s"),
}
LAST_OF: dict[Role, str] = {
    Role.DISPATCHER: N_("This is the last dispatcher: name another one first."),
    Role.SUPERVISOR: N_("This is the last supervisor: name another one first."),
}
"""Roles that cases fall to when nobody else answers for them."""


class StillHeld(BadInput):
    """Something is still in the hands of a person or unit that is to go."""


@dataclass(frozen=True, slots=True)
class Held:
    """So many things of one kind (a key of KINDS)."""

    kind: str
    count: int

    @property
    def words(self) -> str:
        return str(_(KINDS[self.kind], count=self.count))


def held_by_user(user_id: int) -> list[Held]:
    """Return what is in a person's hands, kinds with nothing left out; one statement."""
    stands_in = (
        Absence.stand_in_id == user_id,
        Absence.to_on >= clock.today(),
        Absence.user_id.in_(select(User.id).where(User.is_active)),
    )
    return _counted(
        cases=_count(cases.c.id, cases.c.assignee_id == user_id, cases.c.closed_at.is_(None)),
        tasks=_count(tasks.c.id, tasks.c.assignee_id == user_id, tasks.c.state.in_(RUNNING)),
        drafts=_count(drafts.c.id, drafts.c.user_id == user_id),
        heads=_count(Unit.id, Unit.head_id == user_id, Unit.is_active),
        stand_ins=_count(Absence.id, *stands_in),
    )


def held_by_unit(unit_id: int) -> list[Held]:
    """Return what is in a unit's hands, kinds with nothing left out; one statement."""
    return _counted(
        cases=_count(cases.c.id, cases.c.unit_id == unit_id, cases.c.closed_at.is_(None)),
        tasks=_count(tasks.c.id, tasks.c.unit_id == unit_id, tasks.c.state.in_(RUNNING)),
        people=_count(User.id, User.unit_id == unit_id, User.is_active),
        units=_count(Unit.id, Unit.parent_id == unit_id, Unit.is_active),
    )


def _count(counted: Any, *where: Any) -> Any:
    return select(func.count(counted)).where(*where).scalar_subquery()


def _counted(**counts: Any) -> list[Held]:
    row = db.session.execute(select(*(one.label(kind) for kind, one in counts.items()))).one()
    return [Held(kind, count) for kind, count in row._mapping.items() if count]


def ensure_may_leave(user: User) -> None:
    """Raise StillHeld while anything is in the person's hands; BadInput for the last of a role."""
    found = held_by_user(user.id)
    if found:
        facts = {"name": user.display_name, "what": _joined(found)}
        raise StillHeld(_("%(name)s still holds %(what)s. Hand it over first.", **facts))
    _keep_one_of_role(user)


def ensure_may_change_role(user: User, role: Role) -> None:
    """Raise like `ensure_may_leave` for what nobody of the new role could do."""
    sees_cases = scope_of(role, Permission.CASE_VIEW) is not None
    stays = frozenset({"heads"}) if sees_cases else frozenset()
    found = [held for held in held_by_user(user.id) if held.kind not in stays]
    if found:
        facts = {"name": user.display_name, "what": _joined(found)}
        raise StillHeld(_("%(name)s still holds %(what)s. Hand it over first.", **facts))
    _keep_one_of_role(user)


def ensure_may_close(unit: Unit) -> None:
    """Raise StillHeld while anything is in the unit's hands."""
    found = held_by_unit(unit.id)
    if found:
        facts = {"name": unit.name, "what": _joined(found)}
        raise StillHeld(
            _("%(name)s still has %(what)s. Merge it into another unit instead.", **facts)
        )


def _joined(found: list[Held]) -> str:
    return "; ".join(held.words for held in found)


def _keep_one_of_role(user: User) -> None:
    """The rows are locked, so that of two who close each other's accounts one is refused."""
    sentence = LAST_OF.get(Role(user.role))
    if sentence is None:
        return
    same = select(User.id).where(User.role == user.role, User.is_active).order_by(User.id)
    if set(db.session.scalars(same.with_for_update())) <= {user.id}:
        raise BadInput(_(sentence))


def headless_units() -> frozenset[int]:
    """Return the units for which neither they nor any unit above names a head; one statement.

    Partner departments are left out: the duty dispatcher answers for what lies with them.
    """
    heads = select(User.id).where(User.is_active)
    rows = {
        row.id: row
        for row in db.session.execute(
            select(Unit.id, Unit.parent_id, Unit.kind, Unit.head_id.in_(heads).label("has_head"))
        )
    }

    def has_head(unit_id: int | None) -> bool:
        seen: set[int] = set()
        while unit_id in rows and unit_id not in seen:
            assert unit_id is not None
            seen.add(unit_id)
            if rows[unit_id].has_head:
                return True
            unit_id = rows[unit_id].parent_id
        return False

    return frozenset(i for i, row in rows.items() if row.kind != "partner" and not has_head(i))


def ensure_somebody_answers(unit_ids: Collection[int]) -> None:
    """Raise StillHeld if one of these units is without a head and has work without an assignee."""
    headless = headless_units() & set(unit_ids)
    if not headless:
        return
    found = _counted(
        cases=_count(
            cases.c.id,
            cases.c.unit_id.in_(headless),
            cases.c.assignee_id.is_(None),
            cases.c.closed_at.is_(None),
        ),
        tasks=_count(
            tasks.c.id,
            tasks.c.unit_id.in_(headless),
            tasks.c.assignee_id.is_(None),
            tasks.c.state.in_(RUNNING),
        ),
    )
    if found:
        raise StillHeld(_("Without a head nobody would answer for %(what)s.", what=_joined(found)))
