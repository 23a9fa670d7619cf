"""Statements that make the database itself refuse to change what is only ever appended.

Used by migrations. Each statement is complete; SQLite and PostgreSQL have their own.
"""

from __future__ import annotations

APPEND_ONLY = (
    "account_events",
    "calendar_imports",
    "assessment_weights",
    "canned_text_versions",
    "case_events",
    "checklist_versions",
    "complainant_looks",
    "coordination_minutes",
    "deadline_changes",
    "knowledge_versions",
    "dispatch_events",
    "draws",
    "delivery_proofs",
    "document_looks",
    "document_versions",
    "enforcement_facts",
    "evidence_custody",
    "extension_decisions",
    "extension_requests",
    "export_log",
    "field_file_looks",
    "joint_handlings",
    "joint_partners",
    "minutes_points",
    "figure_snapshots",
    "petition_ratings",
    "publication_criteria",
    "publication_events",
    "reward_events",
    "reward_looks",
    "reward_rule_changes",
    "snapshot_lines",
    "source_events",
    "term_settings",
    "visits",
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

SUBMISSION_WORDS = (
    "client_id",
    "device_id",
    "user_id",
    "kind",
    "based_on_version",
    "captured_at",
    "payload",
    "content_hash",
    "received_at",
)
"""Columns of what a tablet sent that are as sent for ever."""

DOCUMENT_FIXED = (
    "case_id",
    "form",
    "number",
    "file_id",
    "version",
    "issued_at",
    "issued_by_id",
)
"""Columns of a document that stay for ever once it is issued."""


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


def _submissions(dialect: str) -> list[str]:
    columns = ", ".join(SUBMISSION_WORDS)
    refuse = "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()"
    if dialect == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'a submission is kept as sent'); END"
    return [
        f"CREATE TRIGGER field_submissions_as_sent BEFORE UPDATE OF {columns} "
        f"ON field_submissions {refuse}",
        f"CREATE TRIGGER field_submissions_no_delete BEFORE DELETE ON field_submissions {refuse}",
    ]


def _sqlite_documents() -> list[str]:
    columns = ", ".join(DOCUMENT_FIXED)
    return [
        f"CREATE TRIGGER documents_as_issued BEFORE UPDATE OF {columns} ON documents "
        "WHEN OLD.issued_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'an issued document is kept as issued'); END",
        "CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents "
        "BEGIN SELECT RAISE(ABORT, 'a document is kept'); END",
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


def _postgresql_documents() -> list[str]:
    columns = ", ".join(DOCUMENT_FIXED)
    return [
        f"CREATE TRIGGER documents_as_issued BEFORE UPDATE OF {columns} ON documents "
        "FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION caseflow_refuse()",
        "CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
    ]


_FUNCTION = (
    "CREATE OR REPLACE FUNCTION caseflow_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)


def create_statements(dialect: str) -> list[str]:
    """Return the statements that install the triggers on `dialect`."""
    if dialect == "sqlite":
        made = [s for table in APPEND_ONLY for s in _sqlite_append_only(table)]
        made += [*_sqlite_petitions(), *_sqlite_documents()]
    else:
        made = [_FUNCTION]
        made += [s for table in APPEND_ONLY for s in _postgresql_append_only(table)]
        made += [*_postgresql_petitions(), *_postgresql_documents()]
    return [*made, *_submissions(dialect)]


def drop_statements(dialect: str) -> list[str]:
    """Return the statements that take the triggers away again."""
    dropped = []
    for statement in create_statements(dialect):
        if statement.startswith("CREATE TRIGGER"):
            name, table = statement.split()[2], statement.split(" ON ")[1].split()[0]
            dropped.append(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}"))
    return dropped
