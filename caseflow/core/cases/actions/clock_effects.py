"""What the steps about deadlines do: extension and its request, suspension, objection."""

from __future__ import annotations

from datetime import date

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect, flushed
from caseflow.core.cases.actions.telling import give_notices
from caseflow.core.cases.clock_guards import named, offered, resumable
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.models import Deadline, ExtensionDecision, ExtensionRequest
from caseflow.ground.extensions import db


def _deadline(act: Act) -> Deadline:
    """Return the deadline that the step names, as the guards found it."""
    clock = named(act.situation)
    assert clock is not None, "a guard asked for it"
    return db.session.get_one(Deadline, clock.id)


def _note_clock(act: Act, deadline: Deadline) -> None:
    """Note which clock it is about; the handling deadline goes without saying."""
    if deadline.clock != "handling":
        act.changes["clock"] = deadline.clock


def _note_move(act: Act, deadline: Deadline, before: date) -> None:
    _note_clock(act, deadline)
    name = "handling_due_on" if deadline.clock == "handling" else "clock_due_on"
    act.changes[name] = [before.isoformat(), deadline.due_on.isoformat()]


def _tell_of_extension(act: Act) -> None:
    if act.given.get("notice_words"):
        act.given.setdefault("reply_way", "phone")
        give_notices(act, "extension")


@effect("extend")
def _extend(act: Act) -> None:
    deadline = _deadline(act)
    before = deadline.due_on
    deadlines.extend(
        deadline,
        act.given["extend_days"],
        at=act.at,
        reason=act.given["reason"],
        actor_id=act.actor_id,
    )
    _note_move(act, deadline, before)
    if act.given.get("decided_by"):
        act.changes["decided_by"] = act.given["decided_by"]
    _tell_of_extension(act)


@effect("ask_extension")
def _ask(act: Act) -> None:
    assert act.actor_id is not None
    deadline, until = _deadline(act), act.given["asked_until"]
    deadlines.amount_until(deadline, until)  # a day that the rule cannot give is refused now
    flushed(
        act,
        "extension_request",
        ExtensionRequest(
            case_id=act.case.id,
            deadline_id=deadline.id,
            asked_at=act.at,
            asked_by_id=act.actor_id,
            reason_code=act.given["extension_reason"],
            reason=act.given["reason"],
            legal_basis=act.given["legal_basis"],
            asked_until=until,
        ),
    )
    _note_clock(act, deadline)
    act.changes["extension_reason"] = act.given["extension_reason"]
    act.changes["legal_basis"] = act.given["legal_basis"]
    act.changes["asked_until"] = [deadline.due_on.isoformat(), until.isoformat()]


def _decide(act: Act, *, is_granted: bool, until: date | None = None) -> None:
    request = act.situation.case.request
    assert request is not None
    assert act.actor_id is not None
    flushed(
        act,
        "extension_decision",
        ExtensionDecision(
            request_id=request.id,
            is_granted=is_granted,
            decided_at=act.at,
            actor_id=act.actor_id,
            decided_by=act.given.get("decided_by") or "",
            reason=act.given.get("reason") or "",
            granted_until=until,
        ),
    )


@effect("grant_extension")
def _grant(act: Act) -> None:
    """The deadline takes as much more as brings it to the day granted; the words are the asker's.

    Asked for in time, it may be granted after the day: the delay is not the asker's.
    """
    facts = act.situation.case.request
    assert facts is not None
    request = db.session.get_one(ExtensionRequest, facts.id)
    deadline = db.session.get_one(Deadline, request.deadline_id)
    before, until = deadline.due_on, act.given.get("granted_until") or request.asked_until
    deadlines.extend(
        deadline,
        deadlines.amount_until(deadline, until),
        at=act.at,
        reason=request.reason,
        actor_id=act.actor_id,
        asked_at=request.asked_at,
    )
    _decide(act, is_granted=True, until=deadline.due_on)
    _note_move(act, deadline, before)
    if act.given.get("decided_by"):
        act.changes["decided_by"] = act.given["decided_by"]
    _tell_of_extension(act)


@effect("refuse_extension")
def _refuse(act: Act) -> None:
    facts = act.situation.case.request
    assert facts is not None
    _note_clock(act, db.session.get_one(Deadline, facts.deadline_id))
    _decide(act, is_granted=False)


@effect("suspend")
def _suspend(act: Act) -> None:
    deadline = _deadline(act)
    deadlines.suspend(
        deadline,
        at=act.at,
        code=act.given["suspension_kind"],
        reason=act.given["reason"],
        document=act.given["document"],
        actor_id=act.actor_id,
    )
    _note_clock(act, deadline)
    act.changes["suspension_kind"] = act.given["suspension_kind"]
    act.changes["document"] = act.given["document"]


@effect("resume")
def _resume(act: Act) -> None:
    stopped = offered(act.situation, resumable)
    is_plain = act.given.get("deadline_id") is None and len(stopped) == 1
    deadline = db.session.get_one(Deadline, stopped[0].id) if is_plain else _deadline(act)
    before = deadline.due_on
    deadlines.resume(deadline, at=act.at, reason=act.given["reason"], actor_id=act.actor_id)
    _note_move(act, deadline, before)


@effect("record_objection")
def _object(act: Act) -> None:
    act.changes["objection_evidence"] = act.given["objection_evidence"]
    act.changes["proposed_unit"] = act.given["proposed_unit"]
