"""How far a petition has come, in four steps that anybody understands. Pure."""

from __future__ import annotations

from caseflow.core.cases.states import State
from caseflow.ground.i18n import N_

STEPS: tuple[tuple[str, frozenset[State]], ...] = (
    (N_("Received"), frozenset({State.REGISTERED})),
    (N_("Taken on"), frozenset({State.ACCEPTED, State.ASSIGNED})),
    (
        N_("Handled and checked"),
        frozenset(
            {
                State.RECEIPTED,
                State.INVESTIGATING,
                State.RECTIFYING,
                State.REINSPECTING,
                State.RECTIFIED,
                State.AWAITING_SIGN_OFF,
                State.REPLY_OWED,
                State.MERGED,
            }
        ),
    ),
    (N_("Answered"), frozenset({State.CLOSED})),
)

OFF_THE_COURSE = frozenset(State) - frozenset().union(*(states for _label, states in STEPS))
"""States in which a petition ended before it could be handled here."""


def course_of(state: State) -> list[tuple[str, str]]:
    """Return (step, done, here or ahead) for each step; empty where there is no course to show."""
    here = next((place for place, (_label, s) in enumerate(STEPS) if state in s), None)
    if here is None:
        return []
    is_over = here == len(STEPS) - 1
    return [
        (label, "done" if place < here or is_over else "here" if place == here else "ahead")
        for place, (label, _states) in enumerate(STEPS)
    ]
