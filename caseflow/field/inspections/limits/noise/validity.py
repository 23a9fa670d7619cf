"""What makes a measurement of noise void: weather, wind, calibration, duration, hours. Pure."""

from __future__ import annotations

from collections.abc import Callable

from caseflow.field.inspections.limits.noise.measurement import Measurement
from caseflow.field.inspections.limits.noise.table import NoiseRule
from caseflow.field.inspections.limits.numbers import fixed, short
from caseflow.field.inspections.limits.rows import Row
from caseflow.field.inspections.limits.verdicts import Message


def void_reasons(found: Measurement) -> tuple[list[Message], list[Row]]:
    """Return why the measurement is void (empty: it is valid), and the rows consulted."""
    messages: list[Message] = []
    rows: list[Row] = [found.hours]
    checks: tuple[tuple[str, Callable[[Measurement, NoiseRule], list[Message]]], ...] = (
        ("weather_dry", _wet),
        ("wind_below", _windy),
        ("calibration_within", _drifted),
        ("duration_least", _too_short),
    )
    for name, check in checks:
        rule = found.rule(name)
        if rule:
            rows.append(rule)
            messages += check(found, rule)
    return [*messages, *_conditions(messages), *_crossing(found)], rows


def _conditions(messages: list[Message]) -> list[Message]:
    """Return what is to be done if it had to be measured in such weather.

    The result stays void here; with what was noted the legal section may come to another view.
    """
    is_wrong = any(message.code in ("void.weather", "void.wind") for message in messages)
    return [Message("void.conditions")] if is_wrong else []


def _wet(found: Measurement, rule: NoiseRule) -> list[Message]:
    if found.weather == "dry":
        return []
    weather = f"@weather.{found.weather}"
    return [Message("void.weather", {"weather": weather, "standard": rule.standard})]


def _windy(found: Measurement, rule: NoiseRule) -> list[Message]:
    if found.wind < rule.value:
        return []
    params = {"wind": fixed(found.wind, 1), "limit": short(rule.value, 1)}
    return [Message("void.wind", params | {"standard": rule.standard})]


def _drifted(found: Measurement, rule: NoiseRule) -> list[Message]:
    difference = abs(found.after - found.before)
    if difference <= rule.value:
        return []
    params = {"difference": fixed(difference, 1), "limit": short(rule.value, 1)}
    return [Message("void.calibration", params | {"standard": rule.standard})]


def _too_short(found: Measurement, rule: NoiseRule) -> list[Message]:
    if found.seconds >= rule.value:
        return []
    params = {"seconds": str(found.seconds), "least": str(rule.value)}
    return [Message("void.duration", params | {"standard": rule.standard})]


def _crossing(found: Measurement) -> list[Message]:
    """Return a message if the measurement runs from day into night or the other way."""
    if found.seconds <= found.minutes_until_change() * 60:
        return []
    other = "day" if found.period == "night" else "night"
    return [
        Message("void.period", {"first": f"@period.{found.period}", "then": f"@period.{other}"})
    ]
