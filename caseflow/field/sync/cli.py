"""`caseflow field`: the key of the bureau, and saved copies of tablets."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from caseflow.field.sync.actions.copies import Outcome, import_copy
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.record_sealing import add_bureau_key, bureau_keys
from caseflow.ground.regions.boundary import keep_boundary
from caseflow.people.accounts.models import User


@click.group("field")
def field_group() -> None:
    """What tablets send."""


@field_group.command("key")
@click.option("--new", is_flag=True, help="Make a new key; old ones still open old records.")
@with_appcontext
def key_command(new: bool) -> None:
    """Print the id and the public part (base64) of the bureau's key; made if there is none."""
    if new:
        add_bureau_key(settings().bureau_keys_file)
    public = bureau_keys().public
    click.echo(f"{public.id}\t{public.public_key}")


@field_group.command("import")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--by", "username", required=True, help="Account of who brings the copy in.")
@with_appcontext
def import_command(file: Path, username: str) -> None:
    """Bring in a saved copy of a tablet; what came before is left as it is.

    A copy of somebody else's records waits for a decision on the page “Records of tablets”. Exit
    code 1 if a line could not be read.
    """
    importer = db.session.scalar(select(User).where(User.username == username, User.is_active))
    if importer is None:
        raise BadInput(f"There is no account {username}.")
    with file.open("rb") as stream:
        outcome = import_copy(stream, importer)
    _print(outcome)
    if outcome.faults:
        raise SystemExit(1)


@field_group.command("boundary")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@with_appcontext
def boundary_command(file: Path) -> None:
    """Bring in the county's boundary (GeoJSON) for the map of the round on tablets."""
    rings = keep_boundary(file.read_bytes())
    click.echo(f"{len(rings)} rings, {sum(map(len, rings))} points")


def _print(outcome: Outcome) -> None:
    click.echo(
        f"{outcome.owner}: {outcome.taken_count} taken, {outcome.waiting_count} need attention, "
        f"{outcome.known_count} came before, {outcome.file_count} files"
    )
    for number, sentence in outcome.faults:
        click.echo(f"line {number}: {sentence}" if number else sentence, err=True)
