"""Statements that make the database itself refuse to change what is only ever appended.

Used by migrations. Each statement is complete; SQLite and PostgreSQL have their own.
"""

from __future__ import annotations

APPEND_ONLY = (
    "account_events",
    "canned_text_versions",
    "case_events",
    "complainant_looks",
    "deadline_changes",
    "knowledge_versions",
    "dispatch_events",
    "evidence_custody",
    "publication_events",
    "source_events",
    "term_settings",
)
"""Tables whose rows are never updated nor deleted."""

PETITION_WORDS = (
    "number",
    "origin_system",
    "origin_reference",
    "content_hash",
    "subject",
    "body",
    "request",
    "respondent_words",
    "address_text",
    "submitted_at",
    "registered_at",
    "complainant_id",
)
"""Columns of a petition that are as submitted for ever."""


def _sqlite_append_only(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _sqlite_petitions() -> list[str]:
    columns = ", ".join(PETITION_WORDS)
    return [
        f"CREATE TRIGGER petitions_no_update BEFORE UPDATE OF {columns} ON petitions "
        "BEGIN SELECT RAISE(ABORT, 'a petition is kept as submitted'); END",
        "CREATE TRIGGER petitions_no_delete BEFORE DELETE ON petitions "
        "BEGIN SELECT RAISE(ABORT, 'a petition is kept as submitted'); END",
        "CREATE TRIGGER petitions_stay_void BEFORE UPDATE OF voided_at ON petitions "
        "WHEN OLD.voided_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a void number is never used again'); END",
    ]


def _postgresql_append_only(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ]


def _postgresql_petitions() -> list[str]:
    columns = ", ".join(PETITION_WORDS)
    return [
        f"CREATE TRIGGER petitions_as_submitted BEFORE UPDATE OF {columns} ON petitions "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        "CREATE TRIGGER petitions_no_delete BEFORE DELETE ON petitions "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        "CREATE TRIGGER petitions_stay_void BEFORE UPDATE OF voided_at ON petitions "
        "FOR EACH ROW WHEN (OLD.voided_at IS NOT NULL) EXECUTE FUNCTION caseflow_refuse()",
    ]


_FUNCTION = (
    "CREATE OR REPLACE FUNCTION caseflow_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)


def create_statements(dialect: str) -> list[str]:
    """Return the statements that install the triggers on `dialect`."""
    if dialect == "sqlite":
        made = [s for table in APPEND_ONLY for s in _sqlite_append_only(table)]
        return made + _sqlite_petitions()
    made = [s for table in APPEND_ONLY for s in _postgresql_append_only(table)]
    return [_FUNCTION, *made, *_postgresql_petitions()]


def drop_statements(dialect: str) -> list[str]:
    """Return the statements that take the triggers away again."""
    dropped = []
    for statement in create_statements(dialect):
        if statement.startswith("CREATE TRIGGER"):
            name, table = statement.split()[2], statement.split(" ON ")[1].split()[0]
            dropped.append(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}"))
    return dropped
