"""`caseflow demo`: fill an empty installation with invented cases."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from caseflow.bootstrap import load_reference
from caseflow.demo.build import begin, carry_out
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.reference import DEMO_ACCOUNTS


@click.command("demo")
@click.option("--cases", type=click.IntRange(1, 20_000), default=300, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed, same cases.")
@with_appcontext
def demo_command(cases: int, seed: int) -> None:
    """Invent CASES cases by real transitions at past times, ending yesterday.

    The accounts' password is CASEFLOW_DEMO_PASSWORD, else random and printed. One that was cut off
    goes on. Exit code 2 where anything else is there already.
    """
    with unit_of_work():
        load_reference()
    plan = begin(cases, seed)
    names = ", ".join(name for name, _role in DEMO_ACCOUNTS)
    click.echo(f"accounts: {names}; password of all: {plan.password}")
    click.echo(f"{carry_out(plan)} acts done in {plan.cases} cases")
