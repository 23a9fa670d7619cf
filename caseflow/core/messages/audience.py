"""Who is told: an audience of the catalogue becomes people, never nobody.

Somebody away is replaced by the stand-in, and that one's stand-in in turn. Whoever cannot be
found is replaced by the next audience of the ladder, at the end by every administrator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from caseflow.core.messages import catalogue as c
from caseflow.core.messages.wishes import Wishes, all_wishes, wishes_of
from caseflow.ground.config import EVERYBODY, settings
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.permissions.policy import Role


@dataclass(frozen=True, slots=True)
class Addressee:
    """What addressing needs to know of a case."""

    case_id: int
    number: str
    unit_id: int | None
    assignee_id: int | None
    created_by_id: int | None
    leading_assignee_id: int | None = None
    leading_unit_id: int | None = None
    is_urgent: bool = False
    state: str = ""


TURN_BY_STATE: dict[str, str] = {
    "registered": c.DUTY_DISPATCHER,
    "accepted": c.DUTY_DISPATCHER,
    "awaiting_sign_off": c.SUPERVISORS,
    "reply_owed": c.REGISTRAR,
}
"""State of a case → who must act next; in every other one its handler."""

LADDER: dict[str, str] = {
    c.HANDLER: c.UNIT_HEAD,
    c.LEADING_HANDLER: c.DUTY_DISPATCHER,
    c.UNIT_HEAD: c.DUTY_DISPATCHER,
    c.REGISTRAR: c.DUTY_DISPATCHER,
    c.DUTY_SUPERVISOR: c.SUPERVISORS,
    c.LEADERS: c.SUPERVISORS,
    c.PUBLISHERS: c.SUPERVISORS,
    c.SUPERVISORS: c.DUTY_DISPATCHER,
}
"""Audience → whom to tell instead when nobody of it is to be found."""

LAST_RESORT = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR)
"""Whoever of these is there, when the ladder ends with nobody."""
OF_THE_UNIT = frozenset({c.HANDLER, c.UNIT_HEAD, c.LEADING_HANDLER})
"""Audiences whose group is that of the case's unit."""


@dataclass
class Directory:
    """The people of one day, read as needed and kept while one batch is addressed."""

    day: date
    _users: dict[int, User | None] = field(default_factory=dict)
    _roles: dict[str, list[User]] = field(default_factory=dict)
    _units: dict[int, Unit | None] = field(default_factory=dict)
    _away: dict[int, int] | None = None
    _wishes: dict[int, Wishes] | None = None

    def user(self, user_id: int | None) -> User | None:
        """Return the account, or None if there is none or it is closed."""
        if user_id is None:
            return None
        if user_id not in self._users:
            self._users[user_id] = db.session.get(User, user_id)
        found = self._users[user_id]
        return found if found is not None and found.is_active else None

    def holders(self, role: Role) -> list[User]:
        """Return the open accounts of `role`, oldest first."""
        if role not in self._roles:
            rows = db.session.scalars(
                select(User).where(User.role == role, User.is_active).order_by(User.id)
            )
            self._roles[role] = list(rows)
            self._users.update({user.id: user for user in self._roles[role]})
        return self._roles[role]

    def present(self, user_id: int | None) -> User | None:
        """Return the person, or whoever stands in today; None if nobody of that chain is there."""
        away = self.away()
        seen: set[int] = set()
        while user_id is not None and user_id not in seen:
            seen.add(user_id)
            if user_id not in away:
                return self.user(user_id)
            user_id = away[user_id]
        return None

    def away(self) -> dict[int, int]:
        """Return who is away on the day, and who stands in for them."""
        if self._away is None:
            rows = db.session.execute(
                select(Absence.user_id, Absence.stand_in_id)
                .where(Absence.from_on <= self.day, Absence.to_on >= self.day)
                .order_by(Absence.id)
            )
            self._away = dict(rows.all())
        return self._away

    def line(self, unit_id: int | None) -> Iterator[Unit]:
        """Yield the unit and those above it, from below."""
        seen: set[int] = set()
        while unit_id is not None and unit_id not in seen:
            seen.add(unit_id)
            if unit_id not in self._units:
                self._units[unit_id] = db.session.get(Unit, unit_id)
            unit = self._units[unit_id]
            if unit is None:
                return
            yield unit
            unit_id = unit.parent_id

    def head(self, unit_id: int | None) -> User | None:
        """Return the head, or the stand-in, of the unit or of the nearest unit above it."""
        for unit in self.line(unit_id):
            found = self.present(unit.head_id)
            if found is not None:
                return found
        return None

    def groups(self, audiences: tuple[str, ...], unit_id: int | None) -> list[str]:
        """Return the groups that a robot tells what these audiences are told, each once.

        Whoever handles a case is told in the group of the unit, or of the nearest one above it;
        other audiences in their own. Without such a robot the one for everybody stands in.
        """
        robots = settings().wecom_robots
        if not robots:
            return []
        found: dict[str, None] = {}
        for audience in audiences:
            names = [audience]
            if audience in OF_THE_UNIT:
                names = [unit.code for unit in self.line(unit_id)]
            name = next((one for one in names if one in robots), EVERYBODY)
            if name in robots:
                found[name] = None
        return list(found)

    @property
    def wishes(self) -> dict[int, Wishes]:
        """Everybody's own settings of messages, read once; who has none is not in it."""
        if self._wishes is None:
            self._wishes = {row.user_id: wishes_of(row) for row in all_wishes()}
        return self._wishes

    def _present_of(self, users: list[User]) -> list[User]:
        """Return who is there of them or in their stead, each once."""
        there = (self.present(user.id) for user in users)
        return list({found.id: found for found in there if found is not None}.values())

    def _found(self, audience: str, case: Addressee) -> list[User]:
        if audience == c.DUTY_DISPATCHER:
            on_duty = [user for user in self.holders(Role.DISPATCHER) if user.is_on_duty]
            return self._present_of(on_duty) or self._present_of(self.holders(Role.DISPATCHER))
        if audience == c.DUTY_SUPERVISOR:
            on_duty = [user for user in self.holders(Role.SUPERVISOR) if user.is_on_duty]
            return self._present_of(on_duty)
        if audience == c.SUPERVISORS:
            return self._present_of(self.holders(Role.SUPERVISOR))
        if audience == c.LEADERS:
            return self._present_of(self.holders(Role.LEADER))
        if audience == c.PUBLISHERS:
            return self._present_of(self.holders(Role.PUBLISHER))
        if audience == c.ADMINISTRATORS:
            return self.holders(Role.ADMINISTRATOR)
        one = {
            c.HANDLER: lambda: self.present(case.assignee_id),
            c.UNIT_HEAD: lambda: self.head(case.unit_id),
            c.REGISTRAR: lambda: self.present(case.created_by_id),
            c.LEADING_HANDLER: lambda: (
                self.present(case.leading_assignee_id) or self.head(case.leading_unit_id)
            ),
        }[audience]()
        return [one] if one is not None else []

    def resolve(self, audience: str, case: Addressee) -> list[User]:
        """Return the people of one audience, by the ladder if it is empty; never nobody."""
        is_by_turn = audience == c.WHOSE_TURN
        step: str | None = TURN_BY_STATE.get(case.state, c.HANDLER) if is_by_turn else audience
        while step is not None:
            found = self._found(step, case)
            if found:
                return found
            step = LADDER.get(step)
        for role in LAST_RESORT:
            found = self._present_of(self.holders(role))
            if found:
                return found
        return self.holders(Role.DISPATCHER) or self.holders(Role.ADMINISTRATOR)

    def recipients(self, audiences: tuple[str, ...], case: Addressee) -> list[User]:
        """Return everybody of `audiences`, each once, in the order of the table."""
        found: dict[int, User] = {}
        for audience in audiences:
            for user in self.resolve(audience, case):
                found.setdefault(user.id, user)
        return list(found.values())
