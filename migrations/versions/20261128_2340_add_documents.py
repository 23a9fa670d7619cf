"""Add official documents, their versions and looks, and the tablet's name of evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

APPEND_ONLY = ("document_versions", "document_looks")
FIXED = ("case_id", "form", "number", "file_id", "version", "issued_at", "issued_by_id")


def _append_only(dialect: str, table: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ]


def _issued(dialect: str) -> list[str]:
    columns = ", ".join(FIXED)
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER documents_as_issued BEFORE UPDATE OF {columns} ON documents "
            "WHEN OLD.issued_at IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'an issued document is kept as issued'); END",
            "CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents "
            "BEGIN SELECT RAISE(ABORT, 'a document is kept'); END",
        ]
    return [
        f"CREATE TRIGGER documents_as_issued BEFORE UPDATE OF {columns} ON documents "
        "FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION caseflow_refuse()",
        "CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
    ]


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("inspection_id", _big_id(), nullable=True),
        sa.Column("order_id", _big_id(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("file_id", _big_id(), nullable=True),
        sa.Column("replaces_id", _big_id(), nullable=True),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("created_by_id", _big_id(), nullable=False),
        sa.Column("issued_at", _instant(), nullable=True),
        sa.Column("issued_by_id", _big_id(), nullable=True),
        sa.Column("voided_at", _instant(), nullable=True),
        sa.Column("voided_by_id", _big_id(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        *_keys(
            "documents",
            case_id="cases",
            inspection_id="inspections",
            order_id="rectification_orders",
            file_id="stored_files",
            replaces_id="documents",
            created_by_id="users",
            issued_by_id="users",
            voided_by_id="users",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_case_id"), "documents", ["case_id"])
    standing = sa.text("number IS NOT NULL AND voided_at IS NULL")
    op.create_index(
        "ix_documents_standing_number",
        "documents",
        ["number"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "document_versions",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("document_id", _big_id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("made_at", _instant(), nullable=False),
        sa.Column("made_by_id", _big_id(), nullable=False),
        *_keys("document_versions", document_id="documents", made_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_versions")),
        sa.UniqueConstraint(
            "document_id", "version", name=op.f("uq_document_versions_document_id_version")
        ),
    )
    op.create_table(
        "document_looks",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("document_id", _big_id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        *_keys("document_looks", document_id="documents", user_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_looks")),
    )
    for column in ("document_id", "user_id"):
        op.create_index(op.f(f"ix_document_looks_{column}"), "document_looks", [column])
    op.add_column("evidence", sa.Column("client_id", sa.String(length=36), nullable=True))
    op.create_index(op.f("ix_evidence_client_id"), "evidence", ["client_id"], unique=True)
    dialect = op.get_bind().dialect.name
    for statement in [s for table in APPEND_ONLY for s in _append_only(dialect, table)]:
        op.execute(statement)
    for statement in _issued(dialect):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_evidence_client_id"), table_name="evidence")
    op.drop_column("evidence", "client_id")
    for table in ("document_looks", "document_versions", "documents"):
        op.drop_table(table)
