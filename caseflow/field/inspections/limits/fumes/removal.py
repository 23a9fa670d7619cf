"""The size of a kitchen and the least efficiency of its purifier. Pure."""

from __future__ import annotations

from caseflow.field.inspections.limits.fumes.sampling import Sampling
from caseflow.field.inspections.limits.fumes.table import FumesLimit, FumesSize
from caseflow.field.inspections.limits.numbers import short
from caseflow.field.inspections.limits.rows import Row
from caseflow.field.inspections.limits.verdicts import Comparison, Message


def _size(found: Sampling) -> str:
    """Return small, medium or large; "" under one reference stove, or if nothing was entered."""
    row = found.size_row
    assert row is not None
    for name, least in (("large", row.large), ("medium", row.medium), ("small", row.small)):
        if found.total >= least:
            return name
    return ""


def removal_left_open(found: Sampling) -> list[Message]:
    """Return what is said of an efficiency that was entered with a void sampling."""
    return [] if found.removal is None else [Message("fumes.removal_open")]


def judge_removal(found: Sampling) -> tuple[list[Comparison], list[Message], list[Row]]:
    """Judge the size and, if it was measured, the efficiency of the purifier.

    The strictest limit in force decides; a milder one is a note if it is not reached either.
    """
    size_row = found.size_row
    if not found.total or size_row is None:
        return [], [], []
    size = _size(found)
    if not size:
        return [], [Message("fumes.size_none", {"standard": size_row.standard})], [size_row]
    said = Message("fumes.size", {"size": f"@size.{size}", "standard": size_row.standard})
    if found.removal is None:
        return [], [said], [size_row]
    row, *others = found.limits("removal", size)
    missed = [other for other in others if found.removal < other.value]
    messages = [said, _told(found.removal, row, size)]
    messages += [Message("fumes.removal_under_too", _least(other)) for other in missed]
    return [_compared(found.removal, row, size_row)], messages, [size_row, row, *missed]


def _compared(removal: int, row: FumesLimit, size_row: FumesSize) -> Comparison:
    return Comparison(
        quantity="removal",
        outcome="insufficient" if removal < row.value else "complies",
        value=short(removal, 1),
        limit=short(row.value, 1),
        unit="%",
        standard=row.standard,
        clause=row.clause,
        is_verified=row.is_verified and size_row.is_verified,
    )


def _told(removal: int, row: FumesLimit, size: str) -> Message:
    code = "fumes.removal_under" if removal < row.value else "fumes.removal_enough"
    return Message(code, {"value": short(removal, 1), "size": f"@size.{size}"} | _least(row))


def _least(row: FumesLimit) -> dict[str, str]:
    return {"limit": short(row.value, 1), "standard": row.standard}
