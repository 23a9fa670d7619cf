"""The townships that the portal offers: the shipped table, for its user reads no table."""

from __future__ import annotations

from functools import cache

from caseflow.ground.regions.reference import TownshipRow, shipped_townships


@cache
def townships_offered() -> tuple[TownshipRow, ...]:
    """Return the townships by their codes."""
    return tuple(shipped_townships())


def township_name(code: str | None) -> str:
    """Return the name of a township, "" for none."""
    return next((one.name for one in townships_offered() if one.code == code), "")
