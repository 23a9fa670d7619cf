"""The ordinary course of a case as a row of steps: done, here, ahead or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from caseflow.core.cases.queries.history import Entry
from caseflow.core.cases.states import ENDED, STATE_LABELS, State
from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class CourseStep:
    """One step. `place`: done, here, ahead or skipped."""

    label: str
    place: str
    at: datetime | None = None


_COURSE: tuple[tuple[str, frozenset[State]], ...] = (
    (N_("Registered"), frozenset({State.REGISTERED})),
    (N_("Accepted"), frozenset({State.ACCEPTED})),
    (N_("Assigned"), frozenset({State.ASSIGNED, State.RECEIPTED})),
    (N_("Investigation"), frozenset({State.INVESTIGATING})),
    (
        N_("Rectification"),
        frozenset({State.RECTIFYING, State.REINSPECTING, State.RECTIFIED}),
    ),
    (N_("Sign-off"), frozenset({State.AWAITING_SIGN_OFF})),
    (N_("Reply"), frozenset({State.REPLY_OWED})),
    (N_("Closed"), frozenset({State.CLOSED})),
)
_WITHOUT_PETITION = frozenset({"Registered", "Reply"})


def course_of(
    state: State, history: Sequence[Entry], track: str, has_petition: bool
) -> tuple[CourseStep, ...]:
    """Return the steps of the present round: from the last (re)opening to `state`.

    A case that ended otherwise shows that ending in place of “closed”.
    """
    first_seen = _first_seen(history)
    steps: list[CourseStep] = []
    here = next((i for i, (_label, states) in enumerate(_COURSE) if state in states), len(_COURSE))
    if state in ENDED and state is not State.CLOSED:
        here = len(_COURSE) - 1
    for index, (label, states) in enumerate(_COURSE):
        if not has_petition and label in _WITHOUT_PETITION:
            continue
        at = min((first_seen[s] for s in states if s in first_seen), default=None)
        steps.append(CourseStep(_(label), _place(index, here, at), at))
    if state in ENDED and state is not State.CLOSED:
        steps[-1] = CourseStep(_(STATE_LABELS[state]), "here", history[0].at if history else None)
    return tuple(steps)


def _place(index: int, here: int, at: datetime | None) -> str:
    if index == here:
        return "here"
    if index > here:
        return "ahead"
    return "done" if at is not None else "skipped"


def _first_seen(history: Sequence[Entry]) -> dict[State, datetime]:
    """Return when each state was first reached since the case was last reopened."""
    found: dict[State, datetime] = {}
    for entry in reversed(history):
        if entry.act == "reopen":
            found.clear()
        found.setdefault(entry.to_state, entry.at)
    return found
