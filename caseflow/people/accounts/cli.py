"""`caseflow user`: accounts from the command line; makes the first administrator."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from sqlalchemy import select

from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions import users
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.queries import all_sessions, all_users
from caseflow.people.permissions.policy import Role

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from a line of stdin."
)


@click.group("user")
def user_group() -> None:
    """Accounts: create, list, close, new passwords, sessions."""


@contextmanager
def _act() -> Iterator[None]:
    """Write in English words, in one transaction, with the command line as the place."""
    db.session.info["origin"] = "cli"
    with force_locale("en"), unit_of_work():
        yield


def _user(username: str) -> User:
    found = db.session.scalar(select(User).where(User.username == username.strip().lower()))
    if found is None:
        raise BadInput(f"There is no account named {username}.")
    return found


def _unit_id(code: str) -> int:
    found = db.session.scalar(select(Unit.id).where(Unit.code == code))
    if found is None:
        known = ", ".join(db.session.scalars(select(Unit.code).order_by(Unit.id).limit(20)))
        raise BadInput(f"There is no unit with the code {code}. The first codes are: {known}.")
    return found


def _password(from_stdin: bool) -> str:
    """Return the password: from stdin, else CASEFLOW_ADMIN_PASSWORD, else typed twice."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = settings().admin_password
    if given:
        return given
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@user_group.command("create")
@click.argument("username")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--unit", "unit_code", required=True, help="Code of the unit, such as bureau.")
@click.option("--name", help="The person's name; the user name if not given.")
@click.option("--email", help="Address for reminders.")
@click.option("--certificate", help="Number of the enforcement certificate (officers).")
@click.option("--on-duty", is_flag=True, help="The duty dispatcher or duty supervisor.")
@click.option("--must-change", is_flag=True, help="Ask for another password at the first sign-in.")
@STDIN
@with_appcontext
def create_command(
    username: str,
    role: str,
    unit_code: str,
    name: str | None,
    email: str | None,
    certificate: str | None,
    on_duty: bool,
    must_change: bool,
    password_stdin: bool,
) -> None:
    """Add an account. Its password is prompted for, or CASEFLOW_ADMIN_PASSWORD, or from stdin."""
    command = users.UserCommand(
        display_name=name or username,
        role=role,
        unit_id=_unit_id(unit_code),
        email=email,
        certificate_number=certificate,
        is_on_duty=on_duty,
    )
    password = _password(password_stdin)
    with _act():
        user = users.create_user(
            username, command, password, None, must_change_password=must_change
        )
        created = user.username
    click.echo(f"{created} can sign in as {role}.")


@user_group.command("list")
@JSON
@with_appcontext
def list_command(as_json: bool) -> None:
    """Print all accounts, open ones first."""
    rows = all_users()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=_plain))
        return
    for row in rows:
        state = "" if row["is_active"] else "  (closed)"
        click.echo(
            f"{row['username']:<20} {row['role']:<14} {row['unit']:<16} {row['name']}{state}"
        )


@user_group.command("reset-password")
@click.argument("username")
@STDIN
@with_appcontext
def reset_password_command(username: str, password_stdin: bool) -> None:
    """Give an account a random password (or one from stdin) and end its sessions."""
    user = _user(username)
    given = _password(True) if password_stdin else None
    with _act():
        chosen = users.reset_password(user, None, given)
    if given is None:
        click.echo(chosen)
    click.echo(f"{user.username} must choose another password at the next sign-in.", err=True)


@user_group.command("deactivate")
@click.argument("username")
@with_appcontext
def deactivate_command(username: str) -> None:
    """Close an account and end its sessions; what the person did stays."""
    user = _user(username)
    with _act():
        users.close_user(user, None)
    click.echo(f"{user.username} is closed.")


@user_group.command("reactivate")
@click.argument("username")
@with_appcontext
def reactivate_command(username: str) -> None:
    """Open a closed account again."""
    user = _user(username)
    with _act():
        users.reopen_user(user, None)
    click.echo(f"{user.username} is open.")


@user_group.command("sessions")
@click.argument("username", required=False)
@click.option("--end", is_flag=True, help="End all sessions of this person.")
@JSON
@with_appcontext
def sessions_command(username: str | None, end: bool, as_json: bool) -> None:
    """Print who is signed in where; with --end, sign one person out everywhere."""
    if end:
        if username is None:
            raise click.UsageError("--end needs a user name.")
        user = _user(username)
        with _act():
            count = users.end_sessions(user, None)
        click.echo(f"{count} sessions ended.", err=True)
    rows = all_sessions(_user(username).id if username else None)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=_plain))
        return
    for row in rows:
        seen = row["last_seen_at"].isoformat(timespec="seconds")
        click.echo(f"{row['username']:<20} {seen}  {row['address']:<20} {row['browser']}")


def _plain(value: Any) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()
