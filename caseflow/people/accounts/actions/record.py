"""Writing down what was done to an account or a unit."""

from __future__ import annotations

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.events import ACTS
from caseflow.people.accounts.models import AccountEvent, User


def record(act: str, actor: User | None, *, user_id: int | None = None, words: str = "") -> None:
    """Append one account event; `actor` None means the command line or the program. No commit."""
    assert act in ACTS
    db.session.add(
        AccountEvent(
            at=clock.now(),
            actor_id=actor.id if actor else None,
            user_id=user_id,
            act=act,
            words=words,
        )
    )
    db.session.flush()
