"""`caseflow doctor`: what is well and what is not, one line each."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from workers.checks import Level, examine

MARKS = {Level.OK: "ok     ", Level.WARNING: "warning", Level.ERROR: "ERROR  "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print a list of findings instead.")
@with_appcontext
def doctor_command(as_json: bool) -> None:
    """Examine database, Redis, workers, storage, calendar, mail, clock and https.

    Exit code 1 when something is an error; warnings do not count.
    """
    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            click.echo(f"{MARKS[finding.level]}  {finding.name:<15} {finding.words}")
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    sys.exit(1 if any(finding.level is Level.ERROR for finding in findings) else 0)
