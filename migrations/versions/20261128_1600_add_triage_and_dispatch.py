"""Add the dispatch matrix with its changes, the trained models, and what became of suggestions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IN_FORCE = "in_force_from IS NOT NULL AND in_force_until IS NULL"

TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER dispatch_events_no_update BEFORE UPDATE ON dispatch_events "
        "BEGIN SELECT RAISE(ABORT, 'dispatch_events is append-only'); END",
        "CREATE TRIGGER dispatch_events_no_delete BEFORE DELETE ON dispatch_events "
        "BEGIN SELECT RAISE(ABORT, 'dispatch_events is append-only'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER dispatch_events_append_only BEFORE UPDATE OR DELETE ON dispatch_events "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        "CREATE TRIGGER dispatch_events_no_truncate BEFORE TRUNCATE ON dispatch_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ),
}


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    _add_matrix()
    _add_models()
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _add_matrix() -> None:
    op.create_table(
        "dispatch_rules",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("category_code", sa.String(length=30)),
        sa.Column("track", sa.String(length=20)),
        sa.Column("township_code", sa.String(length=12)),
        sa.Column("lead_unit_id", _big_id()),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("created_by_id", _big_id()),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_dispatch_rules_category_code_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["township_code"],
            ["townships.code"],
            name=op.f("fk_dispatch_rules_township_code_townships"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_unit_id"], ["units.id"], name=op.f("fk_dispatch_rules_lead_unit_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_dispatch_rules_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_rules")),
    )
    op.create_table(
        "dispatch_co_units",
        sa.Column("rule_id", _big_id(), nullable=False),
        sa.Column("unit_id", _big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["dispatch_rules.id"],
            name=op.f("fk_dispatch_co_units_rule_id_dispatch_rules"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_dispatch_co_units_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("rule_id", "unit_id", name=op.f("pk_dispatch_co_units")),
    )
    op.create_table(
        "dispatch_events",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id()),
        sa.Column("rule_id", _big_id(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_dispatch_events_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_events")),
    )
    op.create_index(op.f("ix_dispatch_events_rule_id"), "dispatch_events", ["rule_id"])


def _add_models() -> None:
    op.create_table(
        "triage_models",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("trained_at", _instant(), nullable=False),
        sa.Column("training_count", sa.Integer(), nullable=False),
        sa.Column("measured_count", sa.Integer(), nullable=False),
        sa.Column("measured_month", sa.String(length=7), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("content_hash", sa.String(length=64)),
        sa.Column("in_force_from", _instant()),
        sa.Column("in_force_until", _instant()),
        sa.Column("switched_off_by_id", _big_id()),
        sa.ForeignKeyConstraint(
            ["switched_off_by_id"],
            ["users.id"],
            name=op.f("fk_triage_models_switched_off_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_models")),
        sa.UniqueConstraint(
            "kind", "measured_month", name=op.f("uq_triage_models_kind_measured_month")
        ),
    )
    op.create_index(
        "uq_triage_models_in_force",
        "triage_models",
        ["kind"],
        unique=True,
        sqlite_where=sa.text(IN_FORCE),
        postgresql_where=sa.text(IN_FORCE),
    )
    op.create_table(
        "triage_outcomes",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("model_id", _big_id()),
        sa.Column("shown", sa.String(length=120), nullable=False),
        sa.Column("chosen", sa.String(length=600), nullable=False),
        sa.Column("is_first_taken", sa.Boolean(), nullable=False),
        sa.Column("is_any_taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["triage_models.id"],
            name=op.f("fk_triage_outcomes_model_id_triage_models"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_outcomes")),
    )
    op.create_index(op.f("ix_triage_outcomes_registered_on"), "triage_outcomes", ["registered_on"])


def downgrade() -> None:
    for table in (
        "triage_outcomes",
        "triage_models",
        "dispatch_events",
        "dispatch_co_units",
        "dispatch_rules",
    ):
        op.drop_table(table)
