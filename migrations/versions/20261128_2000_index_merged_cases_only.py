"""Index the leading case of merged cases only.

Nearly all cases have none. SQLite takes the mean of a whole index for its guess, so it scanned a
million cases to find the few that were merged into one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_cases_leading_case_id", ["leading_case_id"]
MERGED = sa.text("leading_case_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index(NAME, "cases")
    op.create_index(NAME, "cases", COLUMNS, sqlite_where=MERGED, postgresql_where=MERGED)


def downgrade() -> None:
    op.drop_index(NAME, "cases")
    op.create_index(NAME, "cases", COLUMNS)
