"""`caseflow draw verify`: repeats a draw from its inputs, as docs/draw.md tells it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from caseflow.field.inspections.draw.queries import get_draw, problems_of
from caseflow.field.inspections.draw.rules import (
    UnreadableInputs,
    as_plain,
    draw,
    faults,
    read_inputs,
)
from caseflow.ground.errors import BadInput


@click.group("draw", help="Double random draws.")
def draw_group() -> None:
    pass


@draw_group.command("verify", help="Repeat a draw: one that was kept (ID), or a file of inputs.")
@click.argument("draw_id", type=int, required=False)
@click.option("--file", "path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@with_appcontext
def verify(draw_id: int | None, path: Path | None) -> None:
    """Print hash and result; exit with 1 if a kept draw is not what its inputs give."""
    if (draw_id is None) == (path is None):
        raise BadInput("Give the number of a draw, or --file with its inputs.")
    if path is not None:
        _show(path.read_bytes())
        return
    row = get_draw(draw_id or 0)
    _show(row.inputs.encode())
    problems = problems_of(row)
    for sentence in problems:
        click.echo(sentence, err=True)
    if problems:
        raise SystemExit(1)
    click.echo(f"draw {row.id}: the inputs have the hash that was kept and give its result")


def _show(text: bytes) -> None:
    """Print what the inputs come to. Raises BadInput if they are none, or impossible."""
    try:
        inputs = read_inputs(text)
    except UnreadableInputs as error:
        raise BadInput(f"These are not the inputs of a draw: {error}") from error
    found = faults(inputs)
    if found:
        raise BadInput(found[0].words % dict(found[0].params))
    click.echo(f"sha256 {hashlib.sha256(text).hexdigest()}")
    objects = {row.id: row.name for row in inputs.objects}
    officers = {row.id: row.name for row in inputs.officers}
    for place, drawn in enumerate(draw(inputs), start=1):
        pair = ", ".join(f"{one} {officers[one]}" for one in drawn.officer_ids)
        click.echo(f"{place}. {drawn.object_id} {objects[drawn.object_id]}: {pair}")
    click.echo(json.dumps(as_plain(draw(inputs))))
