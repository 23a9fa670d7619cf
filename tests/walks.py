"""Random days of an office: cases come and go, people leave and fall ill, units are merged.

Each step is tried as whoever may do it would try it; a refusal is a good answer. After each step
`faults` says which open case nobody answers for.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions import perform, register_petition
from caseflow.core.cases.actions.mending import mend_nobodys
from caseflow.core.cases.models import Case
from caseflow.core.cases.owner import owners_of
from caseflow.core.cases.queries.nobodys import nobodys
from caseflow.core.cases.scope import reaches
from caseflow.core.messages.audience import Directory
from caseflow.core.petitions.models import Petition
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING
from caseflow.desk.handover.actions import HandoverCommand, hand_everything_over, merge_unit
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.absences import add_absence, remove_absence
from caseflow.people.accounts.actions.units import UnitCommand, change_unit
from caseflow.people.accounts.actions.users import (
    UserCommand,
    change_user,
    close_user,
    create_user,
    reopen_user,
)
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.permissions.policy import HANDLERS, Permission, Role
from tests.cast import PASSWORD, unit
from tests.factories import petition_command, word_reply

UNITS = ("squad-1", "squad-2", "squad-3", "enforcement", "police", "town-500233001")
"""Where cases and people go in a walk; squad-3 and, at first, the brigade have no head."""


def people_walks(count: int = 2) -> None:
    """Add a second of each role that cases fall to, and more officers."""
    extra = [(f"o{n}", "officer", f"squad-{n % 3 + 1}") for n in range(count * 2)]
    extra += [("d2", "dispatcher", "dispatch"), ("s2", "supervisor", "legal")]
    extra += [("t2", "township", "town-500233001"), ("a2", "administrator", "bureau")]
    for name, role, code in extra:
        command = UserCommand(name, role, unit(code).id, certificate_number=f"渝-{name}")
        create_user(name, command, PASSWORD, None)


@dataclass
class Walk:
    """One walk: its dice, its own clock, and what was done and refused."""

    seed: int
    now: datetime
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def run(self, steps: int) -> None:
        """Take so many steps; AssertionError names the step after which a case is nobody's."""
        for number in range(steps):
            with clock.pretend(self.now):
                name = self._attempt()
                found = faults()
            assert not found, f"seed {self.seed}, step {number} ({name}): {found}"

    def _attempt(self) -> str:
        """Try one step that finds something to do; returns its name."""
        while True:
            name = self.dice.choice(STEPS)
            try:
                self._do(name)
            except NothingToDo:
                continue
            except CaseflowError:
                self.refused[name] += 1
            else:
                self.done[name] += 1
            return name

    def _do(self, name: str) -> None:
        if name == "mend":
            mend_nobodys()
        else:
            with unit_of_work():
                ACTS[name](self)

    def one(self, rows: Any) -> Any:
        found = list(rows)
        if not found:
            raise NothingToDo
        return self.dice.choice(found)

    def user(self, *roles: Role, is_active: bool = True) -> User:
        wanted = select(User).where(User.is_active.is_(is_active)).order_by(User.id)
        if roles:
            wanted = wanted.where(User.role.in_(roles))
        found: User = self.one(db.session.scalars(wanted))
        return found

    def unit(self) -> Unit:
        return unit(self.dice.choice(UNITS))

    def case(self, *states: str) -> Case:
        wanted = select(Case).where(Case.state.in_(states)).order_by(Case.id)
        found: Case = self.one(db.session.scalars(wanted))
        return found

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def days(self) -> tuple[date, date]:
        first = clock.today() + timedelta(days=self.dice.randrange(-1, 3))
        return first, first + timedelta(days=self.dice.randrange(4))


class NothingToDo(Exception):
    """There is no case or person for this step now."""


def faults() -> list[str]:
    """Return what is wrong with the owners of open cases today; empty if each has some."""
    directory, found = Directory(clock.today()), []
    away = directory.away()
    for case in db.session.scalars(select(Case).where(Case.closed_at.is_(None))):
        owners = owners_of(case, directory)
        ids = [user.id for user in owners]
        if not owners or len(set(ids)) != len(ids):
            found.append(f"{case.number} ({case.state}) has the owners {ids}")
        for user in owners:
            if not user.is_active or user.id in away:
                found.append(f"{case.number} ({case.state}): {user.username} is not there")
            if not reaches(user, Permission.CASE_VIEW, case):
                found.append(f"{case.number} ({case.state}): {user.username} cannot see it")
    found += [f"{row.number}: {row.reasons}" for row in nobodys(clock.today())]
    db.session.rollback()
    return found


def _act(walk: Walk, case: Case, name: str, actor: User, **given: Any) -> None:
    perform(case, name, actor, version=case.version, **given)


def _handler(walk: Walk, case: Case) -> User:
    """Return who has the case, or who owns it, or now and then anybody."""
    if walk.chance(0.1):
        return walk.user(*HANDLERS)
    found: User = walk.one(owners_of(case, Directory(clock.today())))
    return found


def _handing(walk: Walk) -> dict[str, Any]:
    to = walk.unit()
    given: dict[str, Any] = {"unit_id": to.id, "reason": "工作调整。"}
    if walk.chance(0.6):
        people = select(User).where(User.unit_id == to.id).order_by(User.id)
        given["assignee_id"] = walk.one(db.session.scalars(people)).id
    if walk.chance(0.7):
        given["township_reason"] = "属地巡查。"
    return given


def _register(walk: Walk) -> None:
    register_petition(petition_command(), walk.user(Role.OPERATOR, Role.DISPATCHER))


def _give(name: str, *states: str) -> Callable[[Walk], None]:
    def act(walk: Walk) -> None:
        given = _handing(walk)
        if name == "assign" and walk.chance(0.3):
            row = {"unit_id": walk.unit().id, "words": "协助核查。"}
            given["co_tasks"] = [{**row, "due_on": clock.today() + timedelta(days=2)}]
        _act(walk, walk.case(*states), name, walk.user(Role.DISPATCHER), **given)

    return act


def _handle(name: str, *states: str, **given: Any) -> Callable[[Walk], None]:
    def act(walk: Walk) -> None:
        case = walk.case(*states)
        _act(walk, case, name, _handler(walk, case), **given)

    return act


def _supervise(name: str, *states: str, **given: Any) -> Callable[[Walk], None]:
    def act(walk: Walk) -> None:
        _act(walk, walk.case(*states), name, walk.user(Role.SUPERVISOR), **given)

    return act


def _dispatch(name: str, *states: str, **given: Any) -> Callable[[Walk], None]:
    def act(walk: Walk) -> None:
        _act(walk, walk.case(*states), name, walk.user(Role.DISPATCHER), **given)

    return act


def _inspect(walk: Walk) -> None:
    case = walk.case("investigating")
    first, second = walk.user(Role.OFFICER), walk.user(Role.OFFICER)
    visit = {"visited_at": clock.now(), "officer_id": first.id, "second_officer_id": second.id}
    given = {**visit, "findings": "未见违法。", "is_violation": False}
    _act(walk, case, "record_inspection", _handler(walk, case), **given)


def _observe(walk: Walk) -> None:
    case = walk.case("investigating")
    given = {"visited_at": clock.now(), "observer": "网格员", "findings": "已劝阻。"}
    _act(walk, case, "record_observation", _handler(walk, case), **given)


def _reply(walk: Walk) -> None:
    case = walk.case("reply_owed")
    petition = select(Petition.id).where(
        Petition.case_id == case.id, Petition.answered_at.is_(None)
    )
    _act(walk, case, "draft_reply", walk.user(Role.OPERATOR))
    word_reply(case)
    _act(walk, case, "propose_reply", walk.user(Role.OPERATOR))
    _act(walk, case, "approve_reply", walk.user(Role.SUPERVISOR))
    given = {"petition_id": db.session.scalar(petition), "proof_words": "EMS 1234567890123"}
    _act(walk, case, "reply", walk.user(Role.OPERATOR), reply_way="letter", **given)


def _merge(walk: Walk) -> None:
    case, lead = walk.case("accepted", "assigned", "receipted"), walk.case(*OPEN_LATER)
    given = {"target_number": lead.number, "reason": "同一事项。"}
    _act(walk, case, "merge", walk.user(Role.DISPATCHER), **given)


def _undo(walk: Walk) -> None:
    """Mostly whoever did the latest act of a case takes it back; now and then somebody else."""
    case = walk.one(db.session.scalars(select(Case).order_by(Case.id)))
    acted = select(User).join(CaseEvent, CaseEvent.actor_id == User.id)
    latest = acted.where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq.desc()).limit(1)
    actor = db.session.scalar(latest) if walk.chance(0.9) else None
    _act(walk, case, "undo", actor or walk.user())


def _add_task(walk: Walk) -> None:
    case = walk.case("accepted", "assigned", "receipted", "investigating")
    due_on = clock.today() + timedelta(days=walk.dice.randrange(-1, 4))
    given = {**_handing(walk), "words": "协助核查。", "due_on": due_on}
    given = {name: value for name, value in given.items() if "reason" not in name}
    _act(walk, case, "add_task", walk.user(Role.DISPATCHER), **given)


def _task(name: str, **given: Any) -> Callable[[Walk], None]:
    def act(walk: Walk) -> None:
        running = select(CaseTask).where(CaseTask.state.in_(RUNNING)).order_by(CaseTask.id)
        task = walk.one(db.session.scalars(running))
        actor = walk.user(Role.OFFICER, Role.TOWNSHIP, Role.DISPATCHER)
        case = db.session.get_one(Case, task.case_id)
        _act(walk, case, name, actor, task_id=task.id, **given)

    return act


def _fall_ill(walk: Walk) -> None:
    person = walk.user()
    stand_in = walk.user(Role(person.role)) if walk.chance(0.8) else walk.user()
    add_absence(person.id, *walk.days(), stand_in.id, walk.user(Role.ADMINISTRATOR))


def _come_back(walk: Walk) -> None:
    absence = walk.one(db.session.scalars(select(Absence).order_by(Absence.id)))
    remove_absence(absence, walk.user(Role.ADMINISTRATOR))


def _close(walk: Walk) -> None:
    close_user(walk.user(), walk.user(Role.ADMINISTRATOR))


def _leave(walk: Walk) -> None:
    leaver = walk.user()
    colleagues = select(User).where(User.role == leaver.role, User.id != leaver.id)
    to = None
    if walk.chance(0.9):
        to = walk.one(db.session.scalars(colleagues.order_by(User.id))).id
    actor = walk.user(Role.ADMINISTRATOR, Role.SUPERVISOR)
    hand_everything_over(leaver, HandoverCommand(to, "调离。"), actor)
    close_user(leaver, walk.user(Role.ADMINISTRATOR))


def _reopen_user(walk: Walk) -> None:
    reopen_user(walk.user(is_active=False), None)


def _hire(walk: Walk) -> None:
    names = db.session.scalars(select(User.id)).all()
    role = walk.dice.choice(("officer", "officer", "township", "dispatcher", "supervisor"))
    code = {"officer": walk.dice.choice(UNITS[:4]), "township": "town-500233001"}.get(role, "legal")
    home = unit(code)
    command = UserCommand(f"新{len(names)}", role, home.id, certificate_number="渝-新")
    create_user(f"new{len(names)}", command, PASSWORD, None)


def _move(walk: Walk) -> None:
    person = walk.user(*HANDLERS)
    role = person.role if walk.chance(0.6) else walk.dice.choice(list(Role)).value
    command = UserCommand(person.display_name, role, walk.unit().id)
    change_user(person, command, person.version, walk.user(Role.ADMINISTRATOR))


def _units_changed(**changes: Any) -> Callable[[Walk], None]:
    def act(walk: Walk) -> None:
        changed = walk.unit()
        present = UnitCommand(
            changed.name,
            changed.name_en,
            changed.kind,
            changed.parent_id,
            changed.head_id,
            changed.is_active,
        )
        made = {name: value(walk) if callable(value) else value for name, value in changes.items()}
        admin = walk.user(Role.ADMINISTRATOR)
        change_unit(changed, replace(present, **made), changed.version, admin)

    return act


def _merge_unit(walk: Walk) -> None:
    merge_unit(walk.unit(), walk.unit(), "机构改革。", walk.user(Role.ADMINISTRATOR))


def _day_passes(walk: Walk) -> None:
    walk.now += timedelta(days=walk.dice.randrange(1, 3))


def _minutes_pass(walk: Walk) -> None:
    walk.now += timedelta(minutes=walk.dice.randrange(1, 50))


OPEN_LATER = ("accepted", "assigned", "receipted", "investigating")
_REASON = {"reason": "如此。"}

ACTS: dict[str, Callable[[Walk], None]] = {
    "register": _register,
    "accept": _dispatch("accept", "registered"),
    "assign": _give("assign", "accepted"),
    "receipt": _handle("receipt", "assigned"),
    "start": _handle("start_investigation", "receipted"),
    "inspect": _inspect,
    "observe": _observe,
    "submit": _handle("submit_for_sign_off", "investigating", conclusion="unfounded", words="毕。"),
    "sign_off": _supervise("sign_off", "awaiting_sign_off"),
    "rework": _supervise("return_for_rework", "awaiting_sign_off", **_REASON),
    "reply": _reply,
    "reopen": _supervise("reopen", "closed", "withdrawn", **_REASON),
    "return": _handle(
        "return_to_dispatcher", "assigned", "receipted", return_reason="not-competent", **_REASON
    ),
    "reassign": _give("reassign", "assigned", "receipted", "investigating"),
    "hand_over": _give("hand_over", "assigned", "investigating", "awaiting_sign_off", "reply_owed"),
    "merge": _merge,
    "split": _dispatch("split", "merged", **_REASON),
    "undo": _undo,
    "add_task": _add_task,
    "receive_task": _task("receive_task"),
    "answer_task": _task("answer_task", words="已核查。"),
    "return_task": _task("return_task", **_REASON),
    "withdraw_task": _task("withdraw_task", **_REASON),
    "fall_ill": _fall_ill,
    "come_back": _come_back,
    "close": _close,
    "leave": _leave,
    "reopen_user": _reopen_user,
    "hire": _hire,
    "move": _move,
    "no_head": _units_changed(head_id=None),
    "new_head": _units_changed(head_id=lambda walk: walk.user(*HANDLERS).id),
    "close_unit": _units_changed(is_active=False),
    "open_unit": _units_changed(is_active=True),
    "merge_unit": _merge_unit,
    "day_passes": _day_passes,
    "minutes_pass": _minutes_pass,
}
_OFTEN = ("accept", "assign", "assign", "receipt", "receipt", "start", "inspect", "submit")
_MORE = ("inspect", "submit", "leave", "fall_ill", "undo", "undo", "merge", "split", "add_task")
STEPS = (*ACTS, "mend", "register", *_OFTEN, *_OFTEN, *_OFTEN, *_MORE)
"""What a step may be; what carries cases on comes more often."""
