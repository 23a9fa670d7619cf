"""Writing down what was done to an account or a unit, and holding its row meanwhile."""

from __future__ import annotations

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.events import ACTS
from caseflow.people.accounts.models import AccountEvent, Unit, User


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


def lock_row(row: User | Unit) -> None:
    """Read the row anew and hold it until the commit: of two who save at once, one is told so."""
    db.session.refresh(row, with_for_update=True)
