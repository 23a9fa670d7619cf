"""`caseflow import`: files of other systems into the register."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from caseflow.core.petitions.models import Channel
from caseflow.core.petitions.reference import TRACKS
from caseflow.desk.imports.actions.batches import take_in_batches
from caseflow.desk.imports.actions.runs import switched
from caseflow.desk.imports.actions.taking import Outcome, Target, preview_entries
from caseflow.desk.imports.actions.working import announce
from caseflow.desk.imports.columns import FIELDS
from caseflow.desk.imports.mapping import Plan, complete, parse_mapping, plan
from caseflow.desk.imports.models import ImportMapping
from caseflow.desk.imports.reading import Unreadable, read_path
from caseflow.desk.imports.saved.queries import saved_by_name
from caseflow.desk.imports.saved.rules import choose, fit
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
@click.option("--origin", default="", help="The sending system; its numbers are unique in it.")
@click.option("--channel", default="", help="Code of the channel; 12345 unless saved otherwise.")
@click.option("--track", type=click.Choice(FILE_TRACKS), help="report unless saved otherwise.")
@click.option(
    "--saved", "saved_name", default="", help="Columns, sender and kind as saved under this name."
)
@click.option(
    "--mapping",
    "words",
    default="",
    help="field=Header,field=Header, or a JSON file of the same; an empty header switches a field "
    f"off. Fields: {', '.join(FIELDS)}.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def petitions_command(
    file: Path,
    origin: str,
    channel: str,
    track: str | None,
    saved_name: str,
    words: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import petitions from FILE (xlsx, csv or JSON lines).

    A second run adds nothing; a number with other content is reported and never overwritten. A
    message whose address names only a year and month counts from the first of that month. Exit
    code 0 when the file was read, even with rejected rows; 2 when it cannot be.
    """
    try:
        table = read_path(file)
        kept = _saved(saved_name, table.headers) if saved_name else None
        target = _target(
            origin or (kept.origin if kept else ""),
            channel or (kept.channel_code if kept else "12345"),
            track or (kept.track if kept else "report"),
        )
        mapping = _by_saved(kept, table.headers) | _mapping(words) if kept else _mapping(words)
        planned = plan(table.rows, complete(mapping, table.headers), clock.now())
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


def _saved(name: str, headers: Sequence[str]) -> ImportMapping:
    """Return the saved mapping of this name, or of this sender for such a file."""
    found = saved_by_name(name)
    if len(found) > 1:
        found = choose(found, headers) or found
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"“{one.name}”" for one in found)
        raise BadInput(f"Several mappings are saved for “{name}”: {names}. Name one of them.")
    raise BadInput(f"No mapping is saved under the name or sender “{name}”.")


def _by_saved(saved: ImportMapping, headers: Sequence[str]) -> dict[str, str]:
    """Return the mapping for the file, every other field off; say on stderr what differs."""
    found = fit(saved, headers)
    for header in found.missing:
        click.echo(f"the saved column “{header}” is missing", err=True)
    for old, new in found.replaced:
        click.echo(f"“{new}” is taken in place of the saved column “{old}”", err=True)
    for header in found.added:
        click.echo(f"the column “{header}” is new", err=True)
    return switched(found.mapping)


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
