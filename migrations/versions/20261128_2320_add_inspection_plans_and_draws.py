"""Add plans of inspections, recusals and draws; draws are append-only."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "draws"


def _triggers(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ]


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    instant = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
    return sa.Column(name, instant, nullable=nullable)


def _keys(table: str, references: Iterable[tuple[str, str]]) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
            )
            for column, other in references
        ),
    ]


def upgrade() -> None:
    _add_plans()
    _add_draws()
    _add_planned()
    _add_recusals()
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def _add_plans() -> None:
    op.create_table(
        "inspection_plans",
        _id(),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("caps", sa.JSON(), nullable=False),
        sa.Column("published_items", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _at("ended_at", nullable=True),
        _at("created_at"),
        _id("created_by_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("inspection_plans", [("created_by_id", "users")]),
    )
    op.create_index(op.f("ix_inspection_plans_year"), "inspection_plans", ["year"])


def _add_draws() -> None:
    op.create_table(
        TABLE,
        _id(),
        _id("plan_id"),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("seed_words", sa.Text(), nullable=False),
        _at("seed_published_at"),
        sa.Column("pool_filter", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("inputs_hash", sa.String(length=64), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        _at("drawn_at"),
        _id("drawn_by_id"),
        *_keys(TABLE, [("plan_id", "inspection_plans"), ("drawn_by_id", "users")]),
    )
    op.create_index(op.f("ix_draws_plan_id"), TABLE, ["plan_id"])


def _add_planned() -> None:
    table = "planned_inspections"
    op.create_table(
        table,
        _id(),
        _id("plan_id"),
        _id("source_id", nullable=True),
        _id("case_id", nullable=True),
        _id("order_id", nullable=True),
        _id("draw_id", nullable=True),
        _id("officer_id", nullable=True),
        _id("second_officer_id", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        _id("inspection_id", nullable=True),
        _id("reinspection_id", nullable=True),
        _at("created_at"),
        _id("created_by_id"),
        _at("ended_at", nullable=True),
        _id("ended_by_id", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys(
            table,
            [
                ("plan_id", "inspection_plans"),
                ("source_id", "pollution_sources"),
                ("case_id", "cases"),
                ("order_id", "rectification_orders"),
                ("draw_id", "draws"),
                ("officer_id", "users"),
                ("second_officer_id", "users"),
                ("inspection_id", "inspections"),
                ("reinspection_id", "reinspections"),
                ("created_by_id", "users"),
                ("ended_by_id", "users"),
            ],
        ),
    )
    for column in ("plan_id", "case_id", "order_id", "draw_id", "officer_id", "second_officer_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index("ix_planned_inspections_source_state", table, ["source_id", "state"])


def _add_recusals() -> None:
    op.create_table(
        "recusals",
        _id(),
        _id("officer_id"),
        _id("source_id"),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        _at("created_at"),
        _id("created_by_id"),
        *_keys(
            "recusals",
            [
                ("officer_id", "users"),
                ("source_id", "pollution_sources"),
                ("created_by_id", "users"),
            ],
        ),
    )
    op.create_index("ix_recusals_officer_source", "recusals", ["officer_id", "source_id"])


def downgrade() -> None:
    for table in ("recusals", "planned_inspections", TABLE, "inspection_plans"):
        op.drop_table(table)
