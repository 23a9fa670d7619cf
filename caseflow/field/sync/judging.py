"""The readings of a record, judged again by the server's own table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from caseflow.core.visits.rules import Record
from caseflow.field.inspections.limits import (
    Reading,
    Verdict,
    judge_fumes,
    judge_noise,
    judge_waste,
)
from caseflow.field.inspections.waste_list.queries import codes_on
from caseflow.field.inspections.wording import LABELS


def _judge_waste(entered: Reading) -> Verdict:
    """Judge by the edition of the catalogue in force on the day of the reading."""
    try:
        day = date.fromisoformat(str(entered.get("measured_on", "")))
    except ValueError:
        return judge_waste(entered)  # It says what is wrong with the day.
    return judge_waste(entered, codes_on(day))


JUDGES: dict[str, Callable[[Reading], Verdict]] = {
    "noise": judge_noise,
    "fumes": judge_fumes,
    "hazardous_waste": _judge_waste,
}
"""Kind of visit → who judges its readings. Dust is described, not read."""


def verdicts_of(record: Record) -> list[dict[str, Any] | None]:
    """Return the server's verdict on each reading of the record, in their order."""
    judge = JUDGES.get(record["kind"])
    return [
        judge(reading["entered"]).as_plain() if judge else None for reading in record["readings"]
    ]


def differences(record: Record, verdicts: list[dict[str, Any] | None]) -> list[str]:
    """Return a sentence for each reading on which tablet and server differ.

    A tablet that says nothing of a reading agrees.
    """
    return [
        _difference(number, reading["verdict"], verdict)
        for number, (reading, verdict) in enumerate(
            zip(record["readings"], verdicts, strict=True), start=1
        )
        if reading["verdict"] is not None and dict(reading["verdict"]) != verdict
    ]


def _difference(number: int, told: Mapping[str, Any], verdict: Mapping[str, Any] | None) -> str:
    tablet, server = str(told.get("outcome", "")), str((verdict or {}).get("outcome", ""))
    if tablet == server:
        return str(
            _(
                "Reading %(number)s: tablet and server agree on the outcome, but not on its "
                "figures or grounds; the tablet's table may be an older one.",
                number=number,
            )
        )
    return str(
        _(
            "Reading %(number)s: the tablet found “%(tablet)s”, the server finds “%(server)s”.",
            number=number,
            tablet=_word(tablet),
            server=_word(server),
        )
    )


def _word(outcome: str) -> str:
    label = LABELS.get(f"outcome.{outcome}")
    return str(_(label) if label else _("no verdict"))


def with_verdicts(record: Record, verdicts: list[dict[str, Any] | None]) -> dict[str, Any]:
    """Return the record with the server's verdicts in the place of the tablet's."""
    readings = [
        {**reading, "verdict": verdict}
        for reading, verdict in zip(record["readings"], verdicts, strict=True)
    ]
    return {**record, "readings": readings}
