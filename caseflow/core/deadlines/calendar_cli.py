"""`caseflow calendar`: which years are official, and taking in a State Council list."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from caseflow.core.deadlines.calendar_data import read_list
from caseflow.core.deadlines.importing import import_calendar
from caseflow.core.deadlines.queries import calendar_years
from caseflow.ground.unit_of_work import unit_of_work

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("calendar")
def calendar_group() -> None:
    """The working calendar: its years, and lists to take in."""


@calendar_group.command("list")
@JSON
@with_appcontext
def list_command(as_json: bool) -> None:
    """Print the years and whether each is official."""
    years = calendar_years()
    if as_json:
        body = [{"year": y.year, "official": y.is_official, "imported": y.is_imported}
                for y in years]  # fmt: skip
        click.echo(json.dumps(body))
        return
    for year in years:
        state = "official" if year.is_official else "provisional"
        click.echo(f"{year.year}  {state}{' (imported)' if year.is_imported else ''}")


@calendar_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@JSON
@with_appcontext
def import_command(file: Path, as_json: bool) -> None:
    """Take in a year's list (JSON as holiday-cn writes it) and move the deadlines it concerns.

    Exit code 2: the list is empty, not whole or not a list; then nothing is changed.
    """
    raw = file.read_bytes()
    year, days = read_list(raw)
    with unit_of_work():
        moved = len(import_calendar(year, days, None, raw))
    if as_json:
        click.echo(json.dumps({"year": year, "days": len(days), "moved": moved}))
        return
    click.echo(f"{year}: {len(days)} days taken in, {moved} open deadlines moved")
