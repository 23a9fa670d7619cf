"""Add hot spots as they are found, and the addresses of personal calendar feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

SPOTS, FEEDS = "hot_spots", "calendar_feeds"


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _spots() -> None:
    op.create_table(
        SPOTS,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("place_key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("township_code", sa.String(length=12), nullable=True),
        sa.Column("source_id", _big_id(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("observed", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("chance_anywhere", sa.Float(), nullable=False),
        sa.Column("place_count", sa.Integer(), nullable=False),
        sa.Column("fortnights", sa.JSON(), nullable=False),
        sa.Column("case_ids", sa.JSON(), nullable=False),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("checked_at", _instant(), nullable=False),
        sa.Column("closed_at", _instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["township_code"],
            ["townships.code"],
            name=op.f(f"fk_{SPOTS}_township_code_townships"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["pollution_sources.id"],
            name=op.f(f"fk_{SPOTS}_source_id_pollution_sources"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SPOTS}")),
    )
    op.create_index(op.f(f"ix_{SPOTS}_closed_at"), SPOTS, ["closed_at"])
    op.create_index(
        "uq_hot_spots_open",
        SPOTS,
        ["place_key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _feeds() -> None:
    op.create_table(
        FEEDS,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("last_used_at", _instant(), nullable=True),
        sa.Column("revoked_at", _instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{FEEDS}_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FEEDS}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{FEEDS}_token_hash")),
    )
    op.create_index(op.f(f"ix_{FEEDS}_user_id"), FEEDS, ["user_id"])


def upgrade() -> None:
    _spots()
    _feeds()


def downgrade() -> None:
    op.drop_table(FEEDS)
    op.drop_table(SPOTS)
