"""Each level of a valid measurement against its limit, corrected for the background. Pure.

The difference to the background is compared as measured (under 3 dB: not valid; over 10 dB:
nothing taken off) and rounded only to find its step, as GB 12348 says (差值取整后).
"""

from __future__ import annotations

from caseflow.field.inspections.limits.noise.measurement import Level, Measurement
from caseflow.field.inspections.limits.noise.table import (
    NOISE_STEPS,
    NoiseLimit,
    NoiseRule,
    NoiseStep,
)
from caseflow.field.inspections.limits.numbers import fixed, half_even, short
from caseflow.field.inspections.limits.rows import Row, in_force
from caseflow.field.inspections.limits.verdicts import Comparison, Message


def _limit_value(found: Measurement, row: NoiseLimit) -> tuple[int, list[Message], list[Row]]:
    """Return the limit in tenths: lowered where a boundary is measured indoors."""
    less = found.rule("indoor_less")
    if less is None:
        return row.value, [], [row]
    params = {
        "less": short(less.value, 1),
        "limit": short(row.value - less.value, 1),
        "standard": less.standard,
    }
    return row.value - less.value, [Message("noise.indoor", params)], [row, less]


def against_limit(
    found: Measurement, level: Level, before: list[Row]
) -> tuple[Comparison, list[Message], list[Row]]:
    """Judge an equivalent level or a band; returns comparison, what to say, rows used."""
    row = found.limit(level.quantity, level.hz)
    limit, messages, rows = _limit_value(found, row)
    waiver = found.rule("waiver")
    if waiver and level.measured < limit and not _is_correctable(found, level):
        said = Message("noise.waived", _about(found, level) | _by(waiver))
        comparison = _compared(level, row, limit, level.measured, [*before, *rows, waiver])
        return comparison, [_result(found, comparison), said, *messages], [*rows, waiver]
    if level.background is None:
        needed = Message("noise.background_needed", _about(found, level))
        open_ = _open(level, row, limit, "incomplete", [*before, *rows])
        return open_, [needed, *messages], rows
    return _corrected(found, level, row, limit, before, messages, rows)


def _is_correctable(found: Measurement, level: Level) -> bool:
    least = found.rule("background_least")
    return (
        level.background is not None
        and least is not None
        and level.measured - level.background >= least.value
    )


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
    least = found.rule("background_least")
    assert level.background is not None
    assert least is not None
    difference = level.measured - level.background
    params = _about(found, level) | {
        "background": fixed(level.background, 1),
        "difference": fixed(difference, 1),
    }
    if difference < least.value:
        said = Message("void.background", params | {"least": short(least.value, 1)} | _by(least))
        used = [*rows, least]
        return _open(level, row, limit, "void", [*before, *used]), [said, *messages], used
    minus, said, step = _correction(found, difference, params)
    used = [*rows, step]
    exact = level.measured - minus * 10
    rounding = found.rule("rounding")
    if rounding is None:
        comparison = _compared(level, row, limit, exact, [*before, *used], minus=str(minus))
        return comparison, [_result(found, comparison), said, *messages], used
    value = half_even(exact, rounding.value) * rounding.value
    decides = (value > limit) != (exact > limit)
    deciding = [*before, *used, rounding] if decides else [*before, *used]
    comparison = _compared(level, row, limit, value, deciding, minus=str(minus))
    rounded = Message("noise.rounded", {"value": short(value, 1)} | _by(rounding))
    return comparison, [_result(found, comparison), said, *messages, rounded], [*used, rounding]


def _correction(
    found: Measurement, difference: int, params: dict[str, str]
) -> tuple[int, Message, Row]:
    """Return what is taken off in dB, the sentence on it, and the row that says so."""
    over = found.rule("background_over")
    assert over is not None
    if difference > over.value:
        more = {"over": short(over.value, 1)} | _by(over)
        return 0, Message("noise.uncorrected", params | more), over
    step = _step(found, half_even(difference, 10))
    said = Message("noise.corrected", params | {"minus": str(step.minus)} | _by(step))
    return step.minus, said, step


def _step(found: Measurement, difference: int) -> NoiseStep:
    """Return the row of the correction for a difference rounded to whole dB."""
    rows = in_force(NOISE_STEPS, found.day, source=found.source)
    return next(row for row in rows if row.least <= difference <= row.most)


def peak_rule(found: Measurement) -> NoiseRule | None:
    """Return how far the maximum may pass the limit; None if nothing limits it here."""
    names = ["peak_any", f"peak_{found.peak}"]
    if found.is_unsteady:
        names.append("peak_unsteady")
    return next((rule for name in names if (rule := found.rule(name))), None)


def peak_against_limit(
    found: Measurement, lmax: int, rule: NoiseRule, before: list[Row]
) -> tuple[Comparison, list[Message], list[Row]]:
    row = found.limit("leq", "")
    base, messages, rows = _limit_value(found, row)
    level = Level("lmax", "", lmax, None)
    used = [*rows, rule]
    comparison = _compared(level, row, base + rule.value, lmax, [*before, *used])
    margin = {"base": short(base, 1), "margin": short(rule.value, 1)} | _by(rule)
    said = Message("noise.peak_margin", margin | {"kind": f"@peak.{rule.name[0]}"})
    return comparison, [_result(found, comparison), said, *messages], used


def _about(found: Measurement, level: Level) -> dict[str, str]:
    return {
        "quantity": f"@quantity.{level.quantity}" + (f" @hz.{level.hz}" if level.hz else ""),
        "measured": fixed(level.measured, 1),
        "standard": found.standard,
    }


def _by(row: Row) -> dict[str, str]:
    return {"standard": row.standard}


def _open(
    level: Level, row: NoiseLimit, limit: int, outcome: str, deciding: list[Row]
) -> Comparison:
    """Return a comparison that does not compare the level yet."""
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
    row: NoiseLimit,
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
