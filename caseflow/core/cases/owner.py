"""Who answers for an open case now: whose turn it is, by its state. Pure but for people.

The same audiences and the same ladder as for messages (core/messages/audience.py): whoever is told
that something is late is whoever owns it, and that is never nobody.
"""

from __future__ import annotations

from caseflow.core.cases.models import Case
from caseflow.core.messages import catalogue as c
from caseflow.core.messages.actions import addressee_of
from caseflow.core.messages.audience import TURN_BY_STATE, Directory
from caseflow.people.accounts.models import User


def owners_of(case: Case, directory: Directory) -> list[User]:
    """Return who answers for an open case on the directory's day; never nobody."""
    return directory.resolve(c.WHOSE_TURN, addressee_of(case))


def is_with_handler(case: Case) -> bool:
    """Return whether it is the handler of an open case, or who stands in, who answers for it."""
    return case.state not in TURN_BY_STATE
