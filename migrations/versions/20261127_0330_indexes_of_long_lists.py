"""Index cases by their opening; no longer index history by actor alone.

The list of all cases has the newest first, however many there are. A person has a part of all
history: SQLite without statistics went through that part for every case awaiting sign-off.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_opened", "cases", ["opened_at", "id"])
    op.drop_index("ix_case_events_actor_id", table_name="case_events")


def downgrade() -> None:
    op.create_index("ix_case_events_actor_id", "case_events", ["actor_id"])
    op.drop_index("ix_cases_opened", table_name="cases")
