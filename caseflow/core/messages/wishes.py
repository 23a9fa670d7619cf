"""What a person wishes of their messages, within what duty allows: ways, quiet hours, morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from caseflow.core.messages.catalogue import CATALOGUE, EMAIL, SMS
from caseflow.core.messages.models import MessageWishes
from caseflow.ground import clock
from caseflow.ground.extensions import db

REFUSABLE = (EMAIL, SMS)
"""Ways that a person may switch off for what is not duty; the inbox never."""

DIGEST_TIMES = ("07:00", "07:30", "08:00", "08:30", "09:00", "09:30", "10:00", "11:00")
"""From which the time of the digest is chosen: it is of use in the morning only."""
DEFAULT_DIGEST = "08:30"


@dataclass(frozen=True, slots=True)
class Wishes:
    """`quiet`: local hours from which, to which nothing goes out that is not urgent; None: never.

    They may go over midnight: (22, 7).
    """

    refused: frozenset[tuple[str, str]] = frozenset()
    """Pairs of kind and channel."""
    quiet: tuple[int, int] | None = None
    digest_at: str = DEFAULT_DIGEST

    def takes(self, kind: str, channel: str) -> bool:
        """Return whether a message of this kind may go out to the person by this way."""
        return CATALOGUE[kind].is_duty or (kind, channel) not in self.refused

    def not_before(self, at: datetime, *, is_urgent: bool) -> datetime:
        """Return `at`, or the end of the quiet hours in which it lies."""
        if self.quiet is None or is_urgent:
            return at
        first, last = self.quiet
        local = clock.local(at)
        is_quiet = (
            first <= local.hour < last
            if first < last
            else (local.hour >= first or local.hour < last)
        )
        if not is_quiet:
            return at
        day = local.date() + timedelta(days=1 if first > last and local.hour >= first else 0)
        return datetime.combine(day, time(last), clock.ZONE).astimezone(UTC)


NONE = Wishes()


def refusable() -> list[str]:
    """Return the kinds of the catalogue that go out of the house and are not duty."""
    return [
        row.kind
        for row in CATALOGUE.values()
        if not row.is_duty and set(row.channels) & set(REFUSABLE)
    ]


def all_wishes() -> Sequence[MessageWishes]:
    """Return the rows of everybody who has any: as many as people, at most."""
    return db.session.scalars(select(MessageWishes)).all()


def wishes_of(row: MessageWishes | None) -> Wishes:
    """Return the wishes of a row; None: nothing was chosen."""
    if row is None:
        return NONE
    quiet = (row.quiet_from, row.quiet_to)
    return Wishes(
        refused=frozenset((kind, channel) for kind, channel in row.refused),
        quiet=quiet if None not in quiet and quiet[0] != quiet[1] else None,  # type: ignore[arg-type]
        digest_at=row.digest_at,
    )


def keep_wishes(user_id: int, wishes: Wishes) -> None:
    """Keep what a person chose; what duty forbids to refuse is left out. Never commits."""
    allowed = {(kind, channel) for kind in refusable() for channel in REFUSABLE}
    row = db.session.get(MessageWishes, user_id)
    if row is None:
        row = MessageWishes(user_id=user_id)
        db.session.add(row)
    row.refused = sorted([kind, channel] for kind, channel in wishes.refused & allowed)
    row.quiet_from, row.quiet_to = wishes.quiet or (None, None)
    row.digest_at = wishes.digest_at if wishes.digest_at in DIGEST_TIMES else DEFAULT_DIGEST
    db.session.flush()
