"""What a judgement returns, and how a reading is read: codes and parameters, no prose. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from caseflow.field.inspections.limits.numbers import is_day, minute_of_day, scaled
from caseflow.field.inspections.limits.rows import Row

Reading = Mapping[str, Any]
"""What was read on site, as the tablet sends it; unknown keys are left alone."""

OUTCOMES = (
    "exceeds", "void", "insufficient", "incomplete", "alert", "complies", "out_of_scope"
)  # fmt: skip
BREACHES = ("exceeds", "insufficient")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence by its code. A parameter that begins with @ is itself one or more codes."""

    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One quantity against one limit. Numbers are decimal strings, "" where there is none."""

    quantity: str
    outcome: str
    detail: str = ""
    """The band in Hz, or the number of the waste."""
    measured: str = ""
    background: str = ""
    minus: str = ""
    """What was taken off for the background."""
    value: str = ""
    """What is compared with the limit: corrected, rounded or converted."""
    limit: str = ""
    over: str = ""
    """By how much the value is over the limit."""
    unit: str = ""
    standard: str = ""
    clause: str = ""
    is_verified: bool = True
    """Whether every row that decided it was read in its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of one reading.

    `outcome`: exceeds, void (measure again), insufficient (under the least efficiency), incomplete
    (something is still to be entered), alert (no limit, but somebody must look), complies,
    out_of_scope. `rows`: ids of the rows consulted.
    """

    kind: str
    outcome: str
    is_verified: bool = True
    comparisons: tuple[Comparison, ...] = ()
    messages: tuple[Message, ...] = ()
    rows: tuple[str, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """Return the verdict as values that JSON knows, equal to what the tablet computes."""
        return asdict(self) | {
            "comparisons": [asdict(comparison) for comparison in self.comparisons],
            "messages": [asdict(message) for message in self.messages],
            "rows": list(self.rows),
        }


@dataclass(slots=True)
class Entries:
    """Reads the fields of a reading and gathers what is missing or malformed."""

    reading: Reading
    prefix: str = ""
    problems: list[Message] = field(default_factory=list)

    def text(self, name: str) -> str:
        found = self.reading.get(name)
        return found if isinstance(found, str) else ""

    def flag(self, name: str) -> bool:
        return self.reading.get(name) is True

    def answer(self, name: str) -> bool:
        """Return yes or no; neither of both is a problem."""
        found = self.reading.get(name)
        if not isinstance(found, bool):
            self.problem("missing", name)
        return found is True

    def problem(self, code: str, name: str) -> None:
        self.problems.append(Message(code, {"field": f"@field.{self.prefix}{name}"}))

    def _needed(self, name: str, is_needed: bool) -> str:
        found = self.text(name)
        if not found and is_needed:
            self.problem("missing", name)
        return found

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        found = self._needed(name, True)
        if found and found not in allowed:
            self.problem("malformed", name)
            return ""
        return found

    def number(self, name: str, digits: int, *, is_needed: bool = True) -> int | None:
        """Return a decimal string in units of 10^-digits."""
        found = self._needed(name, is_needed)
        value = scaled(found, digits) if found else None
        if found and value is None:
            self.problem("malformed", name)
        return value

    def amount(self, name: str, digits: int, *, is_needed: bool = True) -> int:
        """Return a number over zero; 0 if there is none, which is a problem where it is needed."""
        value = self.number(name, digits, is_needed=is_needed)
        if value == 0:
            self.problem("malformed", name)
        return value or 0

    def day(self, name: str, *, is_needed: bool = True) -> str:
        found = self._needed(name, is_needed)
        if found and not is_day(found):
            self.problem("malformed", name)
            return ""
        return found

    def minute(self, name: str) -> int | None:
        found = self._needed(name, True)
        value = minute_of_day(found) if found else None
        if found and value is None:
            self.problem("malformed", name)
        return value


def worst(outcomes: Iterable[str]) -> str:
    """Return the outcome that decides over the others; complies if there is none."""
    found = set(outcomes)
    return next((outcome for outcome in OUTCOMES if outcome in found), "complies")


def only(kind: str, outcome: str, *messages: Message) -> Verdict:
    """Return a verdict without comparisons: something missing, void, or outside the scope."""
    return Verdict(kind=kind, outcome=outcome, messages=messages)


def verdict(
    kind: str,
    comparisons: Sequence[Comparison],
    messages: Sequence[Message],
    rows: Sequence[Row],
    outcome: str = "",
) -> Verdict:
    """Return the verdict over comparisons; `rows` are all rows consulted, in their order.

    `outcome` is given only where no comparison decides it. A breach is verified if one of the
    comparisons that found it is; any other verdict if all are.
    """
    outcome = outcome or worst(comparison.outcome for comparison in comparisons)
    breach = outcome in BREACHES
    over = [f.is_verified for f in comparisons if breach and f.outcome == outcome]
    verified = [f.is_verified for f in comparisons] or [row.is_verified for row in rows]
    return Verdict(
        kind=kind,
        outcome=outcome,
        is_verified=any(over) if over else all(verified),
        comparisons=tuple(comparisons),
        messages=(*messages, *unverified(rows)),
        rows=tuple(dict.fromkeys(row.id for row in rows)),
    )


def unverified(rows: Sequence[Row]) -> list[Message]:
    """Return one message for each standard with a row that was not read in its text.

    A practice of the bureau, whose standard is a code, has no text to be read.
    """
    marks: dict[str, set[str]] = {}
    for row in rows:
        if not row.is_verified and not row.standard.startswith("@"):
            marks.setdefault(row.standard, set()).add(row.mark)
    return [
        Message("unverified", {"standard": name, "marks": ", ".join(sorted(found))})
        for name, found in marks.items()
    ]
