"""Giving out the address of a feed, revoking it, and knowing the one that comes in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from caseflow.api.feeds.models import CalendarFeed
from caseflow.api.feeds.rules import TOUCH, new_token, token_hash
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """An address that was given out once. `user` is None where it opens nothing any more."""

    id: int
    user: User | None
    is_to_be_touched: bool


def make_address(user: User) -> str:
    """Give the person a new address, the earlier ones revoked; return its token, this once."""
    revoke_all(user)
    token = new_token()
    db.session.add(
        CalendarFeed(user_id=user.id, token_hash=token_hash(token), created_at=clock.now())
    )
    db.session.flush()
    return token


def revoke_all(user: User) -> int:
    """Let no address of the person open anything any more; return how many did."""
    ended = db.session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.user_id == user.id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def known_feed(token: str) -> KnownFeed | None:
    """Return the feed of a token, or None if there never was such an address."""
    found = db.session.execute(
        select(CalendarFeed, User)
        .join(User, User.id == CalendarFeed.user_id)
        .where(CalendarFeed.token_hash == token_hash(token))
    ).first()
    if found is None:
        return None
    feed, user = found
    is_good = feed.revoked_at is None and user.is_active
    is_old = feed.last_used_at is None or feed.last_used_at < clock.now() - TOUCH
    return KnownFeed(feed.id, user if is_good else None, is_old)


def touch(feed_id: int) -> None:
    """Note that the address was used."""
    db.session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.id == feed_id)
        .values(last_used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
