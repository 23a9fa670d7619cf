"""Who does not inspect which source (回避): adding and ending. Never commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import or_, select

from caseflow.core.plans.models import Recusal
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class RecusalCommand:
    """An officer, a source, why, and the days; both are included."""

    officer_id: int
    source_id: int
    reason: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """A recusal with its names."""

    id: int
    officer: str
    source: str
    reason: str
    from_on: date
    to_on: date | None


def add_recusal(command: RecusalCommand, actor: User) -> Recusal:
    """Record a recusal. Raises BadInput."""
    if not command.reason.strip():
        raise BadInput(_("Say why the officer is recused."))
    if command.to_on is not None and command.to_on < command.from_on:
        raise BadInput(_("The last day lies before the first."))
    row = Recusal(**asdict(command), created_at=clock.now(), created_by_id=actor.id)
    db.session.add(row)
    db.session.flush()
    return row


def end_recusal(recusal_id: int) -> None:
    """End a recusal with yesterday; past draws keep it in their inputs. Raises NotVisible."""
    row = db.session.get(Recusal, recusal_id)
    if row is None:
        raise NotVisible(_("There is no such entry."))
    row.to_on = clock.today() - timedelta(days=1)
    db.session.flush()


def recusal_rows() -> list[RecusalRow]:
    """Return the recusals that hold today or later; one statement."""
    rows = db.session.execute(
        select(
            Recusal.id, User.display_name, PollutionSource.name,
            Recusal.reason, Recusal.from_on, Recusal.to_on,
        )
        .join(User, User.id == Recusal.officer_id)
        .join(PollutionSource, PollutionSource.id == Recusal.source_id)
        .where(or_(Recusal.to_on.is_(None), Recusal.to_on >= clock.today()))
        .order_by(PollutionSource.name, Recusal.id)
    )  # fmt: skip
    return [RecusalRow(*row) for row in rows]
