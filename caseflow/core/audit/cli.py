"""`caseflow audit`: write the signed head, verify the history."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import with_appcontext

from caseflow.core.audit.heads import write_head
from caseflow.core.audit.verify import verify


@click.group("audit")
def audit_group() -> None:
    """The history of cases: its signed heads and its verification."""


@audit_group.command("head")
@with_appcontext
def head_command() -> None:
    """Write a signed head of all chains that moved since the last one."""
    path = write_head()
    click.echo(f"signed head {path.name} written" if path else "nothing moved since the last head")


@audit_group.command("verify")
@click.option("--case", "case_ids", type=int, multiple=True, help="Only these case ids.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def verify_command(case_ids: tuple[int, ...], as_json: bool) -> None:
    """Prove the history; exit code 1 and the first broken row of each chain if it fails."""
    verdict = verify(list(case_ids) or None)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "intact": verdict.is_intact,
                    "cases": verdict.case_count,
                    "events": verdict.event_count,
                    "head_files": verdict.head_file_count,
                    "breaks": verdict.breaks,
                },
                ensure_ascii=False,
            )
        )
    else:
        for line in verdict.breaks:
            click.echo(f"BROKEN  {line}")
        word = "intact" if verdict.is_intact else f"{len(verdict.breaks)} breaks"
        click.echo(
            f"{word}: {verdict.case_count} cases, {verdict.event_count} history rows, "
            f"{verdict.head_file_count} signed heads"
        )
    sys.exit(0 if verdict.is_intact else 1)
