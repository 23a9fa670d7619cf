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
_OF_A_PERSON: set[str] = set()


def answer_below(prefix: str, answer: Answer, *, is_of_a_person: bool = False) -> None:
    """Have errors at every address that begins with `prefix` answered by `answer`.

    `is_of_a_person`: a script calls on behalf of who is signed in and shows them what is said, so
    it is said in their language and not in that of the request.
    """
    _ANSWERS[prefix] = answer
    if is_of_a_person:
        _OF_A_PERSON.add(prefix)


def answer_for(path: str) -> Answer | None:
    """Return how errors at `path` are answered; None: it is an address of people's pages."""
    return next((a for prefix, a in _ANSWERS.items() if path.startswith(prefix)), None)


def names_its_language(path: str) -> bool:
    """Return whether the language at `path` is that of the request's header."""
    return answer_for(path) is not None and not path.startswith(tuple(_OF_A_PERSON))
