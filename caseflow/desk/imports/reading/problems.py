"""Why a file or a row cannot be taken: a sentence to translate, with its values. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """A msgid and the values of its placeholders, so that each reader gets their language."""

    msgid: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.params if self.params else self.msgid


class Unreadable(ValueError):
    """The file as a whole cannot be read; `str(error)` is the English sentence."""

    def __init__(self, msgid: str, **params: Any) -> None:
        self.problem = Problem(msgid, params)
        super().__init__(str(self.problem))


class RowProblem(ValueError):
    """One row, or the reply in it, cannot be taken."""

    def __init__(self, msgid: str, **params: Any) -> None:
        self.problem = Problem(msgid, params)
        super().__init__(str(self.problem))
