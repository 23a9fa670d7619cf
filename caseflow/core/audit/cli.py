"""`caseflow audit`: write the signed head, verify the history."""

from __future__ import annotations

import json
import secrets
import sys

import click
from flask.cli import with_appcontext

from caseflow.core.audit.heads import write_head
from caseflow.core.audit.verify import sample_of_cases, verify


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
@click.option("--sample", type=click.IntRange(1, 30000), help="Only so many cases, at random.")
@click.option("--seed", type=int, help="Repeats a sample.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def verify_command(
    case_ids: tuple[int, ...], sample: int | None, seed: int | None, as_json: bool
) -> None:
    """Prove the history; exit code 1 and the first broken row of each chain if it fails.

    Only without --case and --sample are removed cases found.
    """
    chosen = list(case_ids) or None
    if sample:
        seed = secrets.randbelow(2**31) if seed is None else seed
        chosen = sample_of_cases(sample, seed)
        click.echo(f"sample of {len(chosen)} cases, --seed {seed}", err=True)
    verdict = verify(chosen)
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
