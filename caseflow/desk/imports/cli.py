"""`caseflow import`: files of other systems into the register."""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from caseflow.core.petitions.models import Channel
from caseflow.core.petitions.reference import TRACKS
from caseflow.desk.imports.actions.batches import take_in_batches
from caseflow.desk.imports.actions.taking import Outcome, Target, preview_entries
from caseflow.desk.imports.actions.working import announce
from caseflow.desk.imports.mapping import Plan, complete, parse_mapping, plan
from caseflow.desk.imports.reading import Unreadable, read_path
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work

FILE_TRACKS = [track for track in TRACKS if track != "inspection"]


@click.group("import")
def import_group() -> None:
    """Bring in what other systems have."""


@import_group.command("petitions")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--origin", required=True, help="The sending system; its numbers are unique in it.")
@click.option("--channel", default="12345", show_default=True, help="Code of the channel.")
@click.option("--track", type=click.Choice(FILE_TRACKS), default="report", show_default=True)
@click.option(
    "--mapping", "words", default="", help="field=Header,field=Header, or a JSON file of the same."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def petitions_command(
    file: Path, origin: str, channel: str, track: str, words: str, dry_run: bool, as_json: bool
) -> None:
    """Import petitions from FILE (xlsx, csv or JSON lines).

    A second run adds nothing; a number with other content is reported and never overwritten. A
    message whose address names only a year and month counts from the first of that month. Exit
    code 0 when the file was read, even with rejected rows; 2 when it cannot be.
    """
    target = _target(origin, channel, track)
    try:
        table = read_path(file)
        planned = plan(table.rows, complete(_mapping(words), table.headers), clock.now())
    except Unreadable as error:
        raise BadInput(str(error)) from error
    outcome = preview_entries(planned.entries, target) if dry_run else _take(planned, target)
    _print(summary(planned, outcome), as_json, dry_run)


def _target(origin: str, channel: str, track: str) -> Target:
    origin = " ".join(origin.split())
    if not origin or len(origin) > 80:
        raise BadInput("--origin must name the sending system in at most 80 characters.")
    if db.session.scalar(select(Channel.code).where(Channel.code == channel)) is None:
        known = ", ".join(db.session.scalars(select(Channel.code).order_by(Channel.position)))
        raise BadInput(f"There is no channel “{channel}”; there are: {known}.")
    return Target(origin, channel, track)


def _mapping(words: str) -> dict[str, str]:
    if not re.fullmatch(r".+\.json", words.strip()):
        return parse_mapping(words)
    try:
        return parse_mapping(Path(words.strip()).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The mapping {words} cannot be read.") from error


def _take(planned: Plan, target: Target) -> Outcome:
    outcome = take_in_batches(planned.entries, target, lambda: None, origin="cli")
    if outcome.imported:
        with unit_of_work():
            announce(f"cli:{secrets.token_hex(8)}", outcome.imported, None)
    return outcome


def summary(planned: Plan, outcome: Outcome) -> dict[str, Any]:
    """Return the result as it is printed; `rejected` in the order of the file."""
    rejected = sorted([*planned.rejected, *outcome.rejected], key=lambda found: found.row)
    return {
        "rows": planned.row_count,
        "imported": outcome.imported,
        "already_there": outcome.already_there + planned.repeats,
        "replies": outcome.replies,
        "rejected": [{"row": found.row, "reason": str(found.problem)} for found in rejected],
    }


def _print(result: dict[str, Any], as_json: bool, dry_run: bool) -> None:
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    for found in result["rejected"]:
        click.echo(f"row {found['row']}: {found['reason']}")
    would = "would be " if dry_run else ""
    click.echo(
        f"{result['rows']} rows: {result['imported']} {would}imported, "
        f"{result['already_there']} already there, {result['replies']} replies, "
        f"{len(result['rejected'])} rejected"
    )
