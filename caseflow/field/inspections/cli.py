"""`caseflow limits`: the limits of noise, fumes and waste that readings are judged by."""

from __future__ import annotations

import json
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from caseflow.field.inspections.limits import as_table
from caseflow.field.inspections.wording import words_table


def _line(row: dict[str, Any]) -> str:
    """Return one row as a line of text: id, clause, mark, days in force."""
    until = row["in_force_until"] or ""
    return f"{row['id']}\t{row['clause']}\t{row['mark']}\t{row['in_force_from']}–{until}"


@click.command("limits", help="The limits that readings are judged by, with their sources.")
@click.option("--json", "as_json", is_flag=True, help="The table and words a tablet takes along.")
@click.option("--language", default="zh_Hans_CN", help="zh_Hans_CN or en: of the words.")
@with_appcontext
def limits_command(as_json: bool, language: str) -> None:
    """Print the table; with --json as {"table": …, "words": …}."""
    table = as_table()
    if as_json:
        with force_locale(language):
            words = words_table()
        click.echo(json.dumps({"table": table, "words": words}, ensure_ascii=False))
        return
    for name, rows in table.items():
        if isinstance(rows, list):
            click.echo(f"# {name}")
            click.echo("\n".join(_line(row) for row in rows))
