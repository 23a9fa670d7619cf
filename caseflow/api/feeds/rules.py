"""What a personal calendar feed holds, and how iCalendar writes it. Pure.

Source: RFC 5545 (iCalendar), 3.1 lines and folding, 3.3.11 text, 3.6.1 events, 3.8.7.4 sequence.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from caseflow.people.permissions.policy import Role

AHEAD_DAYS = 60
MOST_EVENTS = 500
"""The nearest; a calendar with more helps nobody."""
TOUCH = timedelta(minutes=10)
FRESH_S = 900
PER_ADDRESS = "60 per hour"
"""Programs ask every quarter of an hour at most; several may sit behind one address."""

WATCHED: dict[str, tuple[str, ...]] = {
    Role.SUPERVISOR: ("sign_off",),
    Role.DISPATCHER: ("acknowledgement", "objection"),
}
"""Role → clocks that are its turn in every case of its reach, whoever the case is assigned to."""
SEES_ALL_LATE = frozenset({Role.SUPERVISOR})
"""Roles whose feed also holds whatever is late within their reach."""


@dataclass(frozen=True, slots=True)
class DueEvent:
    """A due day. `revision` grows with each move of the deadline; `changed_at` is its last."""

    deadline_id: int
    on: date
    summary: str
    description: str
    place: str
    link: str
    revision: int
    changed_at: datetime


def new_token() -> str:
    """Return a secret of 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def calendar_text(name: str, domain: str, events: Sequence[DueEvent]) -> str:
    """Return the calendar as iCalendar has it: lines of 75 octets at most, ended by CR LF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//caseflow//due days//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in events:
        lines += _event_lines(event, domain)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)


def _event_lines(event: DueEvent, domain: str) -> list[str]:
    found = [
        "BEGIN:VEVENT",
        f"UID:deadline-{event.deadline_id}@{domain}",
        f"DTSTAMP:{_instant(event.changed_at)}",
        f"LAST-MODIFIED:{_instant(event.changed_at)}",
        f"SEQUENCE:{event.revision}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(event.summary)}",
        f"DESCRIPTION:{escaped(event.description)}",
        f"URL:{event.link}",
        "TRANSP:TRANSPARENT",
        "CLASS:CONFIDENTIAL",
    ]
    if event.place:
        found.append(f"LOCATION:{escaped(event.place)}")
    return [*found, "END:VEVENT"]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return text as a value: what separates values is marked, line ends become \\n."""
    for plain, marked in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, marked)
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """Return a line broken into pieces of 75 octets at most, no character cut in two."""
    pieces, piece, room = [], "", 75
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", 74  # The blank at its beginning counts.
        piece += char
        room -= size
    return "\r\n ".join([*pieces, piece])
