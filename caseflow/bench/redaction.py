"""`caseflow bench redaction`: how much of what is private the engine proposes to hide."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseflow.core.redaction import Known, Mark, propose

DEFAULT = Path(__file__).parent / "data" / "redaction.jsonl"
PER_CHARACTERS = 200


class UnknownFile(ValueError):
    """The file is not lines of {"text", "marks": [{"start", "end", "kind"}]}."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text, its private details and what the case itself knows."""

    text: str
    details: tuple[tuple[int, int, str], ...]
    """Start, end and kind of each."""
    known: Known


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a labelled file (JSON Lines, UTF-8). Raises UnknownFile.

    A line may carry `known`: lists of values under the names of Known's fields.
    """
    found = []
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    for number, row in enumerate(rows, 1):
        if row.strip():
            try:
                found.append(_line(json.loads(row)))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise UnknownFile(f"{path.name}, line {number}: {error!r}") from error
    if not found:
        raise UnknownFile(f"{path.name}: no lines")
    return found


def _line(row: dict[str, Any]) -> Line:
    text = row["text"]
    details = tuple((int(m["start"]), int(m["end"]), str(m["kind"])) for m in row["marks"])
    for start, end, _kind in details:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"a mark from {start} to {end} of {len(text)} characters")
    known = {name: tuple(values) for name, values in row.get("known", {}).items()}
    return Line(text, details, Known(**known))


def measured(lines: list[Line]) -> dict[str, Any]:
    """Return recall, false marks per 200 characters, figures by kind, and the time it took.

    A detail is found only if all its characters lie under marks (blanks and signs at its edges
    included); a mark is false if it touches no detail. The time is the processor's.
    """
    propose(lines[0].text, lines[0].known)  # the lexicons are read at the first
    by_kind: dict[str, list[int]] = {}
    false, characters, slowest, began = 0, 0, 0.0, time.process_time()
    for line in lines:
        before = time.process_time()
        marks = propose(line.text, line.known)
        slowest = max(slowest, time.process_time() - before)
        for kind, is_found in _told(line, marks):
            counts = by_kind.setdefault(kind, [0, 0])
            counts[0] += is_found
            counts[1] += 1
        false += len(false_marks(line, marks))
        characters += len(line.text)
    found, total = (sum(counts[place] for counts in by_kind.values()) for place in (0, 1))
    return {
        "recall": round(found / total, 4) if total else None,
        "false_per_200_chars": round(false * PER_CHARACTERS / max(characters, 1), 4),
        "by_kind": {kind: _figures(*by_kind[kind]) for kind in sorted(by_kind)},
        "lines": len(lines),
        "details": total,
        "false_marks": false,
        "characters": characters,
        "ms_per_line": round((time.process_time() - began) * 1000 / len(lines), 2),
        "slowest_ms": round(slowest * 1000, 2),
    }


def _figures(found: int, total: int) -> dict[str, Any]:
    return {"found": found, "total": total, "recall": round(found / total, 4)}


def _told(line: Line, marks: list[Mark]) -> Iterator[tuple[str, bool]]:
    """Yield the kind of each detail and whether all of it is under marks."""
    covered = {place for mark in marks for place in range(mark.start, mark.end)}
    for start, end, kind in line.details:
        yield kind, covered.issuperset(range(start, end))


def missed(line: Line, marks: list[Mark]) -> list[tuple[str, str]]:
    """Return kind and words of each detail that is not found."""
    told = zip(line.details, _told(line, marks), strict=True)
    return [(kind, line.text[start:end]) for (start, end, kind), (_k, found) in told if not found]


def false_marks(line: Line, marks: list[Mark]) -> list[Mark]:
    """Return the marks that touch nothing private."""
    return [
        mark
        for mark in marks
        if not any(mark.start < end and start < mark.end for start, end, _kind in line.details)
    ]


def shown(lines: list[Line]) -> Iterator[str]:
    """Yield a line for each detail missed and each false mark, with the words around it."""
    for line in lines:
        marks = propose(line.text, line.known)
        for kind, words in missed(line, marks):
            at = line.text.find(words)
            yield f"missed {kind} {words}: …{line.text[max(0, at - 12) : at + len(words) + 12]}…"
        for mark in false_marks(line, marks):
            around = line.text[max(0, mark.start - 12) : mark.end + 12]
            yield f"false {mark.kind} {line.text[mark.start : mark.end]}: …{around}…"
