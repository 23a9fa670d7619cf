"""Opening and stopping the deadlines that a transition's row names."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import ENDED, State
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.actions import OUTSIDE_THE_HISTORY
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import term_for
from caseflow.core.deadlines.rules import OF_FACTS
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import CallBackTask
from caseflow.core.replies.rules import WAITING
from caseflow.ground import clock
from caseflow.ground.extensions import db

PETITION_CLOCKS = frozenset({"acknowledgement", "reply", "callback", "unsolved"})
"""Clocks of each petition; all others run on the case."""

FIXED_BY = {"rectification": "due_on", "notice": "answer_by"}
"""Clock → the input that sets its day."""

OUTLIVES_THE_CASE = frozenset({"callback", "unsolved", "notice"}) | OF_FACTS
"""A penalty is paid, a seizure ends, whether or not the petition is closed."""

OF_ONE_PETITION = frozenset({("refuse_rehandling", "unsolved")})
"""(transition, clock): stopped by the effect, for the petition named and no other."""


AFTER = {"callback": State.CLOSED, "receipt": State.ASSIGNED}
"""Clock → the only state in which it begins to run."""


def move_clocks(act: Act, after: State) -> None:
    """Stop what the row stops, stop the rest when the case ends, start what the row starts."""
    for name in act.row.stops:
        if (act.row.name, name) not in OF_ONE_PETITION:
            _stop_clock(act, name)
    if after in ENDED and State(act.situation.case.state) not in ENDED:
        _stop_at_end(act, after)
    for name in act.row.starts:
        if AFTER.get(name, after) is not after:
            continue
        start_clock(act, name)


def _stop_clock(act: Act, name: str) -> None:
    """What is told to all complainants of a case meets the clocks of merged petitions too."""
    if name not in PETITION_CLOCKS:
        deadlines.stop_deadlines(act.case, name, act.ended_at, "met", act.seq)
        return
    for petition in _petitions(act):
        stop_for_petition(act, petition, name, act.ended_at)


def stop_for_petition(
    act: Act, petition: Petition, name: str, at: datetime, reason: str = "met"
) -> None:
    """Stop a clock of one petition, be it of this case or of one merged into it."""
    own_case, seq = _home_of(act, petition)
    deadlines.stop_deadlines(own_case, name, at, reason, seq, petition=petition)


def _petitions(act: Act) -> list[Petition]:
    return list(db.session.scalars(select(Petition).where(petitions_of(act.case.id))))


def _home_of(act: Act, petition: Petition) -> tuple[Case, int]:
    """Return the petition's own case, with which its clocks stay, and the act's seq there."""
    if petition.case_id == act.case.id:
        return act.case, act.seq
    return db.session.get_one(Case, petition.case_id), OUTSIDE_THE_HISTORY


def _stop_at_end(act: Act, after: State) -> None:
    """A merged case keeps its petitions' clocks: they are answered through the leading case."""
    running = db.session.scalars(
        select(Deadline.clock)
        .where(Deadline.case_id == act.case.id, Deadline.stopped_at.is_(None))
        .distinct()
    )
    for name in list(running):
        if name in OUTLIVES_THE_CASE or (after is State.MERGED and name in PETITION_CLOCKS):
            continue
        deadlines.stop_deadlines(
            act.case, name, act.ended_at, "superseded" if after is State.MERGED else "met", act.seq
        )


def conditions_of(case: Case) -> tuple[str, ...]:
    """Return what makes a case run by terms of its own (deadlines/rules.py CONDITIONS)."""
    found = {"urgent": case.is_urgent, "exam": case.special_period is not None}
    return tuple(name for name, holds in found.items() if holds)


def start_clock(act: Act, name: str, due_on: date | None = None) -> None:
    """Open the clock `name` for the case, or for each of its petitions."""
    case, start = act.case, act.clocks_from or act.at
    on, conditions = clock.local_date(start), conditions_of(case)
    rule = term_for(name, case.track, case.channel_code, on, conditions)
    if rule is None:
        return
    if name not in PETITION_CLOCKS:
        fixed = act.given.get(FIXED_BY[name]) if name in FIXED_BY else due_on
        deadlines.open_deadline(case, name, rule, start, due_on_override=fixed, event_seq=act.seq)
        return
    for petition in _petitions(act):
        if not _runs_for(act, name, petition):
            continue
        own_case, seq = _home_of(act, petition)
        deadlines.open_deadline(
            own_case,
            name,
            rule,
            start,
            petition=petition,
            due_on_override=_promised(petition, start) if name == "reply" else None,
            event_seq=seq,
        )


def _runs_for(act: Act, name: str, petition: Petition) -> bool:
    """A reply is owed where none stands; a call-back, where the sample asks for one, once."""
    if name == "reply":
        return petition.answered_at is None
    if name == "unsolved":
        return bool(petition.id == act.given.get("petition_id"))
    if name == "callback":
        runs = exists().where(
            Deadline.petition_id == petition.id,
            Deadline.clock == name,
            Deadline.stopped_at.is_(None),
        )
        wanted = select(CallBackTask.id).where(
            CallBackTask.petition_id == petition.id, CallBackTask.state == WAITING, ~runs
        )
        return db.session.scalar(wanted.limit(1)) is not None
    return True


def _promised(petition: Petition, start: datetime) -> date | None:
    """The day promised at registration, unless it is over: a reopened case owes a new reply."""
    promised = petition.promised_on
    return promised if promised is not None and promised > clock.local_date(start) else None
