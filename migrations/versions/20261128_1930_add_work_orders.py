"""Add what else a work order said when it came, so that a correction is told from a repeat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_orders",
        sa.Column(
            "petition_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("petitions.id"),
            primary_key=True,
        ),
        sa.Column("sent_hash", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("work_orders")
