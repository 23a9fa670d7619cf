"""Add tasks of co-handling units, joint handling and coordination minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

APPENDED = ("joint_handlings", "joint_partners", "coordination_minutes", "minutes_points")


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


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]


def upgrade() -> None:
    op.add_column(
        "cases", sa.Column("is_joint", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _tasks()
    _joint()
    _minutes()
    for table in APPENDED:
        for statement in _triggers(table, op.get_bind().dialect.name):
            op.execute(statement)


def _tasks() -> None:
    op.create_table(
        "case_tasks",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("unit_id", _big_id(), nullable=False),
        sa.Column("assignee_id", _big_id(), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("deadline_id", _big_id(), nullable=True),
        sa.Column("asked_at", _instant(), nullable=False),
        sa.Column("asked_by_id", _big_id(), nullable=True),
        sa.Column("asked_by_seq", sa.Integer(), nullable=False),
        sa.Column("received_at", _instant(), nullable=True),
        sa.Column("received_by_id", _big_id(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ended_at", _instant(), nullable=True),
        sa.Column("ended_by_id", _big_id(), nullable=True),
        sa.Column("ended_by_seq", sa.Integer(), nullable=True),
        *_refers(
            "case_tasks",
            case_id="cases",
            unit_id="units",
            assignee_id="users",
            deadline_id="deadlines",
            asked_by_id="users",
            received_by_id="users",
            ended_by_id="users",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_tasks")),
    )
    op.create_index("ix_case_tasks_unit", "case_tasks", ["unit_id", "state", "case_id"])
    op.create_index("ix_case_tasks_case", "case_tasks", ["case_id", "id"])
    op.create_index(op.f("ix_case_tasks_assignee_id"), "case_tasks", ["assignee_id"])
    op.create_index(op.f("ix_case_tasks_deadline_id"), "case_tasks", ["deadline_id"])


def _joint() -> None:
    op.create_table(
        "joint_handlings",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("lead_unit_id", _big_id(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", _instant(), nullable=False),
        sa.Column("made_by_id", _big_id(), nullable=True),
        *_refers("joint_handlings", case_id="cases", lead_unit_id="units", made_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_handlings")),
    )
    op.create_index(op.f("ix_joint_handlings_case_id"), "joint_handlings", ["case_id"])
    op.create_table(
        "joint_partners",
        sa.Column("joint_id", _big_id(), nullable=False),
        sa.Column("unit_id", _big_id(), nullable=False),
        *_refers("joint_partners", joint_id="joint_handlings", unit_id="units"),
        sa.PrimaryKeyConstraint("joint_id", "unit_id", name=op.f("pk_joint_partners")),
    )


def _minutes() -> None:
    op.create_table(
        "coordination_minutes",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.Column("recorded_by_id", _big_id(), nullable=True),
        *_refers("coordination_minutes", case_id="cases", recorded_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_minutes")),
        sa.UniqueConstraint(
            "case_id", "number", name=op.f("uq_coordination_minutes_case_id_number")
        ),
    )
    op.create_table(
        "minutes_points",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("minutes_id", _big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", _big_id(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("task_id", _big_id(), nullable=True),
        *_refers(
            "minutes_points",
            minutes_id="coordination_minutes",
            unit_id="units",
            task_id="case_tasks",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_points")),
    )
    op.create_index(op.f("ix_minutes_points_minutes_id"), "minutes_points", ["minutes_id"])


def downgrade() -> None:
    for table in reversed(APPENDED):
        op.drop_table(table)
    op.drop_table("case_tasks")
    op.drop_column("cases", "is_joint")
