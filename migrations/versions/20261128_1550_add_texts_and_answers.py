"""Add canned texts and the knowledge base, append-only by version; whether single keys are used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = ("canned_text_versions", "knowledge_versions")


def _triggers(table: str, dialect: str) -> list[str]:
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


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _head(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("shipped_key", sa.String(length=60), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("shipped_key", name=op.f(f"uq_{table}_shipped_key")),
    )


def _versions(table: str, heads: str, key: str, columns: list[sa.Column[object]]) -> None:
    """Make a table of versions: what is common to both, and its own columns."""
    op.create_table(
        table,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column(key, _big_id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *columns,
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id(), nullable=True),
        sa.ForeignKeyConstraint([key], [f"{heads}.id"], name=op.f(f"fk_{table}_{key}_{heads}")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f(f"fk_{table}_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(key, "version", name=op.f(f"uq_{table}_{key}_version")),
    )
    for statement in _triggers(table, op.get_bind().dialect.name):
        op.execute(statement)


def upgrade() -> None:
    op.add_column(
        "users",
        sa.Column("uses_single_keys", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    _head("canned_texts")
    _versions(
        "canned_text_versions",
        "canned_texts",
        "text_id",
        [
            sa.Column("keywords", sa.String(length=200), nullable=False),
            sa.Column("title", sa.String(length=100), nullable=False),
            sa.Column("body", sa.Text(), nullable=False),
            sa.Column("places", sa.String(length=100), nullable=False),
            sa.Column(
                "unit_id",
                _big_id(),
                sa.ForeignKey("units.id", name="fk_canned_text_versions_unit_id_units"),
                nullable=True,
            ),
            sa.Column("valid_from", sa.Date(), nullable=False),
        ],
    )
    _head("knowledge_entries")
    _versions(
        "knowledge_versions",
        "knowledge_entries",
        "entry_id",
        [
            sa.Column("topic", sa.String(length=20), nullable=False),
            sa.Column("question", sa.String(length=200), nullable=False),
            sa.Column("answer", sa.Text(), nullable=False),
            sa.Column("keywords", sa.String(length=200), nullable=False),
            sa.Column("instrument", sa.String(length=200), nullable=False),
            sa.Column("article", sa.String(length=100), nullable=False),
            sa.Column("in_force_from", sa.Date(), nullable=True),
            sa.Column("in_force_until", sa.Date(), nullable=True),
            sa.Column("is_verified", sa.Boolean(), nullable=False),
            sa.Column("checked_on", sa.Date(), nullable=True),
            sa.Column("checked_by", sa.String(length=100), nullable=False),
        ],
    )
    op.create_table(
        "knowledge_terms",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("entry_id", _big_id(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["knowledge_entries.id"],
            name=op.f("fk_knowledge_terms_entry_id_knowledge_entries"),
        ),
        sa.PrimaryKeyConstraint("term", "entry_id", name=op.f("pk_knowledge_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_knowledge_terms_entry", "knowledge_terms", ["entry_id"])


def downgrade() -> None:
    op.drop_table("knowledge_terms")
    for versions, heads in (
        ("knowledge_versions", "knowledge_entries"),
        ("canned_text_versions", "canned_texts"),
    ):
        op.drop_table(versions)
        op.drop_table(heads)
    op.drop_column("users", "uses_single_keys")
