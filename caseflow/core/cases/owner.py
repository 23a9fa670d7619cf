"""Who answers for an open case now: one definition, by the state it is in. Pure but for people.

The same audiences and the same ladder as for messages (core/messages/audience.py): whoever is told
that something is late is whoever owns it, and that is never nobody.
"""

from __future__ import annotations

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.messages import catalogue as c
from caseflow.core.messages.actions import addressee_of
from caseflow.core.messages.audience import Directory
from caseflow.people.accounts.models import User

ANSWERS: dict[State, str] = {
    State.REGISTERED: c.DUTY_DISPATCHER,
    State.ACCEPTED: c.DUTY_DISPATCHER,
    State.ASSIGNED: c.HANDLER,
    State.RECEIPTED: c.HANDLER,
    State.INVESTIGATING: c.HANDLER,
    State.RECTIFYING: c.HANDLER,
    State.REINSPECTING: c.HANDLER,
    State.RECTIFIED: c.HANDLER,
    State.AWAITING_SIGN_OFF: c.SUPERVISORS,
    State.REPLY_OWED: c.HANDLER,
}
"""Open state → the audience that owns a case in it. A handler is the person to whom it is
assigned, else who stands in, else the head of the unit or of the nearest one above, else the
dispatcher on duty."""


def owners_of(case: Case, directory: Directory) -> list[User]:
    """Return who answers for an open case on the directory's day; never nobody."""
    return directory.resolve(ANSWERS[State(case.state)], addressee_of(case))
