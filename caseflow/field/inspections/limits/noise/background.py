"""What the background takes off a level, and where its rule is read in two ways. Pure.

The difference to the background is compared as measured (under 3 dB: not valid; over 10 dB:
nothing taken off) and rounded only to find its step, as GB 12348 says (差值取整后). The notes on
the drafting of HJ 706 round it first: where that leads to another step, the result is in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.field.inspections.limits.noise.measurement import Level, Measurement
from caseflow.field.inspections.limits.noise.table import NOISE_STEPS, NoiseStep
from caseflow.field.inspections.limits.numbers import fixed, half_even, short
from caseflow.field.inspections.limits.rows import Row, in_force
from caseflow.field.inspections.limits.verdicts import Message


@dataclass(frozen=True, slots=True)
class Correction:
    """What is taken off in dB (None: not valid as it is), what to say, rows used."""

    minus: int | None
    said: tuple[Message, ...]
    rows: tuple[Row, ...]


def about(found: Measurement, level: Level) -> dict[str, str]:
    """Return the parameters that name a level as it was measured."""
    return {
        "quantity": f"@quantity.{level.quantity}" + (f" @hz.{level.hz}" if level.hz else ""),
        "measured": fixed(level.measured, 1),
        "standard": found.standard,
    }


def by(row: Row) -> dict[str, str]:
    return {"standard": row.standard}


def is_correctable(found: Measurement, level: Level) -> bool:
    """Return whether the background was measured and is low enough."""
    least = found.rule("background_least")
    return (
        level.background is not None
        and least is not None
        and level.measured - level.background >= least.value
    )


def correction(found: Measurement, level: Level) -> Correction:
    """Return the correction of a level whose background was measured."""
    least, over = found.rule("background_least"), found.rule("background_over")
    assert level.background is not None
    assert least is not None
    assert over is not None
    difference = level.measured - level.background
    params = about(found, level) | {
        "background": fixed(level.background, 1),
        "difference": fixed(difference, 1),
    }
    if difference < least.value:
        more = {"least": short(least.value, 1)} | by(least)
        known = Correction(None, (Message("void.background", params | more),), (least,))
        return _doubted(found, known, params, least.value, least.value - difference)
    if difference > over.value:
        more = {"over": short(over.value, 1)} | by(over)
        known = Correction(0, (Message("noise.uncorrected", params | more),), (over,))
        return _doubted(found, known, params, over.value, difference - over.value)
    step = _step(found, half_even(difference, 10))
    more = {"minus": str(step.minus)} | by(step)
    return Correction(step.minus, (Message("noise.corrected", params | more),), (step,))


def _doubted(
    found: Measurement, known: Correction, params: dict[str, str], threshold: int, distance: int
) -> Correction:
    """Return `known`, with a doubt if the difference is so near to a threshold as to be rounded."""
    rule = found.rule("difference_rounded")
    if rule is None or distance > rule.value:
        return known
    minus = _step(found, half_even(threshold, 10)).minus
    more = {"rounded": short(threshold, 1), "minus": str(minus)} | by(rule)
    doubt = Message("noise.difference_rounded", params | more)
    return Correction(known.minus, (*known.said, doubt), (*known.rows, rule))


def _step(found: Measurement, difference: int) -> NoiseStep:
    """Return the row of the correction for a difference rounded to whole dB."""
    rows = in_force(NOISE_STEPS, found.day, source=found.source)
    return next(row for row in rows if row.least <= difference <= row.most)
