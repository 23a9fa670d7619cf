"""Add saved views, chosen columns, decisions on many cases, and the indexes of open work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WATCHED = "stopped_at IS NULL AND clock NOT IN ('callback', 'publication')"

OPEN = "state NOT IN ('closed', 'declined', 'merged', 'transferred_out', 'void', 'withdrawn')"


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _leads(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("owner_id", _big_id(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("shared_with", sa.String(length=10), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        _leads("saved_views", "owner_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_views_owner_id_name")),
    )
    op.create_index(op.f("ix_saved_views_shared_with"), "saved_views", ["shared_with"])
    op.create_table(
        "list_columns",
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        _leads("list_columns", "user_id", "users"),
        sa.PrimaryKeyConstraint("user_id", "place", name=op.f("pk_list_columns")),
    )
    _add_runs()
    op.create_index(
        "ix_cases_open",
        "cases",
        ["township_code", "unit_id", "assignee_id", "return_count", "state"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_deadlines_watched",
        "deadlines",
        ["due_at", "case_id", "is_suspended"],
        sqlite_where=sa.text(WATCHED),
        postgresql_where=sa.text(WATCHED),
    )


def _add_runs() -> None:
    op.create_table(
        "bulk_runs",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("matched_count", sa.Integer(), nullable=False),
        sa.Column("is_job", sa.Boolean(), nullable=False),
        sa.Column("undoes_id", _big_id(), nullable=True),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("started_at", _instant(), nullable=True),
        sa.Column("finished_at", _instant(), nullable=True),
        _leads("bulk_runs", "user_id", "users"),
        _leads("bulk_runs", "undoes_id", "bulk_runs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_runs")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_bulk_runs_undoes_id")),
    )
    op.create_index("ix_bulk_runs_state", "bulk_runs", ["state", "id"])
    op.create_index("ix_bulk_runs_user", "bulk_runs", ["user_id", "id"])
    op.create_table(
        "bulk_items",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("run_id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=True),
        _leads("bulk_items", "run_id", "bulk_runs"),
        _leads("bulk_items", "case_id", "cases"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_items")),
        sa.UniqueConstraint("run_id", "case_id", name=op.f("uq_bulk_items_run_id_case_id")),
    )
    op.create_index("ix_bulk_items_run_state", "bulk_items", ["run_id", "state", "id"])


def downgrade() -> None:
    op.drop_index("ix_deadlines_watched", table_name="deadlines")
    op.drop_index("ix_cases_open", table_name="cases")
    op.drop_table("bulk_items")
    op.drop_table("bulk_runs")
    op.drop_table("list_columns")
    op.drop_table("saved_views")
