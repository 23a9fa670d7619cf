"""Note when the small picture of a stored picture was made: a worker makes those that lack it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NAME = "ix_stored_files_without_small"
WITHOUT = sa.text("small_at IS NULL AND substr(content_type, 1, 6) = 'image/'")


def upgrade() -> None:
    instant = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
    op.add_column("stored_files", sa.Column("small_at", instant, nullable=True))
    op.create_index(NAME, "stored_files", ["id"], sqlite_where=WITHOUT, postgresql_where=WITHOUT)


def downgrade() -> None:
    op.drop_index(NAME, "stored_files")
    op.drop_column("stored_files", "small_at")
