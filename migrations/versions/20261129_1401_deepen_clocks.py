"""Add requests for more time, recorded facts, imports of lists, and special periods."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "calendar_imports",
    "enforcement_facts",
    "extension_requests",
    "extension_decisions",
)


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


def _id() -> sa.Column[object]:
    return sa.Column("id", _big_id(), nullable=False)


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _add_extensions() -> None:
    table = "extension_requests"
    op.create_table(
        table,
        _id(),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("deadline_id", _big_id(), nullable=False),
        sa.Column("asked_at", _instant(), nullable=False),
        sa.Column("asked_by_id", _big_id(), nullable=False),
        sa.Column("reason_code", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=False),
        _refers(table, "case_id", "cases"),
        _refers(table, "deadline_id", "deadlines"),
        _refers(table, "asked_by_id", "users"),
        _key(table),
    )
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.create_index(op.f(f"ix_{table}_deadline_id"), table, ["deadline_id"])
    table = "extension_decisions"
    op.create_table(
        table,
        _id(),
        sa.Column("request_id", _big_id(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=False),
        sa.Column("decided_at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id(), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=True),
        _refers(table, "request_id", "extension_requests"),
        _refers(table, "actor_id", "users"),
        _key(table),
        sa.UniqueConstraint("request_id", name=op.f(f"uq_{table}_request_id")),
    )


def _add_facts() -> None:
    table = "enforcement_facts"
    op.create_table(
        table,
        _id(),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("voids_id", _big_id(), nullable=True),
        sa.Column("happened_at", _instant(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("party", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("amount_yuan", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.Column("recorded_by_id", _big_id(), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        _refers(table, "case_id", "cases"),
        _refers(table, "voids_id", "enforcement_facts"),
        _refers(table, "recorded_by_id", "users"),
        _key(table),
        sa.UniqueConstraint("voids_id", name=op.f(f"uq_{table}_voids_id")),
    )
    op.create_index(f"ix_{table}_case", table, ["case_id", "event_seq"])


def _add_calendar() -> None:
    table = "calendar_imports"
    op.create_table(
        table,
        _id(),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("day_count", sa.Integer(), nullable=False),
        sa.Column("moved_count", sa.Integer(), nullable=False),
        sa.Column("imported_at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id(), nullable=True),
        _refers(table, "actor_id", "users"),
        _key(table),
    )
    op.create_index(op.f(f"ix_{table}_year"), table, ["year"])
    table = "special_periods"
    op.create_table(
        table,
        _id(),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("entered_at", _instant(), nullable=False),
        sa.Column("entered_by_id", _big_id(), nullable=False),
        _refers(table, "entered_by_id", "users"),
        _key(table),
    )
    op.create_index(op.f(f"ix_{table}_first_on"), table, ["first_on"])
    table = "quiet_places"
    op.create_table(
        table,
        _id(),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("township_code", sa.String(length=12), nullable=True),
        sa.Column("address_words", sa.String(length=200), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("radius_m", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("entered_at", _instant(), nullable=False),
        sa.Column("entered_by_id", _big_id(), nullable=False),
        _refers(table, "township_code", "townships", "code"),
        _refers(table, "entered_by_id", "users"),
        _key(table),
    )


def upgrade() -> None:
    _add_extensions()
    _add_facts()
    _add_calendar()
    op.add_column("cases", sa.Column("special_period", sa.String(length=130), nullable=True))
    for table, column in (
        ("term_settings", sa.Column("is_confirmed", sa.Boolean(), nullable=False,
                                    server_default=sa.false())),
        ("deadline_changes", sa.Column("code", sa.String(length=20), nullable=False,
                                       server_default="")),
    ):  # fmt: skip
        op.add_column(table, column)
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for statement in _triggers(table, dialect):
            op.execute(statement)


def downgrade() -> None:
    op.drop_column("deadline_changes", "code")
    op.drop_column("term_settings", "is_confirmed")
    op.drop_column("cases", "special_period")
    for table in (
        "quiet_places",
        "special_periods",
        "calendar_imports",
        "enforcement_facts",
        "extension_decisions",
        "extension_requests",
    ):
        op.drop_table(table)
