"""What the database users of the public side may do; everything else is refused. Pure.

`caseflow public grants` makes the statements from these rows and nothing else (ADR 0031).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

READER = "reader"
DESK = "desk"


@dataclass(frozen=True, slots=True)
class DatabaseUser:
    """One user of the public side: which setting names it, and what it is for."""

    key: str
    setting: str
    is_read_only: bool
    why: str


@dataclass(frozen=True, slots=True)
class Right:
    """One row: what a user may do with a table. `columns` empty: all of them."""

    user: str
    table: str
    acts: tuple[str, ...]
    why: str
    columns: tuple[str, ...] = ()


USERS: tuple[DatabaseUser, ...] = (
    DatabaseUser(
        READER,
        "CASEFLOW_READER_DATABASE_URL",
        is_read_only=True,
        why="serves published pages and feeds, and writes the static bundle",
    ),
    DatabaseUser(
        DESK,
        "CASEFLOW_DESK_DATABASE_URL",
        is_read_only=False,
        why="takes petitions, requests and ratings in, and asks by code (ADR 0029)",
    ),
)

RIGHTS: tuple[Right, ...] = (
    Right(READER, "published_pages", ("SELECT",), "the pages as the public sees them"),
    Right(READER, "published_pictures", ("SELECT",), "their pictures, redacted"),
    Right(DESK, "portal_drafts", ("INSERT",), "each step, sealed with what only the browser has"),
    Right(DESK, "portal_files", ("INSERT",), "pictures, sealed to the bureau"),
    Right(DESK, "portal_submissions", ("INSERT",), "petitions, sealed to the bureau"),
    Right(DESK, "portal_requests", ("INSERT",), "new codes, ratings, further words, sealed"),
)


@dataclass(frozen=True, slots=True)
class Call:
    """One row: a function that a user may call, which runs with the rights of its owner."""

    user: str
    function: str
    why: str


CALLS: tuple[Call, ...] = (
    Call(DESK, "portal_draft(text)", "the sealed draft of a token"),
    Call(DESK, "portal_rating(bigint, text)", "whether it was rated, for the signed link"),
    Call(DESK, "portal_status(text, text)", "a petition, for its number and its code's hash"),
)
"""They stand in the migration that made them, closed to PUBLIC."""


def user_of(key: str) -> DatabaseUser:
    """Return the row of a user."""
    return next(user for user in USERS if user.key == key)


def statements(key: str, role: str, database: str) -> list[str]:
    """Return what gives the PostgreSQL role of a user its rights and takes every other.

    The role is there already, with LOGIN and a password of the administrator's choosing.
    """
    name = quoted(role)
    mode = "on" if user_of(key).is_read_only else "off"
    return [
        f"ALTER ROLE {name} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
        f"ALTER ROLE {name} SET default_transaction_read_only = {mode}",
        f"REVOKE ALL ON DATABASE {quoted(database)} FROM {name}",
        f"REVOKE TEMPORARY ON DATABASE {quoted(database)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {name}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA public FROM {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}",
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {name}",
        *_grants((right for right in RIGHTS if right.user == key), name),
        *(
            f"GRANT EXECUTE ON FUNCTION {call.function} TO {name}"
            for call in CALLS
            if call.user == key
        ),
    ]


def _grants(rights: Iterable[Right], name: str) -> Iterator[str]:
    for right in rights:
        columns = f" ({', '.join(map(quoted, right.columns))})" if right.columns else ""
        acts = ", ".join(act + columns for act in right.acts)
        yield f"GRANT {acts} ON {quoted(right.table)} TO {name}"


def quoted(name: str) -> str:
    """Return a name as SQL writes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'
