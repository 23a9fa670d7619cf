"""`caseflow checklists`: the checklists of visits in the version that counts."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from caseflow.field.inspections.checklists.queries import checklists


@click.command("checklists", help="The checklists of visits, with the basis of every item.")
@click.option("--json", "as_json", is_flag=True, help="As a tablet takes them along.")
@with_appcontext
def checklists_command(as_json: bool) -> None:
    """Print the lists; an item whose basis is unverified carries its mark."""
    rows = checklists()
    if as_json:
        found = [
            {
                "code": row.code,
                "version": row.version,
                "kind": row.kind,
                "name": row.name,
                "items": [item.as_plain() for item in row.items],
            }
            for row in rows
        ]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"# {row.code}\tversion {row.version}\t{row.name}")
        for item in row.items:
            photograph = "photograph" if item.asks_photograph else ""
            click.echo(f"{item.code}\t{item.words}\t{item.basis}\t{item.mark}\t{photograph}")
