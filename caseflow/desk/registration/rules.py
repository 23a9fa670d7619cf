"""What the registration page proposes and demands. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MATTERS = frozenset({"report", "petition"})
"""Tracks that are about something somewhere: they need a place and a category."""

TALK_TRACKS = ("report", "petition", "consultation", "suggestion")
REPLY_NEEDS = {
    "phone": "phone",
    "sms": "phone",
    "letter": "person_address",
    "email": "person_address",
}
"""Way of reply → the field without which nobody can answer that way."""

UNTYPED = frozenset({"identity", "reply_way", "track", "channel"})
"""Fields of the call screen that have a value before anything is typed."""


def has_content(fields: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a page holds anything typed or a call, beyond the choices it begins with."""
    return any(
        value.strip() for name, values in fields.items() if name not in UNTYPED for value in values
    )


def is_phone(digits: str) -> bool:
    """Return whether these digits can be a telephone number: local, with area code, or mobile."""
    return 7 <= len(digits) <= 15
