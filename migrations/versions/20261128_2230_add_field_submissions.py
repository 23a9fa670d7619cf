"""Add what tablets send: submissions, the files they announce, and the tablets themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SUBMISSIONS, FILES, DEVICES = "field_submissions", "field_files", "field_devices"
AS_SENT = (
    "client_id",
    "device_id",
    "user_id",
    "kind",
    "based_on_version",
    "captured_at",
    "payload",
    "content_hash",
    "received_at",
)


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in columns.items()
    ]


def _triggers(dialect: str) -> list[str]:
    """Return the statements that keep a submission as it was sent."""
    columns = ", ".join(AS_SENT)
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {SUBMISSIONS}_as_sent BEFORE UPDATE OF {columns} ON {SUBMISSIONS} "
            "BEGIN SELECT RAISE(ABORT, 'a submission is kept as sent'); END",
            f"CREATE TRIGGER {SUBMISSIONS}_no_delete BEFORE DELETE ON {SUBMISSIONS} "
            "BEGIN SELECT RAISE(ABORT, 'a submission is kept as sent'); END",
        ]
    return [
        f"CREATE TRIGGER {SUBMISSIONS}_as_sent BEFORE UPDATE OF {columns} ON {SUBMISSIONS} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        f"CREATE TRIGGER {SUBMISSIONS}_no_delete BEFORE DELETE ON {SUBMISSIONS} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
    ]


def upgrade() -> None:
    op.create_table(
        SUBMISSIONS,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("based_on_version", sa.Integer(), nullable=False),
        sa.Column("captured_at", _instant(), nullable=False),
        sa.Column("sent_at", _instant(), nullable=True),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=False),
        sa.Column("received_at", _instant(), nullable=False),
        sa.Column("brought_by_id", _big_id(), nullable=True),
        sa.Column("visit_id", _big_id(), nullable=True),
        sa.Column("decided_by_id", _big_id(), nullable=True),
        sa.Column("decided_at", _instant(), nullable=True),
        sa.Column("decision_words", sa.Text(), nullable=False),
        *_references(
            SUBMISSIONS,
            user_id="users",
            case_id="cases",
            brought_by_id="users",
            visit_id="visits",
            decided_by_id="users",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SUBMISSIONS}")),
        sa.UniqueConstraint("client_id", name=op.f(f"uq_{SUBMISSIONS}_client_id")),
    )
    for column in ("user_id", "case_id"):
        op.create_index(op.f(f"ix_{SUBMISSIONS}_{column}"), SUBMISSIONS, [column])
    op.create_index("ix_field_submissions_status", SUBMISSIONS, ["status", "id"])
    op.create_table(
        FILES,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", _big_id(), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("caption", sa.String(length=300), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("taken_at", _instant(), nullable=True),
        sa.Column("corrected_at", _instant(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stored_file_id", _big_id(), nullable=True),
        sa.Column("evidence_id", _big_id(), nullable=True),
        sa.Column("arrived_at", _instant(), nullable=True),
        *_references(
            FILES,
            submission_id=SUBMISSIONS,
            user_id="users",
            stored_file_id="stored_files",
            evidence_id="evidence",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FILES}")),
        sa.UniqueConstraint("client_id", name=op.f(f"uq_{FILES}_client_id")),
    )
    op.create_index(op.f(f"ix_{FILES}_submission_id"), FILES, ["submission_id"])
    op.create_index("ix_field_files_user_sha256", FILES, ["user_id", "sha256"])
    op.create_table(
        DEVICES,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", _big_id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("server_part_sealed", sa.Text(), nullable=False),
        sa.Column("registered_at", _instant(), nullable=False),
        sa.Column("lost_at", _instant(), nullable=True),
        sa.Column("lost_by_id", _big_id(), nullable=True),
        sa.Column("told_at", _instant(), nullable=True),
        sa.Column("wiped_at", _instant(), nullable=True),
        sa.Column("unsent_count", sa.Integer(), nullable=True),
        *_references(DEVICES, user_id="users", lost_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DEVICES}")),
        sa.UniqueConstraint("device_id", "user_id", name=op.f(f"uq_{DEVICES}_device_id_user_id")),
    )
    op.create_index(op.f(f"ix_{DEVICES}_user_id"), DEVICES, ["user_id"])
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for table in (DEVICES, FILES, SUBMISSIONS):
        op.drop_table(table)
