"""The size of a kitchen and the least efficiency of its purifier. Pure."""

from __future__ import annotations

from caseflow.field.inspections.limits.fumes.sampling import Sampling
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


def judge_removal(found: Sampling) -> tuple[list[Comparison], list[Message], list[Row]]:
    """Judge the size and, if it was measured, the efficiency of the purifier."""
    size_row = found.size_row
    if not found.total or size_row is None:
        return [], [], []
    size = _size(found)
    if not size:
        return [], [Message("fumes.size_none", {"standard": size_row.standard})], [size_row]
    messages = [
        Message("fumes.size", {"size": f"@size.{size}", "standard": size_row.standard}),
    ]
    comparisons: list[Comparison] = []
    rows: list[Row] = [size_row]
    for row in found.limits("removal", size) if found.removal is not None else ():
        assert found.removal is not None
        is_under = found.removal < row.value
        params = {"value": short(found.removal, 1), "limit": short(row.value, 1)}
        comparisons.append(
            Comparison(
                quantity="removal",
                outcome="exceeds" if is_under else "complies",
                **params,
                unit="%",
                standard=row.standard,
                clause=row.clause,
                is_verified=row.is_verified and size_row.is_verified,
            )
        )
        code = "fumes.removal_under" if is_under else "fumes.removal_enough"
        more = {"standard": row.standard, "size": f"@size.{size}"}
        messages.append(Message(code, params | more))
        rows.append(row)
    return comparisons, messages, rows
