"""What the database user of the portal may do on PostgreSQL: insert, and ask by code. Pure.

No SELECT, UPDATE or DELETE on any table: what is read comes from functions that run with the
rights of the owner and return what belongs to a code, a token or a number (ADR 0029).
"""

from __future__ import annotations

SETTING = "CASEFLOW_DESK_DATABASE_URL"

INSERTS: dict[str, str] = {
    "portal_drafts": "each step of a petition, sealed with what only the browser has",
    "portal_files": "pictures, sealed to the bureau",
    "portal_submissions": "petitions handed in, sealed to the bureau",
    "portal_requests": "a new code, a rating, further words, sealed to the bureau",
}
"""Table → why the user may insert rows there, and do nothing else."""

FUNCTIONS: dict[str, str] = {
    "portal_draft(text)": "the sealed draft of a token",
    "portal_phone_count(text, timestamptz)": "how many petitions a keyed hash has handed in",
    "portal_rating(bigint, text)": "whether a petition was rated, for the signed link to do so",
    "portal_status(text, text)": "where a petition is, for its number and the hash of its code",
}
"""Function → what it returns; they stand in the migration that made them."""


def statements(role: str, database: str) -> list[str]:
    """Return what gives the PostgreSQL role all that and takes everything else.

    The role is there already, with LOGIN and a password of the administrator's choosing.
    """
    name, base = quoted(role), quoted(database)
    return [
        f"ALTER ROLE {name} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
        f"REVOKE ALL ON DATABASE {base} FROM {name}",
        f"REVOKE TEMPORARY ON DATABASE {base} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {base} TO {name}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA public FROM {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        *(
            f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {name}"
            for kind in ("TABLES", "SEQUENCES", "FUNCTIONS")
        ),
        *(f"GRANT INSERT ON {quoted(table)} TO {name}" for table in INSERTS),
        *(f"GRANT EXECUTE ON FUNCTION {function} TO {name}" for function in FUNCTIONS),
    ]


def quoted(name: str) -> str:
    """Return a name as SQL writes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'
