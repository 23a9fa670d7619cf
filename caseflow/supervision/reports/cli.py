"""`caseflow figures`: making them current, the overdue report, and the table of measures."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from caseflow.supervision.reports.actions.refreshing import rebuild_figures, refresh_figures
from caseflow.supervision.reports.describing import measures_markdown
from caseflow.supervision.reports.queries.overdue import overdue_report
from caseflow.supervision.reports.reach import Reach


@click.group("figures")
def figures_group() -> None:
    """The figures: refresh, rebuild, report."""


@figures_group.command("refresh")
@with_appcontext
def refresh_command() -> None:
    """Make the figures current: a refresh costs what changed since the last one."""
    click.echo(f"{refresh_figures()} cases looked at")


@figures_group.command("rebuild")
@with_appcontext
def rebuild_command() -> None:
    """Make every line and every row anew from the cases."""
    click.echo(f"{rebuild_figures()} cases looked at")


@figures_group.command("overdue")
@click.option("--origin", default="", help="Only petitions imported from this sending system.")
@click.option("--from", "first", default="", help="Only petitions answered in this month or later.")
@click.option("--to", "last", default="", help="Only petitions answered up to this month.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def overdue_command(origin: str, first: str, last: str, as_json: bool) -> None:
    """How long answered petitions took: median, and how many over 5, 10, 15 working days.

    From the day of the message, which is not counted, to and including the day of the reply. The
    figures are those of the last refresh; a first one is made if there was none.
    """
    refresh_figures()
    found = overdue_report(Reach(None), origin=origin, first=first, last=last)
    if as_json:
        click.echo(json.dumps(found.plain(), ensure_ascii=False))
        return
    for name, value in found.plain().items():
        click.echo(f"{name:28} {value}")


@figures_group.command("measures")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print docs/measures.md.")
@with_appcontext
def measures_command(as_markdown: bool) -> None:
    """Print the table of measures with their sources."""
    text = measures_markdown()
    if not as_markdown:
        text = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    click.echo(text, nl=not as_markdown)
