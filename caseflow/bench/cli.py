"""`caseflow bench`: volume to measure on, and what is measured."""

from __future__ import annotations

import json
import os

import click

from caseflow.bench.timing import ROUNDS, lines, report
from caseflow.ground.config import Settings, read_settings
from caseflow.ground.extensions import db


@click.group("bench")
def bench_group() -> None:
    """Volume to measure on, apart from every real case."""


def bench_settings() -> Settings:
    """Return the settings of the bench: its own home under CASEFLOW_HOME/bench.

    Its database is a SQLite file there, or the PostgreSQL that DATABASE_URL names.
    """
    env = dict(os.environ)
    env["CASEFLOW_HOME"] = str(read_settings().home / "bench")
    if env.get("DATABASE_URL", "").startswith("sqlite"):
        del env["DATABASE_URL"]
    return read_settings(env)


@bench_group.command("load")
@click.option("--cases", type=click.IntRange(1, 20_000_000), default=1_000_000, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed, same cases.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def load_command(cases: int, seed: int, as_json: bool) -> None:
    """Load CASES cases, modelled on demonstration cases, without pictures.

    They are kept under CASEFLOW_HOME/bench and used again. With a PostgreSQL in DATABASE_URL (an
    empty one, whose owner may set session_replication_role) the rows go there. Exit code 2: the
    database is in use, or holds another load.
    """
    from caseflow import create_app
    from caseflow.bench.load import load

    with create_app(bench_settings()).app_context():
        found = load(cases, seed, lambda sentence: click.echo(sentence, err=True))
    if as_json:
        click.echo(json.dumps(found))
    else:
        click.echo(", ".join(f"{name}: {value}" for name, value in found.items()))


@bench_group.command("desk")
@click.option("--cases", type=int, help="Refuse a load of another size.")
@click.option("--rounds", type=click.IntRange(1), default=ROUNDS, show_default=True)
@click.option("--only", multiple=True, help="Only this figure; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def desk_command(cases: int | None, rounds: int, only: tuple[str, ...], as_json: bool) -> None:
    """Time what an operator waits for, as ratios to the same SQL through the bare driver.

    Runs on what `caseflow bench load` has loaded. Exit code 2: there is no load, or one of another
    size than --cases.
    """
    from caseflow import create_app
    from caseflow.bench.desk import loaded_cases, time_desk

    app = create_app(bench_settings())
    with app.app_context():
        found, database = loaded_cases(cases), db.engine.dialect.name
    times = time_desk(app, rounds, only)
    click.echo(lines(report("desk", database, found, times), as_json))
