"""`caseflow deadline`: what a term comes to, and why. Needs no database."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click

from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.explain import Explanation, Extension, Suspension, explain
from caseflow.core.deadlines.rules import RULES, DayUnit, Rule, rule_on
from caseflow.ground.clock import ZONE, local_date


def _start(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(
            f"--from needs a date or time like 2026-09-24T10:00, not “{text}”."
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def _explained(
    rule: Rule, start_at: datetime, more: tuple[int, ...] = (), spans: tuple[str, ...] = ()
) -> Explanation:
    on = local_date(start_at)
    extensions = [Extension(amount, on, "--extend") for amount in _allowed(rule, more)]
    suspensions = [_suspension(text) for text in spans]
    try:
        return explain(rule, start_at, shipped_calendar(), extensions, suspensions)
    except OverflowError as error:
        raise click.UsageError("The term runs beyond the years that can be written.") from error


def _allowed(rule: Rule, more: tuple[int, ...]) -> tuple[int, ...]:
    """Return the extensions if the rule knows as many, each as long; a bare term takes any."""
    most = [step.amount for step in rule.extensions]
    if rule.id and (len(more) > len(most) or any(a > b for a, b in zip(more, most, strict=False))):
        known = ", then ".join(str(amount) for amount in most) or "none"
        raise click.UsageError(f"{rule.id} allows these extensions at most: {known}.")
    return more


def _suspension(text: str) -> Suspension:
    """Read “2026-03-18..2026-03-20”; without a last day it still runs, and moves nothing yet."""
    first, dots, last = text.partition("..")
    sentence = f"--suspend needs days like 2026-03-18..2026-03-20, not “{text}”."
    try:
        since, until = date.fromisoformat(first), date.fromisoformat(last) if last else None
    except ValueError as error:
        raise click.UsageError(sentence) from error
    if not dots or (until is not None and until < since):
        raise click.UsageError(sentence)
    return Suspension(since, until, "--suspend")


def _bare(amount: int, unit: DayUnit) -> Rule:
    return Rule("", "", amount, unit, "", "", date(1970, 1, 1), False)


def _rule(name: str | None, working: int | None, natural: int | None, on: date) -> Rule:
    if sum(given is not None for given in (name, working, natural)) != 1:
        raise click.UsageError("Give one of RULE, --working-days or --natural-days.")
    if working is not None:
        return _bare(working, DayUnit.WORKING_DAYS)
    if natural is not None:
        return _bare(natural, DayUnit.NATURAL_DAYS)
    if name not in RULES:
        raise click.UsageError(f"There is no rule {name}; known: {', '.join(sorted(RULES))}.")
    return RULES[name] if RULES[name].version_of else rule_on(name, on)


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
@click.option(
    "--extend",
    "more",
    type=click.IntRange(1),
    multiple=True,
    help="Extended by so much, in the term's unit; again for the next extension.",
)
@click.option(
    "--suspend",
    "spans",
    multiple=True,
    metavar="FIRST..LAST",
    help="Days that do not count, both included; again for the next suspension.",
)
@click.option("--explain", "explains", is_flag=True, help="Also print every step.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def deadline_command(
    rule_id: str | None,
    start: str,
    working_days: int | None,
    natural_days: int | None,
    more: tuple[int, ...],
    spans: tuple[str, ...],
    explains: bool,
    as_json: bool,
) -> None:
    """Print when a term of RULE is due; an unknown RULE lists the known ones.

    RULE goes by the version in force on the day of the start. Counts by the shipped lists alone,
    without a database. Exit code 2: not understood.
    """
    at = _start(start)
    rule = _rule(rule_id, working_days, natural_days, local_date(at))
    found = _explained(rule, at, more, spans)
    if as_json:
        body = _as_json(rule, start, found)
        if explains:
            body["steps"] = step_lines(found)
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    click.echo(_line(rule, found))
    if explains:
        click.echo("\n".join(step_lines(found)))
