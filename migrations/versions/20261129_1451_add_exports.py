"""Add exports of lists, and the append-only log of what was taken out and what for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

LOG = "export_log"


def _triggers(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {LOG}_no_{verb.lower()} BEFORE {verb} ON {LOG} "
            f"BEGIN SELECT RAISE(ABORT, '{LOG} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {LOG}_append_only BEFORE UPDATE OR DELETE ON {LOG} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        f"CREATE TRIGGER {LOG}_no_truncate BEFORE TRUNCATE ON {LOG} "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ]


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("filter_words", sa.String(length=1000), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("with_complainants", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=80), nullable=True),
        sa.Column("byte_count", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("claimed_until_at", _instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lost_count", sa.Integer(), nullable=False),
        sa.Column("asked_at", _instant(), nullable=False),
        sa.Column("started_at", _instant(), nullable=True),
        sa.Column("finished_at", _instant(), nullable=True),
        sa.Column("expires_at", _instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_exports_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_owner", "exports", ["user_id", "id"])
    op.create_index("ix_exports_state", "exports", ["state", "id"])


def _log() -> None:
    op.create_table(
        LOG,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("export_id", _big_id(), nullable=False),
        sa.Column("user_id", _big_id(), nullable=True),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("filter_words", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("with_complainants", sa.Boolean(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["export_id"], ["exports.id"], name=op.f(f"fk_{LOG}_export_id_exports")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{LOG}_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LOG}")),
    )
    op.create_index(op.f(f"ix_{LOG}_export_id"), LOG, ["export_id"])
    op.create_index(op.f(f"ix_{LOG}_user_id"), LOG, ["user_id"])


def upgrade() -> None:
    _exports()
    _log()
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(LOG)
    op.drop_table("exports")
