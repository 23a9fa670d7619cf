"""`caseflow deadline`: what a term comes to, and why. Needs no database."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click

from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.explain import Explanation, explain
from caseflow.core.deadlines.rules import RULES, DayUnit, Rule
from caseflow.ground.clock import ZONE


def _start(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(
            f"--from needs a date or time like 2026-09-24T10:00, not “{text}”."
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def _explained(rule: Rule, start_at: datetime) -> Explanation:
    try:
        return explain(rule, start_at, shipped_calendar())
    except OverflowError as error:
        raise click.UsageError("The term runs beyond the years that can be written.") from error


def _bare(amount: int, unit: DayUnit) -> Rule:
    return Rule("", "", amount, unit, "", "", date(1970, 1, 1), False)


def _rule(name: str | None, working: int | None, natural: int | None) -> Rule:
    if sum(given is not None for given in (name, working, natural)) != 1:
        raise click.UsageError("Give one of RULE, --working-days or --natural-days.")
    if working is not None:
        return _bare(working, DayUnit.WORKING_DAYS)
    if natural is not None:
        return _bare(natural, DayUnit.NATURAL_DAYS)
    if name not in RULES:
        raise click.UsageError(f"There is no rule {name}; known: {', '.join(sorted(RULES))}.")
    return RULES[name]


def _as_json(rule: Rule, given: str, found: Explanation) -> dict[str, Any]:
    return {
        "rule": rule.id or None,
        "from": given,
        "raw_due_on": found.raw_due_on.isoformat(),
        "due_on": found.due_on.isoformat(),
        "due_at": found.due_at.astimezone(ZONE).isoformat(),
        "provisional": found.is_provisional,
        "source": rule.full_source or None,
        "verified": rule.is_verified,
    }


def _line(rule: Rule, found: Explanation) -> str:
    parts = [found.due_on.isoformat()]
    if found.is_provisional:
        parts.append("(provisional)")
    if rule.id:
        verified = "verified" if rule.is_verified else "unverified"
        parts.append(f" {rule.id}: {rule.full_source} ({verified})")
    return " ".join(parts)


_WORDS = {
    "start": "starts; this day is not counted",
    "skipped": "not counted: {reason}",
    "made_up": "counted: worked in exchange for {reason}",
    "suspended": "not counted: suspended ({reason})",
    "pausing": "suspended from here on; what is not counted moves the day on resuming ({reason})",
    "extended": "extended by {amount} ({reason})",
    "fixed": "the day was set",
    "rolled": "moved here, the last day being: {reason}",
    "provisional": "provisional: no official list for a year on the way",
    "due": "due",
}


def step_lines(found: Explanation) -> list[str]:
    """Return the explanation as lines of plain English."""
    return [
        f"{step.day.isoformat()} {step.day:%a}  "
        + _WORDS[step.kind].format(reason=step.reason or "—", amount=step.amount)
        for step in found.steps
    ]


@click.command("deadline")
@click.argument("rule_id", metavar="[RULE]", required=False)
@click.option("--from", "start", required=True, help="Start; local time unless a zone is given.")
@click.option("--working-days", type=click.IntRange(0, 10000), help="Instead of a rule.")
@click.option("--natural-days", type=click.IntRange(0, 100000), help="Instead of a rule.")
@click.option("--explain", "explains", is_flag=True, help="Also print every step.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def deadline_command(
    rule_id: str | None,
    start: str,
    working_days: int | None,
    natural_days: int | None,
    explains: bool,
    as_json: bool,
) -> None:
    """Print when a term of RULE is due; an unknown RULE lists the known ones.

    Counts by the shipped lists alone, without a database. Exit code 2: not understood.
    """
    rule = _rule(rule_id, working_days, natural_days)
    found = _explained(rule, _start(start))
    if as_json:
        body = _as_json(rule, start, found)
        if explains:
            body["steps"] = step_lines(found)
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    click.echo(_line(rule, found))
    if explains:
        click.echo("\n".join(step_lines(found)))
