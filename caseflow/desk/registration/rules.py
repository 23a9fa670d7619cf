"""What the registration page proposes and demands. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

SUBJECT_LENGTH = 40
"""Characters of a proposed subject: what fits on one line of a list."""

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

_SENTENCE_END = re.compile(r"[。！？!?；;\n\r]")
_CLAUSE_END = re.compile(r"[，,、：:\s]")


def proposed_subject(body: str) -> str:
    """Return the first words of `body`: its first sentence, cut at a clause if that is long."""
    words = body.strip()
    sentence = _SENTENCE_END.split(words, maxsplit=1)[0].strip()
    if len(sentence) <= SUBJECT_LENGTH:
        return sentence or " ".join(words.split())[:SUBJECT_LENGTH]
    head = sentence[:SUBJECT_LENGTH]
    ends = [found.start() for found in _CLAUSE_END.finditer(head)]
    return head[: ends[-1]] if ends and ends[-1] >= SUBJECT_LENGTH // 3 else f"{head[:-1]}…"


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
