"""Add what a call brings along: emergency, chases, group, recording, re-check, penalties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    _case_columns()
    _petition_columns()
    op.create_index("ix_cases_source_opened", "cases", ["source_id", "opened_at"])
    op.drop_index("ix_cases_source_id", "cases")
    op.create_table(
        "penalties",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("source_id", _big_id(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("authority", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("amount_yuan", sa.Integer(), nullable=True),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.Column("recorded_by_id", _big_id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["pollution_sources.id"],
            name=op.f("fk_penalties_source_id_pollution_sources"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_penalties_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalties")),
        sa.UniqueConstraint("number", name=op.f("uq_penalties_number")),
    )  # fmt: skip
    op.create_index("ix_penalties_source_decided", "penalties", ["source_id", "decided_on"])


def _case_columns() -> None:
    op.add_column("cases", sa.Column("emergency_kind", sa.String(length=20), nullable=True))
    op.add_column(
        "cases", sa.Column("is_group", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "cases", sa.Column("chase_count", sa.Integer(), nullable=False, server_default="0")
    )


def _petition_columns() -> None:
    op.add_column(
        "petitions",
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("petitions", sa.Column("call_reference", sa.String(length=120), nullable=True))
    op.add_column("petitions", sa.Column("rechecked_at", _instant(), nullable=True))
    op.add_column("petitions", sa.Column("recheck_document", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_table("penalties")
    op.create_index("ix_cases_source_id", "cases", ["source_id"])
    op.drop_index("ix_cases_source_opened", "cases")
    for name in ("recheck_document", "rechecked_at", "call_reference", "is_on_behalf"):
        op.drop_column("petitions", name)
    for name in ("chase_count", "is_group", "emergency_kind"):
        op.drop_column("cases", name)
