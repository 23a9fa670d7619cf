"""Add the bureau's own figures for terms of practice, append-only like all history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER term_settings_no_update BEFORE UPDATE ON term_settings "
        "BEGIN SELECT RAISE(ABORT, 'term_settings is append-only'); END",
        "CREATE TRIGGER term_settings_no_delete BEFORE DELETE ON term_settings "
        "BEGIN SELECT RAISE(ABORT, 'term_settings is append-only'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER term_settings_append_only BEFORE UPDATE OR DELETE ON term_settings "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        "CREATE TRIGGER term_settings_no_truncate BEFORE TRUNCATE ON term_settings "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ),
}


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "term_settings",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("rule_id", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("decided_at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_term_settings_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_settings")),
    )
    op.create_index(op.f("ix_term_settings_rule_id"), "term_settings", ["rule_id"])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("term_settings")
