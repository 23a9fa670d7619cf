"""The only reader of the clock. Instants are aware UTC; days are dates in the authority's zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretend(instant: datetime) -> Iterator[None]:
    """Make `now()` answer `instant` (aware) inside the block: for invented demonstration cases."""
    token = _pretended.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def today() -> date:
    """Return today's date in the authority's zone."""
    return now().astimezone(ZONE).date()


def local(instant: datetime) -> datetime:
    """Return `instant` (aware) in the authority's zone."""
    return instant.astimezone(ZONE)


def local_date(instant: datetime) -> date:
    """Return the authority's calendar date at `instant` (aware)."""
    return local(instant).date()


def end_of_day(day: date) -> datetime:
    """Return the last second of `day` in the authority's zone, as aware UTC."""
    return datetime.combine(day, time(23, 59, 59), ZONE).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """Return the first instant of `day` in the authority's zone, as aware UTC."""
    return datetime.combine(day, time(0, 0), ZONE).astimezone(UTC)
