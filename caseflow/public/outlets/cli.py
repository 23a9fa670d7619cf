"""`caseflow site`: writing the static bundle by hand, and comparing it with what is published."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from caseflow.ground.config import settings
from caseflow.public.outlets.site.checking import check_site
from caseflow.public.outlets.site.writing import write_site

TO = click.option("--to", "place", help="A folder or s3://BUCKET/PREFIX instead of CASEFLOW_SITE.")


@click.group("site")
def site_group() -> None:
    """The static bundle: the public site as plain files."""


@site_group.command("write")
@TO
@with_appcontext
def write_command(place: str | None) -> None:
    """Bring the bundle up to date, as the worker does every minute."""
    done = write_site(_at(place))
    click.echo(f"{len(done.put)} files written, {len(done.removed)} removed.")


@site_group.command("check")
@TO
@with_appcontext
def check_command(place: str | None) -> None:
    """Compare every file of the bundle with what is published; exit code 1 if any differs."""
    found = check_site(_at(place))
    for name, paths in (
        ("missing", found.missing),
        ("different", found.different),
        ("beside it", found.strange),
    ):
        for path in paths:
            click.echo(f"{name}: {path}")
    click.echo(f"{found.count} files looked at, {found.fault_count} are not as they must be.")
    sys.exit(1 if found.fault_count else 0)


def _at(place: str | None) -> str:
    """Return where the bundle is; exit code 2 if there is to be none."""
    found = place or settings().site_address
    if found is None:
        raise click.UsageError("CASEFLOW_SITE is off: say where, with --to.")
    return found
