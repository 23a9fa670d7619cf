"""Add web hooks: who receives them, the sealed secrets, the events and every attempt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "hook_subscriptions",
        sa.Column("id", _big_id(), primary_key=True),
        sa.Column("origin_system", sa.String(80), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("ended_at", _instant()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("failures_in_row", sa.Integer(), nullable=False),
        sa.Column("rests_until_at", _instant()),
        sa.Column("last_accepted_at", _instant()),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("created_by_id", _big_id(), sa.ForeignKey("users.id")),
    )
    op.create_index("ix_hook_subscriptions_origin_system", "hook_subscriptions", ["origin_system"])
    op.create_table(
        "hook_secrets",
        sa.Column("id", _big_id(), primary_key=True),
        _subscription(),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("valid_until_at", _instant()),
    )
    op.create_index("ix_hook_secrets_subscription_id", "hook_secrets", ["subscription_id"])
    op.create_table(
        "hook_streams",
        _subscription(),
        sa.Column("stream", sa.String(80), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "stream"),
    )
    _create_events()


def _subscription() -> sa.Column[int]:
    target = sa.ForeignKey("hook_subscriptions.id")
    return sa.Column("subscription_id", _big_id(), target, nullable=False)


def _create_events() -> None:
    op.create_table(
        "hook_events",
        sa.Column("id", _big_id(), primary_key=True),
        sa.Column("uuid", sa.String(36), nullable=False, unique=True),
        _subscription(),
        sa.Column("stream", sa.String(80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("occurred_at", _instant(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("available_at", _instant(), nullable=False),
        sa.Column("claimed_until_at", _instant()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("patience_from_at", _instant()),
        sa.Column("error", sa.String(300)),
        sa.Column("settled_at", _instant()),
        sa.Column("settled_by_id", _big_id(), sa.ForeignKey("users.id")),
        sa.Column("skip_reason", sa.String(300)),
        sa.UniqueConstraint("subscription_id", "stream", "sequence"),
    )
    due = ["state", "subscription_id", "available_at"]
    op.create_index("ix_hook_events_due", "hook_events", due)
    op.create_table(
        "hook_attempts",
        sa.Column("id", _big_id(), primary_key=True),
        sa.Column("event_id", _big_id(), sa.ForeignKey("hook_events.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("status_code", sa.Integer()),
        sa.Column("error", sa.String(80)),
        sa.Column("took_ms", sa.Integer()),
        sa.Column("answer", sa.String(200), nullable=False),
    )
    op.create_index("ix_hook_attempts_event_id", "hook_attempts", ["event_id"])


def downgrade() -> None:
    names = ("hook_attempts", "hook_events", "hook_streams", "hook_secrets", "hook_subscriptions")
    for name in names:
        op.drop_table(name)
