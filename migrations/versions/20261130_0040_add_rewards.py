"""Add rewards for whistle-blowers: append-only steps and looks, sealed payees apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

APPEND_ONLY = ("reward_events", "reward_looks", "reward_rule_changes")
LIVE = "state NOT IN ('withdrawn', 'refused', 'expired')"


def _triggers(table: str, dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ]


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _rewards() -> None:
    table = "rewards"
    people = ("proposed_by_id", "assessed_by_id", "approved_by_id", "paid_by_id")
    op.create_table(
        table,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("petition_id", _big_id(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", _big_id(), nullable=False),
        sa.Column("proposed_at", _instant(), nullable=False),
        sa.Column("rule_code", sa.String(length=20), nullable=True),
        sa.Column("amount_yuan", sa.Integer(), nullable=True),
        sa.Column("assessment", sa.JSON(), nullable=True),
        sa.Column("assessed_by_id", _big_id(), nullable=True),
        sa.Column("approved_by_id", _big_id(), nullable=True),
        sa.Column("claim_until_on", sa.Date(), nullable=True),
        sa.Column("claim_code_hash", sa.String(length=64), nullable=True),
        sa.Column("wrong_code_count", sa.Integer(), nullable=False),
        sa.Column("payment_way", sa.String(length=20), nullable=True),
        sa.Column("receipt_number", sa.String(length=60), nullable=False),
        sa.Column("paid_by_id", _big_id(), nullable=True),
        sa.Column("paid_at", _instant(), nullable=True),
        _points_to(table, "petition_id", "petitions"),
        *(_points_to(table, column, "users") for column in people),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("number", name=op.f(f"uq_{table}_number")),
    )
    op.create_index(
        "uq_rewards_petition",
        table,
        ["petition_id"],
        unique=True,
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )
    op.create_index("ix_rewards_state", table, ["state", "id"])


def _payees() -> None:
    table = "reward_payees"
    op.create_table(
        table,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("reward_id", _big_id(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("sealed_at", _instant(), nullable=False),
        _points_to(table, "reward_id", "rewards"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("reward_id", name=op.f(f"uq_{table}_reward_id")),
    )
    op.create_index(op.f(f"ix_{table}_sealed_at"), table, ["sealed_at"])


def _events() -> None:
    table = "reward_events"
    op.create_table(
        table,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("reward_id", _big_id(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id(), nullable=True),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        _points_to(table, "reward_id", "rewards"),
        _points_to(table, "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_reward_id"), table, ["reward_id"])


def _looks() -> None:
    table = "reward_looks"
    op.create_table(
        table,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("reward_id", _big_id(), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("looked_at", _instant(), nullable=False),
        _points_to(table, "reward_id", "rewards"),
        _points_to(table, "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_reward_id"), table, ["reward_id"])


def _rules() -> None:
    table = "reward_rule_changes"
    op.create_table(
        table,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("amount_yuan", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("cap_yuan", sa.Integer(), nullable=True),
        sa.Column("instrument", sa.String(length=300), nullable=False),
        sa.Column("article", sa.String(length=60), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("set_at", _instant(), nullable=False),
        sa.Column("set_by_id", _big_id(), nullable=False),
        _points_to(table, "set_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    _rewards()
    _payees()
    _events()
    _looks()
    _rules()
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for statement in _triggers(table, dialect):
            op.execute(statement)


def downgrade() -> None:
    for table in (*APPEND_ONLY, "reward_payees", "rewards"):
        op.drop_table(table)
