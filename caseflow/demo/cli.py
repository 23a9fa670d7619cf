"""`caseflow demo`: fill an empty installation with invented cases."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from caseflow.bootstrap import load_reference
from caseflow.demo.build import build
from caseflow.ground.unit_of_work import unit_of_work


@click.command("demo")
@click.option("--cases", type=click.IntRange(1, 20_000), default=300, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed, same cases.")
@with_appcontext
def demo_command(cases: int, seed: int) -> None:
    """Invent CASES cases by real transitions at past times, ending today.

    The accounts' password is CASEFLOW_DEMO_PASSWORD. Exit code 2 where anything is there already.
    """
    with unit_of_work():
        load_reference()
    click.echo(f"{build(cases, seed)} acts done in {cases} cases")
