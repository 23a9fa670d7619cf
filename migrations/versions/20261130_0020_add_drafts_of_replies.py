"""Add drafts of replies, proofs of delivery, call-back tasks, ratings, unsolved reports, reviews.

A call-back says satisfied, mostly satisfied or not instead of yes or no; what was recorded stays.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

APPEND_ONLY = ("delivery_proofs", "petition_ratings")
ADDED = (
    "petition_ratings",
    "delivery_proofs",
    "call_back_tasks",
    "unsolved_reports",
    "review_requests",
    "reply_parts",
    "reply_drafts",
)


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


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


def _add_tables() -> None:
    op.create_table(
        "reply_drafts",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("drafted_at", _instant(), nullable=False),
        sa.Column("drafted_by_id", _big_id(), nullable=True),
        sa.Column("proposed_at", _instant(), nullable=True),
        sa.Column("proposed_by_id", _big_id(), nullable=True),
        sa.Column("approved_at", _instant(), nullable=True),
        sa.Column("approved_by_id", _big_id(), nullable=True),
        sa.Column("returned_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_reply_drafts_approved_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_reply_drafts_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_reply_drafts_drafted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_reply_drafts_proposed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_drafts")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_reply_drafts_case_id_round")),
    )
    with op.batch_alter_table("reply_drafts", schema=None) as batch_op:
        batch_op.create_index("ix_reply_drafts_state", ["state", "proposed_at"], unique=False)

    op.create_table(
        "review_requests",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("petition_id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("asked_at", _instant(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recorded_by_id", _big_id(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("settled_at", _instant(), nullable=True),
        sa.Column("settled_by_id", _big_id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_review_requests_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name=op.f("fk_review_requests_petition_id_petitions")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_review_requests_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_review_requests_settled_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_requests")),
    )
    with op.batch_alter_table("review_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_requests_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_requests_petition_id"), ["petition_id"], unique=False
        )

    op.create_table(
        "unsolved_reports",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("petition_id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("told_at", _instant(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by_id", _big_id(), nullable=True),
        sa.Column("proposed_at", _instant(), nullable=True),
        sa.Column("proposed_reason", sa.Text(), nullable=False),
        sa.Column("settled_by_id", _big_id(), nullable=True),
        sa.Column("settled_at", _instant(), nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_unsolved_reports_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"],
            ["petitions.id"],
            name=op.f("fk_unsolved_reports_petition_id_petitions"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_unsolved_reports_proposed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_unsolved_reports_settled_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsolved_reports")),
    )
    with op.batch_alter_table("unsolved_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unsolved_reports_petition_id"), ["petition_id"], unique=False
        )
        batch_op.create_index("ix_unsolved_reports_state", ["state", "case_id"], unique=False)
        batch_op.create_index(
            "uq_unsolved_reports_open",
            ["petition_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "call_back_tasks",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("petition_id", _big_id(), nullable=False),
        sa.Column("case_id", _big_id(), nullable=False),
        sa.Column("reply_id", _big_id(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("excluded_because", sa.String(length=20), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=60), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("ended_at", _instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_call_back_tasks_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name=op.f("fk_call_back_tasks_petition_id_petitions")
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name=op.f("fk_call_back_tasks_reply_id_replies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back_tasks")),
        sa.UniqueConstraint("reply_id", name=op.f("uq_call_back_tasks_reply_id")),
    )
    with op.batch_alter_table("call_back_tasks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_call_back_tasks_petition_id"), ["petition_id"], unique=False
        )
        batch_op.create_index(
            "ix_call_back_tasks_waiting",
            ["case_id", "petition_id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "delivery_proofs",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("reply_id", _big_id(), nullable=True),
        sa.Column("notice_id", _big_id(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("delivered_at", _instant(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("outbox_key", sa.String(length=200), nullable=True),
        sa.Column("file_id", _big_id(), nullable=True),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.Column("recorded_by_id", _big_id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_delivery_proofs_file_id_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_delivery_proofs_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_delivery_proofs_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name=op.f("fk_delivery_proofs_reply_id_replies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_proofs")),
    )
    with op.batch_alter_table("delivery_proofs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_proofs_notice_id"), ["notice_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_delivery_proofs_outbox_key"), ["outbox_key"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delivery_proofs_reply_id"), ["reply_id"], unique=False)

    op.create_table(
        "petition_ratings",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("petition_id", _big_id(), nullable=False),
        sa.Column("reply_id", _big_id(), nullable=False),
        sa.Column("is_solved", sa.Boolean(), nullable=False),
        sa.Column("satisfaction", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("rated_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"],
            ["petitions.id"],
            name=op.f("fk_petition_ratings_petition_id_petitions"),
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name=op.f("fk_petition_ratings_reply_id_replies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_ratings")),
    )
    with op.batch_alter_table("petition_ratings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_petition_ratings_petition_id"), ["petition_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_petition_ratings_reply_id"), ["reply_id"], unique=False
        )

    op.create_table(
        "reply_parts",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("draft_id", _big_id(), nullable=False),
        sa.Column("petition_id", _big_id(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("document_id", _big_id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_reply_parts_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["reply_drafts.id"], name=op.f("fk_reply_parts_draft_id_reply_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name=op.f("fk_reply_parts_petition_id_petitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_parts")),
        sa.UniqueConstraint(
            "draft_id", "petition_id", name=op.f("uq_reply_parts_draft_id_petition_id")
        ),
    )
    with op.batch_alter_table("reply_parts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reply_parts_petition_id"), ["petition_id"], unique=False
        )


def _ask_for_satisfaction() -> None:
    op.add_column("call_backs", sa.Column("satisfaction", sa.String(length=10), nullable=True))
    calls = sa.table(
        "call_backs",
        sa.column("satisfaction", sa.String()),
        sa.column("is_satisfied", sa.Boolean()),
    )
    said = sa.case((calls.c.is_satisfied, "yes"), else_="no")
    op.execute(calls.update().where(calls.c.is_satisfied.is_not(None)).values(satisfaction=said))
    with op.batch_alter_table("call_backs") as batch:
        batch.drop_column("is_satisfied")


def upgrade() -> None:
    _add_tables()
    for table in APPEND_ONLY:
        for statement in _triggers(op.get_bind().dialect.name, table):
            op.execute(statement)
    _ask_for_satisfaction()


def downgrade() -> None:
    op.add_column("call_backs", sa.Column("is_satisfied", sa.Boolean(), nullable=True))
    calls = sa.table(
        "call_backs",
        sa.column("satisfaction", sa.String()),
        sa.column("is_satisfied", sa.Boolean()),
    )
    said = sa.case((calls.c.satisfaction == "no", sa.false()), else_=sa.true())
    op.execute(calls.update().where(calls.c.satisfaction.is_not(None)).values(is_satisfied=said))
    with op.batch_alter_table("call_backs") as batch:
        batch.drop_column("satisfaction")
    for table in ADDED:
        op.drop_table(table)
