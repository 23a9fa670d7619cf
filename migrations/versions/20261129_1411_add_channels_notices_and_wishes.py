"""Add text messages and groups to the outbox, supervision notices, wishes and digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _column(name: str, kind: sa.types.TypeEngine[object], nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def _fk(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [target], name=name)


def _pk(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


_INBOX_KEY = "fk_inbox_messages_outbox_id_outbox_messages"


def _outbox() -> None:
    """SQLite makes the table anew, so what points to it must let go meanwhile."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        with op.batch_alter_table("inbox_messages") as batch:
            batch.drop_constraint(_INBOX_KEY, type_="foreignkey")
    with op.batch_alter_table("outbox_messages") as batch:
        batch.alter_column("recipient_id", existing_type=_big_id(), nullable=True)
        batch.add_column(_column("group_name", sa.String(60), nullable=True))
        batch.add_column(_column("owner_id", _big_id(), nullable=True))
        batch.add_column(_column("closing_words", sa.Text(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_outbox_messages_owner_id_users"), "users", ["owner_id"], ["id"]
        )
    if is_sqlite:
        with op.batch_alter_table("inbox_messages") as batch:
            batch.create_foreign_key(_INBOX_KEY, "outbox_messages", ["outbox_id"], ["id"])


def _notices() -> None:
    table = "supervision_notices"
    op.create_table(
        table,
        _column("id", _big_id()),
        _column("case_id", _big_id()),
        _column("number", sa.String(60), nullable=True),
        _column("state", sa.String(10)),
        _column("proposal_key", sa.String(40), nullable=True),
        _column("unit_id", _big_id(), nullable=True),
        _column("assignee_id", _big_id(), nullable=True),
        _column("ground", sa.String(20)),
        _column("demand", sa.Text()),
        _column("answer_by_on", sa.Date(), nullable=True),
        _column("proposed_at", _instant(), nullable=True),
        _column("issued_at", _instant(), nullable=True),
        _column("issued_by_id", _big_id(), nullable=True),
        _column("answer", sa.Text(), nullable=True),
        _column("answered_at", _instant(), nullable=True),
        _column("answered_by_id", _big_id(), nullable=True),
        _column("return_count", sa.Integer()),
        _column("settled_at", _instant(), nullable=True),
        _column("settled_by_id", _big_id(), nullable=True),
        _column("settled_words", sa.Text()),
        _fk(table, "case_id", "cases.id"),
        _fk(table, "unit_id", "units.id"),
        _fk(table, "assignee_id", "users.id"),
        _fk(table, "issued_by_id", "users.id"),
        _fk(table, "answered_by_id", "users.id"),
        _fk(table, "settled_by_id", "users.id"),
        _pk(table),
        sa.UniqueConstraint("number", name=op.f(f"uq_{table}_number")),
        sa.UniqueConstraint("proposal_key", name=op.f(f"uq_{table}_proposal_key")),
    )
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.create_index(f"ix_{table}_state", table, ["state", "answer_by_on"])


def _wishes() -> None:
    op.create_table(
        "message_wishes",
        _column("user_id", _big_id()),
        _column("refused", sa.JSON()),
        _column("quiet_from", sa.Integer(), nullable=True),
        _column("quiet_to", sa.Integer(), nullable=True),
        _column("digest_at", sa.String(5)),
        _fk("message_wishes", "user_id", "users.id"),
        _pk("message_wishes", "user_id"),
    )
    op.create_table(
        "digests_given",
        _column("id", _big_id()),
        _column("user_id", _big_id()),
        _column("day_on", sa.Date()),
        _column("counts", sa.JSON()),
        _column("given_at", _instant()),
        _fk("digests_given", "user_id", "users.id"),
        _pk("digests_given"),
        sa.UniqueConstraint("user_id", "day_on", name=op.f("uq_digests_given_user_id_day_on")),
    )


def upgrade() -> None:
    op.add_column("users", _column("phone", sa.String(30), nullable=True))
    _outbox()
    _notices()
    _wishes()


def downgrade() -> None:
    op.drop_table("digests_given")
    op.drop_table("message_wishes")
    op.drop_table("supervision_notices")
    op.execute("DELETE FROM outbox_messages WHERE recipient_id IS NULL")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        with op.batch_alter_table("inbox_messages") as batch:
            batch.drop_constraint(_INBOX_KEY, type_="foreignkey")
    with op.batch_alter_table("outbox_messages") as batch:
        batch.drop_constraint(op.f("fk_outbox_messages_owner_id_users"), type_="foreignkey")
        batch.drop_column("closing_words")
        batch.drop_column("owner_id")
        batch.drop_column("group_name")
        batch.alter_column("recipient_id", existing_type=_big_id(), nullable=False)
    if is_sqlite:
        with op.batch_alter_table("inbox_messages") as batch:
            batch.create_foreign_key(_INBOX_KEY, "outbox_messages", ["outbox_id"], ["id"])
    op.drop_column("users", "phone")
