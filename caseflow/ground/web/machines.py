"""Addresses that only machines call: their errors are answered in a form of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong, in words fit to be shown; `error` is what was raised."""

    status: int
    title: str
    sentence: str
    reasons: tuple[str, ...] = ()
    error: Exception | None = None


Answer = Callable[[Fault], Response]
_ANSWERS: dict[str, Answer] = {}


def answer_below(prefix: str, answer: Answer) -> None:
    """Have errors at every address that begins with `prefix` answered by `answer`."""
    _ANSWERS[prefix] = answer


def answer_for(path: str) -> Answer | None:
    """Return how errors at `path` are answered; None: it is an address of people's pages."""
    return next((a for prefix, a in _ANSWERS.items() if path.startswith(prefix)), None)
