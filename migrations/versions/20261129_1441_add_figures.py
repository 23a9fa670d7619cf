"""Add fact lines, the figures counted from them, frozen periods and weights of the assessment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

APPEND_ONLY = ("assessment_weights", "figure_snapshots", "snapshot_lines")


def _triggers(dialect: str, table: str) -> list[str]:
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


def upgrade() -> None:
    op.create_table(
        "figures_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_event_id", _big_id(), nullable=False),
        sa.Column("last_change_id", _big_id(), nullable=False),
        sa.Column("as_of", _instant(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("rebuild_after_id", _big_id(), nullable=True),
        sa.Column("asked_at", _instant(), nullable=True),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("leased_until_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures_state")),
    )
    op.create_table(
        "measure_rows",
        sa.Column("measure", sa.String(length=30), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("unit_id", _big_id(), autoincrement=False, nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "measure", "month", "dimension", "key", "unit_id", name=op.f("pk_measure_rows")
        ),
    )
    op.create_table(
        "assessment_weights",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("measure", sa.String(length=30), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("decided_at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_assessment_weights_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_weights")),
    )
    op.create_table(
        "figure_snapshots",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("unit_id", _big_id(), nullable=True),
        sa.Column("frozen_at", _instant(), nullable=False),
        sa.Column("frozen_by_id", _big_id(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("json_sha256", sa.String(length=64), nullable=False),
        sa.Column("xlsx_sha256", sa.String(length=64), nullable=False),
        sa.Column("docx_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["users.id"], name=op.f("fk_figure_snapshots_frozen_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_figure_snapshots_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_snapshots")),
    )
    op.create_index(
        op.f("ix_figure_snapshots_period"), "figure_snapshots", ["period"], unique=False
    )
    op.create_table(
        "measure_facts",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("line_id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("unit_id", _big_id(), nullable=True),
        sa.Column("officer_id", _big_id(), nullable=True),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("categories", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_month", sa.String(length=7), nullable=True),
        sa.Column("dispatched_month", sa.String(length=7), nullable=True),
        sa.Column("due_month", sa.String(length=7), nullable=True),
        sa.Column("ended_month", sa.String(length=7), nullable=True),
        sa.Column("called_month", sa.String(length=7), nullable=True),
        sa.Column("answer_working_days", sa.Integer(), nullable=True),
        sa.Column("answer_natural_days", sa.Integer(), nullable=True),
        sa.Column("marks", sa.String(length=60), nullable=False),
        sa.Column("ripens_at", _instant(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_measure_facts_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["users.id"], name=op.f("fk_measure_facts_officer_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_measure_facts_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_facts")),
    )
    op.create_index(
        "ix_measure_facts_called", "measure_facts", ["kind", "called_month", "id"], unique=False
    )
    op.create_index(op.f("ix_measure_facts_case_id"), "measure_facts", ["case_id"], unique=False)
    op.create_index(
        "ix_measure_facts_dispatched",
        "measure_facts",
        ["kind", "dispatched_month", "id"],
        unique=False,
    )
    op.create_index(
        "ix_measure_facts_due", "measure_facts", ["kind", "due_month", "id"], unique=False
    )
    op.create_index(
        "ix_measure_facts_ended", "measure_facts", ["kind", "ended_month", "id"], unique=False
    )
    op.create_index(
        "ix_measure_facts_open",
        "measure_facts",
        ["opened_on", "unit_id"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_measure_facts_opened", "measure_facts", ["kind", "opened_month", "id"], unique=False
    )
    op.create_index(
        "ix_measure_facts_origin",
        "measure_facts",
        ["origin", "answer_working_days"],
        unique=False,
        sqlite_where=sa.text("answer_working_days IS NOT NULL"),
        postgresql_where=sa.text("answer_working_days IS NOT NULL"),
    )
    op.create_index(
        "ix_measure_facts_ripens",
        "measure_facts",
        ["ripens_at"],
        unique=False,
        sqlite_where=sa.text("ripens_at IS NOT NULL"),
        postgresql_where=sa.text("ripens_at IS NOT NULL"),
    )
    op.create_table(
        "snapshot_lines",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("snapshot_id", _big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("marks", sa.String(length=60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["figure_snapshots.id"],
            name=op.f("fk_snapshot_lines_snapshot_id_figure_snapshots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_lines")),
    )
    op.create_index(
        "ix_snapshot_lines_place", "snapshot_lines", ["snapshot_id", "position"], unique=True
    )
    op.create_index(
        "ix_cases_address",
        "cases",
        ["address_text", "township_code", "closed_at"],
        unique=False,
        sqlite_where=sa.text("address_text <> ''"),
        postgresql_where=sa.text("address_text <> ''"),
    )
    op.create_index(
        "ix_cases_source_closed",
        "cases",
        ["source_id", "closed_at"],
        unique=False,
        sqlite_where=sa.text("source_id IS NOT NULL"),
        postgresql_where=sa.text("source_id IS NOT NULL"),
    )

    for table in APPEND_ONLY:
        for statement in _triggers(op.get_bind().dialect.name, table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_cases_source_closed", "cases")
    op.drop_index("ix_cases_address", "cases")
    op.drop_table("snapshot_lines")
    op.drop_table("figure_snapshots")
    op.drop_table("assessment_weights")
    op.drop_table("measure_rows")
    op.drop_table("measure_facts")
    op.drop_table("figures_state")
