"""The mean of the samples, converted to reference stoves, against the limit that decides. Pure.

The strictest limit in force decides: DB50/859 in Chongqing. That the national one is kept is not
said beside it; that it is exceeded too is a note.

The mean is compared in full (GB/T 8170: unless a standard says otherwise, values are compared
unrounded); only what is shown is rounded, to thousandths of mg/m³.
"""

from __future__ import annotations

from caseflow.field.inspections.limits.fumes.sampling import Sample, Sampling
from caseflow.field.inspections.limits.fumes.table import FumesLimit
from caseflow.field.inspections.limits.numbers import fixed, half_even, short
from caseflow.field.inspections.limits.rows import Row
from caseflow.field.inspections.limits.verdicts import Comparison, Message


def void_reasons(found: Sampling, kept: list[Sample], dropped: list[Message]) -> list[Message]:
    """Return why the sampling is void (empty: it is valid): too short, or too few samples left."""
    brief = _too_short(found)
    least = found.number("valid_least")
    if brief or len(kept) >= least.value:
        return brief
    params = {"kept": str(len(kept)), "least": str(least.value), "standard": least.standard}
    return [Message("void.samples", params), *dropped]


def _too_short(found: Sampling) -> list[Message]:
    rule = found.number("minutes")
    return [
        Message(
            "void.minutes",
            {
                "number": str(number),
                "minutes": str(sample.minutes),
                "least": str(rule.value),
                "standard": rule.standard,
            },
        )
        for number, sample in enumerate(found.samples, 1)
        if sample.minutes < rule.value
    ]


def void_comparison(found: Sampling, rows: list[Row]) -> Comparison:
    row = found.deciding("concentration")
    return Comparison(
        quantity=found.pollutant,
        outcome="void",
        limit=short(row.value, 3),
        unit="mg/m³",
        standard=row.standard,
        clause=row.clause,
        is_verified=all(used.is_verified for used in rows),
    )


def kept_samples(found: Sampling) -> tuple[list[Sample], list[Message]]:
    """Return the samples that take part in the mean, and a message for each one dropped."""
    rule = found.number("part")
    largest = max(sample.concentration for sample in found.samples)
    kept, messages = [], []
    for number, sample in enumerate(found.samples, 1):
        if sample.concentration * rule.value >= largest:
            kept.append(sample)
            continue
        params = {
            "number": str(number),
            "value": short(sample.concentration, 3),
            "largest": short(largest, 3),
            "standard": rule.standard,
        }
        messages.append(Message("fumes.dropped", params))
    return kept, messages


def judge_mean(
    found: Sampling, kept: list[Sample], method: list[Row]
) -> tuple[list[Comparison], list[Message], list[Row]]:
    """Convert the mean of `kept` to the working reference stoves; compare it with the limit."""
    flow, size = found.number("flow"), found.size_row
    assert size is not None
    total = sum(sample.concentration * sample.flow for sample in kept) * size.unit
    divisor = len(kept) * found.working * flow.value
    value = half_even(total, divisor)
    row, *others = found.limits("concentration")
    excess = total - row.value * divisor
    rows: list[Row] = [flow, size, row]
    comparison = Comparison(
        quantity=found.pollutant,
        outcome="exceeds" if excess > 0 else "complies",
        value=fixed(value, 3),
        limit=short(row.value, 3),
        over=_over(excess, divisor),
        unit="mg/m³",
        standard=row.standard,
        clause=row.clause,
        is_verified=all(used.is_verified for used in (*method, *rows)),
    )
    exceeded = [other for other in others if total > other.value * divisor]
    messages = [_result(comparison)]
    messages += [_too(other, _over(total - other.value * divisor, divisor)) for other in exceeded]
    stoves = half_even(found.working * 100, size.unit)
    converted = {
        "kept": str(len(kept)),
        "count": str(len(found.samples)),
        "flow": short(flow.value, 1),
        "stoves": short(stoves, 2),
        "value": fixed(value, 3),
    }
    messages.append(Message("fumes.converted", converted | {"standard": flow.standard}))
    return [comparison], messages, [*rows, *exceeded]


def _over(excess: int, divisor: int) -> str:
    return short(half_even(excess, divisor), 3) if excess > 0 else ""


def _too(row: FumesLimit, over: str) -> Message:
    """Return the note on a milder limit that is exceeded too."""
    params = {"limit": short(row.value, 3), "unit": "mg/m³", "over": over, "cited": row.cited}
    return Message("fumes.exceeds_too", params)


def _result(comparison: Comparison) -> Message:
    params = {
        "quantity": f"@quantity.{comparison.quantity}",
        "value": comparison.value,
        "limit": comparison.limit,
        "unit": comparison.unit,
        "cited": f"{comparison.standard} {comparison.clause}".strip(),
    }
    if comparison.outcome == "exceeds":
        return Message("fumes.exceeds", params | {"over": comparison.over})
    return Message("fumes.complies", params)
