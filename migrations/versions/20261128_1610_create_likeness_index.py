"""Create the index of likeness, by which likely duplicates are found.

Cases registered before it have no entry until the index is rebuilt (core.cases.indexing).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likeness_tokens",
        sa.Column("token", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("token", "case_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "likeness_profiles",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("tokens", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "part"),
    )


def downgrade() -> None:
    op.drop_table("likeness_profiles")
    op.drop_table("likeness_tokens")
