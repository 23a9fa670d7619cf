"""`caseflow public grants`: the rights of the database users of the public side, from one table."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.public.grants import READER, USERS, statements


@click.group("public")
def public_group() -> None:
    """The public side's own database users."""


@public_group.command("grants")
@click.option(
    "--user",
    "key",
    type=click.Choice([user.key for user in USERS]),
    default=READER,
    show_default=True,
)
@click.option("--role", help="Name of the PostgreSQL role; by default that of the setting.")
@click.option("--apply", "is_applied", is_flag=True, help="Run them, over DATABASE_URL.")
@with_appcontext
def grants_command(key: str, role: str | None, is_applied: bool) -> None:
    """Print the statements that give a role its rights and take all others; --apply runs them.

    Make the role first: CREATE ROLE caseflow_reader LOGIN PASSWORD '…'. Run this again after each
    upgrade: it says the whole of the rights, however often it is said.
    """
    name = role or _role_of(key)
    lines = statements(key, name, str(make_url(settings().database_url).database or ""))
    if is_applied:
        _apply(lines)
        click.echo(f"{name} has its rights and no others.")
        return
    click.echo("\n".join(f"{line};" for line in lines))


def _role_of(key: str) -> str:
    """Return the role that the setting of a user names, or the usual name."""
    found = settings()
    url = found.reader_database_url if key == READER else found.desk_database_url
    named = make_url(url).username if url else None
    return named or f"caseflow_{key}"


def _apply(lines: list[str]) -> None:
    if db.engine.dialect.name != "postgresql":
        raise CaseflowError("A SQLite file has no users: set DATABASE_URL to a PostgreSQL.")
    try:
        with db.engine.begin() as connection:
            for line in lines:
                connection.execute(text(line))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        raise CaseflowError(f"The rights are as before: {reason}") from error
