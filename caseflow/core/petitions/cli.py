"""`caseflow keys`: the keys that seal complainants, lookup codes and drafts."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from caseflow.core.petitions.resealing import SEALED_COLUMNS, reseal_batch
from caseflow.ground.config import settings
from caseflow.ground.sealing import add_key
from caseflow.ground.unit_of_work import unit_of_work


@click.group("keys")
def keys_group() -> None:
    """The keys that seal personal data."""


@keys_group.command("rotate")
@click.option("--resume", is_flag=True, help="Add no key: only finish sealing anew.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def rotate_command(resume: bool, as_json: bool) -> None:
    """Add a key and seal everything anew with it; running processes take it up by themselves.

    Old keys stay in the ring: backups and files waiting for import need them. Work goes on
    meanwhile; if this stops half-way, `--resume` finishes it.
    """
    if not resume:
        add_key(settings().seal_keys_file)
    counts: dict[str, int] = {}
    for sealed in SEALED_COLUMNS:
        name = f"{sealed.model.__tablename__}.{sealed.column}"
        counts[name], after = 0, 0
        while True:
            with unit_of_work():
                done = reseal_batch(sealed, after)
            if done is None:
                break
            after, counts[name] = done.last_id, counts[name] + done.count
    if as_json:
        click.echo(json.dumps({"resealed": counts}))
        return
    for name, count in counts.items():
        click.echo(f"{name}: {count} sealed anew")
