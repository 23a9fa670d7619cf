"""Every cell of state × transition × role, generated from the tables, on both databases.

What must happen is worked out here from the tables alone; what does happen is `perform`'s. A guard
that refuses a cell whose state and right would allow it stands in GUARDED with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions import perform
from caseflow.core.cases.lifecycle import TRANSITIONS, Transition
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.steps import NextSteps, next_steps
from caseflow.core.cases.states import State
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import term_for
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import POLICY, Permission, Role, Scope
from tests.cast import make_cast, present_cast, unit
from tests.factories import WAYS, case_in, given_for

DONE, REFUSED, FORBIDDEN, UNSEEN = "done", "refused", "forbidden", "unseen"

PERSONS = {
    "operator": "olga",
    "dispatcher": "dong",
    "officer": "farid",
    "officer of another squad": "zoe",
    "supervisor": "sunil",
    "township": "tian",
    "leader": "lena",
    "publisher": "pia",
    "auditor": "aude",
    "administrator": "adam",
    "reward_officer": "rita",
}

_NOT_RETURNED = "The case has not been returned, so there is nothing to rule on."
_NO_SOURCE = "The pollution source is not known yet: link the case to its file first."
_REACHABLE = "Every petition here left a way to answer: a reply is owed."
_NOT_CONSULTATION = "Only a consultation can be answered at once."
_NO_INSPECTION = "No inspection has been recorded yet."
_OPEN_ORDER = "A rectification order is still open: it needs a passed re-inspection first."
_NOT_SUSPENDED = "No deadline is suspended."
_NOT_EXTENDABLE = "No deadline is running that can be extended."
_NOT_STOPPABLE = "No deadline is running that can be suspended."
_NOT_ASKED = "Nobody has asked for more time."
_NOT_SENT = "The petition was not sent by another authority: there is nothing to object to."
_NO_OBJECTION = "No objection awaits the sender's answer."
_NO_FACT = "No fact of a penalty or transfer is recorded here."
_NOT_UNDOABLE = "The latest act cannot be undone."
_NO_NOTICE = "No supervision notice waits for an answer."
_NO_ANSWER = "No answer to a supervision notice waits to be judged."
_JUDGING = ("accept_answer", "return_answer")
_NOTHING_TOLD = "Nothing was told to a complainant yet that could be proven."
_NOT_DRAFTED = "No reply has been drafted yet: draft it and have it approved."
_NOT_REPLIED = "No petition of this case has its reply yet."
_NOT_UNSOLVED = "No complainant of this case says that the matter is not solved."
_NO_MATTER = "Only a petition matter has a review and a re-check."
_NOT_MINE = "Only the person who did the latest act can undo it."

_NOT_IMPORTED = "Only a case that an import brought in and nobody worked on since can be voided."

_OPEN = [
    "registered", "accepted", "assigned", "receipted", "investigating", "rectifying",
    "reinspecting", "rectified", "awaiting_sign_off", "reply_owed",
]  # fmt: skip

_NO_TASK = "No task is open in this case."
_NO_OWN_TASK = "No task of your unit is open in this case."
_NO_NEW_TASK = "No task of your unit waits to be received."
_NOT_JOINT = "The case is not marked for joint handling."

GUARDED: dict[tuple[str, str], str] = {
    ("registered", "answer_at_once"): _NOT_CONSULTATION,
    ("accepted", "rule_competence"): _NOT_RETURNED,
    ("registered", "void_import"): _NOT_IMPORTED,
    ("closed", "void_import"): _NOT_IMPORTED,
    ("rectifying", "reassign"): _OPEN_ORDER,
    ("reinspecting", "reassign"): _OPEN_ORDER,
    ("investigating", "order_rectification"): _NO_SOURCE,
    ("investigating", "submit_for_sign_off"): _NO_INSPECTION,
    ("reply_owed", "record_no_way_back"): _REACHABLE,
    ("reply_owed", "close_answered"): "A petition of this case still awaits its reply.",
    ("merged", "acknowledge"): "No notice of acceptance is owed any more.",
    **{
        ("closed", name): _NO_MATTER
        for name in ("record_recheck", "ask_review", "record_review", "refuse_review")
    },
    **{(state, "prove_delivery"): _NOTHING_TOLD for state in [*_OPEN, "merged", "void"]},
    **{
        ("reply_owed", name): _NOT_DRAFTED
        for name in ("propose_reply", "approve_reply", "send_back_reply", "reply")
    },
    **{("reply_owed", name): _NOT_REPLIED for name in ("rate", "report_unsolved")},
    **{
        ("closed", name): _NOT_UNSOLVED
        for name in ("rehandle", "propose_refusal", "refuse_rehandling")
    },
    **{
        (state, name): reason
        for state in ("registered", "closed")
        for name, reason in {
            "extend": _NOT_EXTENDABLE,
            "ask_extension": _NOT_EXTENDABLE,
            "suspend": _NOT_STOPPABLE,
        }.items()
    },
    ("registered", "record_objection"): _NOT_SENT,
    ("registered", "objection_agreed"): _NO_OBJECTION,
    ("registered", "objection_refused"): _NO_OBJECTION,
    **{(state, "resume"): _NOT_SUSPENDED for state in [*_OPEN, "closed"]},
    **{(state, "grant_extension"): _NOT_ASKED for state in [*_OPEN, "closed"]},
    **{(state, "refuse_extension"): _NOT_ASKED for state in [*_OPEN, "closed"]},
    **{(state, "void_enforcement_fact"): _NO_FACT for state in [*_OPEN, "closed"]},
    ("investigating", "record_observation"): (
        "Only a township records a look at the place; officers record an inspection."
    ),
    **{(state, "resume"): _NOT_SUSPENDED for state in _OPEN},
    **{(state, "withdraw_task"): _NO_TASK for state in _OPEN},
    **{(state, "hand_over_task"): _NO_TASK for state in _OPEN},
    **{(state, "answer_task"): _NO_OWN_TASK for state in _OPEN},
    **{(state, "return_task"): _NO_OWN_TASK for state in _OPEN},
    **{(state, "receive_task"): _NO_NEW_TASK for state in _OPEN},
    **{(state, "end_joint"): _NOT_JOINT for state in _OPEN},
    **{(state, "record_minutes"): _NOT_JOINT for state in _OPEN},
    **{(str(state), "answer_notice"): _NO_NOTICE for state in State},
    **{(str(state), act): _NO_ANSWER for state in State for act in _JUDGING},
}
"""(state, transition) → why it is refused to everyone who has the right, in these cases."""

UNDOABLE_BY = {
    "assigned": "dispatcher",
    "receipted": "officer",
    "investigating": "officer",
    "reinspecting": "officer",
    "awaiting_sign_off": "officer",
    "merged": "dispatcher",
}
"""State → whose latest act brought the case there and may be taken back by that person."""


@dataclass
class Trial:
    """One case, brought to its state once; each cell is tried on it and rolled back."""

    case_id: int
    people: dict[str, int]
    givens: dict[str, dict[str, Any]]
    failures: list[str]
    offered: dict[str, NextSteps]
    """The buttons that each person sees; the same for every cell, for none leaves anything."""
    before: tuple[Any, ...]
    """State, version, acts and messages; the same before and after every cell."""


def prepare(state: str) -> Trial:
    with unit_of_work():
        make_cast()
    case, target = case_in(state), case_in("accepted")
    cast = present_cast()
    givens = {
        name: {"target_number": target.number, "reason": "同一工地的投诉。"}
        if name in {"merge", "join"}
        else given_for(name, case, cast)
        for name, row in TRANSITIONS.items()
        if row.froms != (None,)  # the others make a case: there is none to try them on
    }
    people = {label: getattr(cast, name).id for label, name in PERSONS.items()}
    return Trial(case.id, people, givens, [], {}, standing(case.id))


def holds(role: Role, permission: Permission, case: Case, person: User) -> bool:
    """Work out from the policy whether this right reaches this case."""
    scope = POLICY[permission].get(role)
    if scope is Scope.COUNTY:
        return True
    is_own = case.assignee_id == person.id
    return is_own if scope is Scope.OWN else scope is Scope.UNIT and case.unit_id == person.unit_id


def expected(state: str, row: Transition, label: str, case: Case, person: User) -> tuple[str, str]:
    """Return what must happen, and the reason if a guard refuses."""
    role = Role(person.role)
    is_handed_over = row.permission is Permission.CASE_HAND_OVER
    is_right = holds(role, row.permission, case, person)
    if not holds(role, Permission.CASE_VIEW, case, person) and not (is_handed_over and is_right):
        return UNSEEN, ""
    if not is_right:
        return FORBIDDEN, ""
    if state not in row.froms:
        return REFUSED, "This step is not possible in the present state of the case."
    if row.name == "undo":
        if state not in UNDOABLE_BY:
            return REFUSED, _NOT_UNDOABLE
        return (DONE, "") if UNDOABLE_BY[state] == label else (REFUSED, _NOT_MINE)
    reason = GUARDED.get((state, row.name))
    return (REFUSED, reason) if reason else (DONE, "")


def standing(case_id: int) -> tuple[Any, ...]:
    case = db.session.get_one(Case, case_id)
    return (case.state, case.version, *counts(case_id))


def counts(case_id: int) -> tuple[int, int]:
    acts = db.session.scalar(select(func.count()).where(CaseEvent.case_id == case_id))
    messages = db.session.scalar(select(func.count(OutboxMessage.id)))
    return acts or 0, messages or 0


def running(case_id: int) -> set[str]:
    return set(
        db.session.scalars(
            select(Deadline.clock).where(Deadline.case_id == case_id, Deadline.stopped_at.is_(None))
        )
    )


def attempt(trial: Trial, row: Transition, person: User, case: Case) -> tuple[str, list[str]]:
    try:
        perform(case, row.name, person, version=case.version, **trial.givens[row.name])
    except Refused as error:
        return REFUSED, list(error.reasons)
    except NotPermitted:
        return FORBIDDEN, []
    except NotVisible:
        return UNSEEN, []
    return DONE, []


def faults_of_done(row: Transition, case: Case, person: User, before: tuple[Any, ...]) -> list[str]:
    """Return what a step that was done did not do."""
    state, version, acts, _messages = before
    event = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq.desc())
    ).first()
    assert event is not None
    clocks = running(case.id)
    found = []
    if case.version != version + 1:
        found.append("the version did not go up by one")
    if counts(case.id)[0] != acts + 1 or event.act != row.name or event.actor_id != person.id:
        found.append("not exactly one history row of the act and the person")
    if (event.from_state, event.to_state) != (state, case.state):
        found.append(f"the history row says {event.from_state} → {event.to_state}")
    if row.to is not None and case.state not in {row.to, row.or_to}:
        found.append(f"the state is {case.state}")
    if row.to is None and row.name not in {"undo", "split"} and case.state != state:
        found.append(f"the state moved to {case.state}")
    on = clock.local_date(event.at)
    for name in row.starts:
        is_due = term_for(name, case.track, case.channel_code, on) is not None
        if is_due and name not in clocks and (name != "callback" or case.state == State.CLOSED):
            found.append(f"the clock {name} does not run")
    found += [f"the clock {n} still runs" for n in row.stops if n in clocks and n not in row.starts]
    return found


def button_fault(steps: NextSteps, row: Transition, outcome: str) -> str | None:
    offered = steps.can(row.name)
    if offered and outcome != DONE:
        return "the button is there, but the step is not possible"
    if not offered and outcome == DONE and row.has_button:
        return "the step is possible, but there is no button"
    return None


def try_cell(trial: Trial, state: str, row: Transition, label: str) -> None:
    case, person = (
        db.session.get_one(Case, trial.case_id),
        db.session.get_one(User, trial.people[label]),
    )
    wanted, reason = expected(state, row, label, case, person)
    found = []
    if wanted is not UNSEEN:
        if label not in trial.offered:
            trial.offered[label] = next_steps(case, person)
        found.append(button_fault(trial.offered[label], row, wanted))
    outcome, reasons = attempt(trial, row, person, case)
    if outcome != wanted or (reason and reason not in reasons):
        found.append(f"{outcome} {reasons}, not {wanted} {reason}")
    elif outcome == DONE:
        found += faults_of_done(row, case, person, trial.before)
    if outcome in {DONE, REFUSED}:  # the version of the case is taken before the guards are asked
        db.session.rollback()
    elif db.session.new or db.session.dirty or db.session.deleted:
        found.append("something was changed before it was forbidden")
    if outcome == DONE and standing(trial.case_id) != trial.before:
        found.append("something stayed after the roll-back")
    trial.failures += [f"{state} × {row.name} × {label}: {fault}" for fault in found if fault]


def test_the_cells_are_all_there() -> None:
    assert set(WAYS) == {str(state) for state in State}
    assert len(set(PERSONS.values())) == len(PERSONS)
    assert {"officer" if label.startswith("officer") else label for label in PERSONS} == set(Role)


@pytest.mark.parametrize("state", WAYS)
def test_every_step_by_every_role(db_session: Any, state: str) -> None:
    trial = prepare(state)
    with force_locale("en"):
        for name in trial.givens:
            for label in PERSONS:
                try_cell(trial, state, TRANSITIONS[name], label)
    assert not trial.failures, "\n".join(trial.failures)


def test_the_stranger_is_of_another_unit(db_session: Any) -> None:
    with unit_of_work():
        make_cast()
    assert present_cast().zoe.unit_id == unit("squad-2").id
    assert case_in("assigned").unit_id == unit("squad-1").id
