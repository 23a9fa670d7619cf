"""Each level of a valid measurement against its limit, corrected for the background. Pure."""

from __future__ import annotations

from caseflow.field.inspections.limits.noise.background import (
    about,
    by,
    correction,
    is_correctable,
)
from caseflow.field.inspections.limits.noise.measurement import Level, Measurement
from caseflow.field.inspections.limits.noise.table import NoiseLimit, NoiseRule
from caseflow.field.inspections.limits.numbers import fixed, half_even, short
from caseflow.field.inspections.limits.rows import Row
from caseflow.field.inspections.limits.verdicts import Comparison, Message


def _limit_value(found: Measurement, row: NoiseLimit) -> tuple[int, list[Message], list[Row]]:
    """Return the limit in tenths, lowered indoors; what to say of it, and the rows used."""
    less = found.rule("indoor_less")
    if less is None:
        return row.value, [], [row]
    params = {
        "less": short(less.value, 1),
        "limit": short(row.value - less.value, 1),
        "standard": less.standard,
    }
    code = "noise.indoor_site" if found.source == "construction" else "noise.indoor"
    return row.value - less.value, [Message(code, params)], [row, less]


def against_limit(
    found: Measurement, level: Level, before: list[Row]
) -> tuple[Comparison, list[Message], list[Row]]:
    """Judge an equivalent level or a band; returns comparison, what to say, rows used."""
    row = found.limit(level.quantity, level.hz)
    limit, messages, rows = _limit_value(found, row)
    waiver = found.rule("waiver")
    if waiver and level.measured < limit and not is_correctable(found, level):
        said = Message("noise.waived", about(found, level) | by(waiver))
        comparison = _compared(level, row, limit, level.measured, [*before, *rows, waiver])
        return comparison, [_result(found, comparison), said, *messages], [*rows, waiver]
    if level.background is None:
        needed = Message("noise.background_needed", about(found, level))
        open_ = _open(level, row, limit, "incomplete", [*before, *rows])
        return open_, [needed, *messages], rows
    return _corrected(found, level, row, limit, before, messages, rows)


def _corrected(
    found: Measurement,
    level: Level,
    row: NoiseLimit,
    limit: int,
    before: list[Row],
    messages: list[Message],
    rows: list[Row],
) -> tuple[Comparison, list[Message], list[Row]]:
    """Judge a level whose background was measured."""
    off = correction(found, level)
    used = [*rows, *off.rows]
    if off.minus is None:
        return _open(level, row, limit, "void", [*before, *used]), [*off.said, *messages], used
    exact, minus = level.measured - off.minus * 10, str(off.minus)
    rounding = found.rule("rounding")
    if rounding is None:
        comparison = _compared(level, row, limit, exact, [*before, *used], minus=minus)
        return comparison, [_result(found, comparison), *off.said, *messages], used
    value = half_even(exact, rounding.value) * rounding.value
    decides = (value > limit) != (exact > limit)
    deciding = [*before, *used, rounding] if decides else [*before, *used]
    comparison = _compared(level, row, limit, value, deciding, minus=minus)
    rounded = Message("noise.rounded", {"value": short(value, 1)} | by(rounding))
    return (
        comparison,
        [_result(found, comparison), *off.said, *messages, rounded],
        [*used, rounding],
    )


def peak_rule(found: Measurement) -> NoiseRule | None:
    """Return how far the maximum may pass the limit; None if nothing limits it here."""
    names = ["peak_any", f"peak_{found.peak}"]
    if found.is_unsteady:
        names.append("peak_unsteady")
    return next((rule for name in names if (rule := found.rule(name))), None)


def peak_against_limit(
    found: Measurement, lmax: int, rule: NoiseRule, before: list[Row]
) -> tuple[Comparison, list[Message], list[Row]]:
    """Judge the maximum by the margin of `rule` over the limit; it is `rule` that is cited."""
    row = found.limit("leq", "")
    base, messages, rows = _limit_value(found, row)
    level = Level("lmax", "", lmax, None)
    used = [*rows, rule]
    comparison = _compared(level, rule, base + rule.value, lmax, [*before, *used])
    margin = {"base": short(base, 1), "margin": short(rule.value, 1), "cited": rule.cited}
    said = Message("noise.peak_margin", margin | {"kind": f"@peak.{rule.name[0]}"})
    return comparison, [_result(found, comparison), said, *messages], used


def _open(level: Level, row: Row, limit: int, outcome: str, deciding: list[Row]) -> Comparison:
    """Return a comparison that does not compare the level yet; it cites `row`."""
    return Comparison(
        quantity=level.quantity,
        outcome=outcome,
        detail=level.hz,
        measured=fixed(level.measured, 1),
        background="" if level.background is None else fixed(level.background, 1),
        limit=short(limit, 1),
        unit=_unit(level),
        standard=row.standard,
        clause=row.clause,
        is_verified=all(used.is_verified for used in deciding),
    )


def _unit(level: Level) -> str:
    return "dB" if level.quantity == "band" else "dB(A)"


def _compared(
    level: Level,
    row: Row,
    limit: int,
    value: int,
    deciding: list[Row],
    minus: str = "",
) -> Comparison:
    is_over = value > limit
    return Comparison(
        quantity=level.quantity,
        outcome="exceeds" if is_over else "complies",
        detail=level.hz,
        measured=fixed(level.measured, 1),
        background="" if level.background is None else fixed(level.background, 1),
        minus=minus,
        value=short(value, 1),
        limit=short(limit, 1),
        over=short(value - limit, 1) if is_over else "",
        unit=_unit(level),
        standard=row.standard,
        clause=row.clause,
        is_verified=all(used.is_verified for used in deciding),
    )


def _result(found: Measurement, comparison: Comparison) -> Message:
    """Return the sentence that says value, limit and standard."""
    params = {
        "quantity": f"@quantity.{comparison.quantity}"
        + (f" @hz.{comparison.detail}" if comparison.detail else ""),
        "value": comparison.value,
        "limit": comparison.limit,
        "unit": comparison.unit,
        "cited": f"{comparison.standard} {comparison.clause}".strip(),
        "where": found.where,
    }
    if comparison.outcome == "exceeds":
        return Message("level.exceeds", params | {"over": comparison.over})
    return Message("level.complies", params)
