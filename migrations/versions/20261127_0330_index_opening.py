"""Index cases by their opening: the list of all has the newest first, however many there are."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_opened", "cases", ["opened_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_cases_opened", table_name="cases")
