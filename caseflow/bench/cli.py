"""`caseflow bench`: volume to measure on, and what is measured."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import click

from caseflow.bench.timing import ROUNDS, lines, report
from caseflow.ground.config import Settings, read_settings
from caseflow.ground.extensions import db

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


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
@click.option("--open", "open_count", type=click.IntRange(1), help="Exactly so many open cases.")
@click.option("--late", type=click.IntRange(0), default=300, help="So many of them late; today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def load_command(cases: int, seed: int, open_count: int | None, late: int, as_json: bool) -> None:
    """Load CASES cases, modelled on demonstration cases, without pictures.

    They are kept under CASEFLOW_HOME/bench and used again. With a PostgreSQL in DATABASE_URL (an
    empty one, whose owner may set session_replication_role) the rows go there. Exit code 2: the
    database is in use, or holds another load.
    """
    from caseflow import create_app
    from caseflow.bench.load import load
    from caseflow.bench.open_work import OpenWork

    wanted = OpenWork(open_count, late) if open_count else None
    with create_app(bench_settings()).app_context():
        found = load(cases, seed, lambda sentence: click.echo(sentence, err=True), wanted)
    if as_json:
        click.echo(json.dumps(found))
    else:
        click.echo(", ".join(f"{name}: {value}" for name, value in found.items()))


@bench_group.command("triage")
@click.option("--train", "train_file", type=FILE, required=True, help="CSV of labelled messages.")
@click.option("--test", "test_file", type=FILE, required=True, help="The same file: five splits.")
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same splits.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def triage_command(train_file: Path, test_file: Path, seed: int, as_json: bool) -> None:
    """Measure how often the likely category is right, by the product's model and by keywords.

    Near-duplicates are kept on one side of each split; of two files, those of the test are left
    out of the training. Needs no database.
    """
    from caseflow.bench.triage import UnknownFile, bench

    try:
        found = bench(train_file, test_file, seed)
    except UnknownFile as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps({"bench": "triage", **found}, ensure_ascii=False))
        return
    keywords = found["keyword_only"]
    for name, one in (("model", found), ("keyword table", keywords)):
        click.echo(f"{name}: first {one['top1']:.1%}, in three {one['top3']:.1%}")
    for label, recall in found["recall"].items():
        click.echo(f"  {label}: {recall:.1%} (keyword table {keywords['recall'][label]:.1%})")


@bench_group.command("duplicates")
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the messages of the petition board.",
)
@click.option(
    "--pairs",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with the columns id_a and id_b: messages known to be near-duplicates.",
)
@click.option("--draw", type=click.IntRange(1), help="List so many suggestions to be labelled.")
@click.option("--seed", type=int, default=7, show_default=True, help="Of the drawing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def duplicates_command(data: Path, pairs: Path, draw: int | None, seed: int, as_json: bool) -> None:
    """Replay a petition board through the duplicate query, in a database made for it alone.

    Prints numbers only: no text of the messages is printed or kept.
    """
    from caseflow import create_app
    from caseflow.bench import duplicates

    messages, known = duplicates.read_messages(data), duplicates.read_pairs(pairs)
    with tempfile.TemporaryDirectory() as home:
        env = {"CASEFLOW_HOME": home}
        app = create_app(read_settings(env))
        with app.app_context():
            told = duplicates.replay(messages, lambda sentence: click.echo(sentence, err=True))
            db.session.remove()
            db.engine.dispose()
    found = duplicates.measured(messages, known, told)
    if draw:
        found["drawn"] = duplicates.drawn(told, draw, seed)
    if as_json:
        click.echo(json.dumps(found))
    else:
        click.echo("\n".join(f"{name}: {value}" for name, value in found.items()))


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


@bench_group.command("lists")
@click.option("--cases", type=int, help="Refuse a load of another size.")
@click.option("--rounds", type=click.IntRange(1), default=ROUNDS, show_default=True)
@click.option("--only", multiple=True, help="Only this figure; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def lists_command(cases: int | None, rounds: int, only: tuple[str, ...], as_json: bool) -> None:
    """Time the lists of a supervisor, as ratios to the same SQL through the bare driver.

    Runs on what `caseflow bench load` has loaded; with its --open and --late, lists hold as much
    at every volume and can be compared. Exit code 2: no load, or one of another size than --cases.
    """
    from caseflow import create_app
    from caseflow.bench.desk import loaded_cases
    from caseflow.bench.lists import time_lists

    app = create_app(bench_settings())
    with app.app_context():
        found, database = loaded_cases(cases), db.engine.dialect.name
    times = time_lists(app, rounds, only)
    click.echo(lines(report("lists", database, found, times), as_json))


@bench_group.command("field")
@click.option("--cases", type=int, help="Refuse a load of another size.")
@click.option("--visits", type=click.IntRange(1), default=100, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def field_command(cases: int | None, visits: int, as_json: bool) -> None:
    """Time the sync of VISITS visits with four photographs each; watch a film and slow tablets.

    Runs on what `caseflow bench load` has loaded, and adds some cases and petitions to it. Beside
    the figures: `film`, the memory of the web workers while 200 MB come in by pieces, and
    `slow_tablets`, registration at the desk alone and beside twenty tablets at 10 kB/s.
    """
    from caseflow import create_app
    from caseflow.bench.desk import loaded_cases
    from caseflow.bench.field.serving import film_memory, running, slow_tablets
    from caseflow.bench.field.syncing import time_sync

    app = create_app(bench_settings())
    with app.app_context():
        found, database = loaded_cases(cases), db.engine.dialect.name
    told = report("field", database, found, time_sync(app, visits))
    with running(bench_settings()) as server:
        told["film"] = film_memory(app, server)
        told["slow_tablets"] = slow_tablets(app, server)
    click.echo(lines(told, as_json))
    if not as_json:
        for name in ("film", "slow_tablets"):
            click.echo(f"{name}: {json.dumps(told[name])}")


@bench_group.command("sweep")
@click.option(
    "--size",
    "sizes",
    type=click.IntRange(2000),
    multiple=True,
    default=(10_000, 1_000_000),
    show_default=True,
    help="How many running clocks; give it twice.",
)
@click.option("--due", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=7, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def sweep_command(sizes: tuple[int, ...], due: int, rounds: int, as_json: bool) -> None:
    """Time the sweep of reminders with DUE of them due among few and among many running clocks.

    Makes a database of its own for each size (on PostgreSQL beside the one that DATABASE_URL
    names, whose user must be allowed to make databases), and lets two sweepers run at once.
    """
    from caseflow.bench import sweep

    home = bench_settings()
    found = sweep.time_sweep(sizes, due, rounds, home, lambda said: click.echo(said, err=True))
    click.echo(json.dumps(found) if as_json else sweep.lines(found))


@bench_group.command("redaction")
@click.option("--data", "data_file", type=FILE, help="Labelled lines; else the project's own set.")
@click.option("--show", is_flag=True, help="Also list what is missed and what is marked in vain.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def redaction_command(data_file: Path | None, show: bool, as_json: bool) -> None:
    """Measure how much of what is private is proposed to be hidden, on labelled summaries.

    A line is {"text", "marks": [{"start", "end", "kind"}]}. A detail counts as found if marks lie
    over all of it; a mark is false if it touches none. Needs no database.
    """
    from caseflow.bench import redaction

    try:
        found = redaction.read_lines(data_file or redaction.DEFAULT)
    except redaction.UnknownFile as error:
        raise click.UsageError(str(error)) from error
    if show:
        click.echo("\n".join(redaction.shown(found)), err=True)
    told = redaction.measured(found)
    if as_json:
        click.echo(json.dumps({"bench": "redaction", **told}, ensure_ascii=False))
        return
    click.echo(f"recall {told['recall']:.2%} of {told['details']} details")
    click.echo(f"false marks in 200 characters: {told['false_per_200_chars']:.3f}")
    for kind, one in told["by_kind"].items():
        click.echo(f"  {kind}: {one['found']} of {one['total']}")


@bench_group.command("publish")
@click.option("--publications", type=click.IntRange(10), default=10_000, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed, same pages.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def publish_command(publications: int, seed: int, as_json: bool) -> None:
    """Time the static bundle of PUBLICATIONS from cold, and one change after it.

    In a database made for it alone; the floor is the same files written plainly in the same run.
    """
    from caseflow import create_app
    from caseflow.bench.publishing import lines as said
    from caseflow.bench.publishing import time_publishing
    from caseflow.bootstrap import ensure_database

    beside = read_settings().home
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix="bench-publish-") as home:
        app = create_app(read_settings({"CASEFLOW_HOME": home}))
        with app.app_context():
            ensure_database(may_make=True)
        found = time_publishing(app, publications, seed, Path(home) / "site")
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    if as_json:
        click.echo(json.dumps(found))
    else:
        said(found, click.echo)
