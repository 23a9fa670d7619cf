"""Let publications be of several kinds: tables, sites, grounds, replies, corrections, expiry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0036"
branch_labels = None
depends_on = None

MAIN, PAGES = "publications", "published_pages"
GROUNDS, REPLIES, DEMANDS = "publication_grounds", "publication_replies", "withdrawal_demands"
PICTURES, CRITERIA = "publication_pictures", "publication_criteria"

FILLED = {
    "kind": (sa.String(length=40), "'summary'"),
    "case_ids": (sa.JSON(), "'[]'"),
    "tables": (sa.JSON(), "'[]'"),
    "sites": (sa.JSON(), "'[]'"),
    "naming_basis": (sa.String(length=300), "''"),
    "correction": (sa.String(length=300), "''"),
}
"""New columns that old rows get a value for, as SQL."""


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


@contextmanager
def _rebuilding() -> Iterator[None]:
    """Let SQLite rebuild a table that others point to: it would refuse to drop the old one.

    The switch works outside a transaction only, so that the present one ends before and after.
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        yield
        return
    raw = bind.connection.driver_connection
    for statement in ("COMMIT", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"):
        raw.execute(statement)
    end = "ROLLBACK"
    try:
        yield
        end = "COMMIT"
    finally:
        for statement in (end, "PRAGMA foreign_keys=ON", "BEGIN IMMEDIATE"):
            raw.execute(statement)


OPEN = (
    ("draw_id", _big_id, "draws"),
    ("deadline_id", _big_id, "deadlines"),
    ("corrected_by_id", _big_id, "users"),
    ("period_from", sa.Date, ""),
    ("period_until", sa.Date, ""),
    ("expires_on", sa.Date, ""),
    ("clock_from_at", _instant, ""),
    ("expired_at", _instant, ""),
    ("before_correction", sa.JSON, ""),
)
"""New columns that may be empty: name, type, the table they point to."""


def _main() -> None:
    with op.batch_alter_table(MAIN) as batch:
        for name, (kind, _value) in FILLED.items():
            batch.add_column(sa.Column(name, kind, nullable=True))
        for name, kind, _table in OPEN:
            batch.add_column(sa.Column(name, kind(), nullable=True))
        batch.alter_column("case_id", existing_type=_big_id(), nullable=True)
    values = ", ".join(f"{name} = {value}" for name, (_kind, value) in FILLED.items())
    op.execute(f"UPDATE {MAIN} SET {values}")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"UPDATE {MAIN} SET case_ids = json_array(case_id)")
    else:
        op.execute(f"UPDATE {MAIN} SET case_ids = json_build_array(case_id)")
    op.execute(
        f"UPDATE {MAIN} SET deadline_id = (SELECT max(id) FROM deadlines "
        f"WHERE deadlines.case_id = {MAIN}.case_id AND clock = 'publication')"
    )
    with op.batch_alter_table(MAIN) as batch:
        for name, (kind, _value) in FILLED.items():
            batch.alter_column(name, existing_type=kind, nullable=False)
        for name, _kind, table in OPEN:
            if table:
                batch.create_foreign_key(f"fk_{MAIN}_{name}_{table}", table, [name], ["id"])
        batch.create_index(f"ix_{MAIN}_kind", ["kind"])
        batch.create_index(f"ix_{MAIN}_draw_id", ["draw_id"])


def _foreign(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def _grounds() -> None:
    op.create_table(
        GROUNDS,
        sa.Column("publication_id", _big_id(), nullable=False),
        sa.Column("fact_id", _big_id(), nullable=False),
        _foreign(GROUNDS, "publication_id", MAIN),
        _foreign(GROUNDS, "fact_id", "enforcement_facts"),
        sa.PrimaryKeyConstraint("publication_id", "fact_id", name=f"pk_{GROUNDS}"),
    )
    op.create_index(f"ix_{GROUNDS}_fact_id", GROUNDS, ["fact_id"])


def _replies() -> None:
    op.create_table(
        REPLIES,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("publication_id", _big_id(), nullable=False),
        sa.Column("source_id", _big_id(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=100), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("considered_at", _instant(), nullable=True),
        sa.Column("considered_by_id", _big_id(), nullable=True),
        sa.Column("considered", sa.String(length=300), nullable=False),
        _foreign(REPLIES, "publication_id", MAIN),
        _foreign(REPLIES, "source_id", "pollution_sources"),
        _foreign(REPLIES, "considered_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{REPLIES}"),
        sa.UniqueConstraint(
            "publication_id", "source_id", name=f"uq_{REPLIES}_publication_id_source_id"
        ),
    )
    op.create_index(f"ix_{REPLIES}_publication_id", REPLIES, ["publication_id"])


def _demands() -> None:
    op.create_table(
        DEMANDS,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("publication_id", _big_id(), nullable=False),
        sa.Column("ground", sa.String(length=300), nullable=False),
        sa.Column("known_at", _instant(), nullable=False),
        sa.Column("rule_id", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", _instant(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("fact_id", _big_id(), nullable=True),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.Column("recorded_by_id", _big_id(), nullable=True),
        sa.Column("settled_at", _instant(), nullable=True),
        sa.Column("settled_by_id", _big_id(), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        _foreign(DEMANDS, "publication_id", MAIN),
        _foreign(DEMANDS, "fact_id", "enforcement_facts"),
        _foreign(DEMANDS, "recorded_by_id", "users"),
        _foreign(DEMANDS, "settled_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{DEMANDS}"),
        sa.UniqueConstraint(
            "publication_id", "fact_id", name=f"uq_{DEMANDS}_publication_id_fact_id"
        ),
    )
    for column in ("publication_id", "settled_at"):
        op.create_index(f"ix_{DEMANDS}_{column}", DEMANDS, [column])


def _pictures() -> None:
    op.create_table(
        PICTURES,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("publication_id", _big_id(), nullable=False),
        sa.Column("evidence_id", _big_id(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("confirmed_by_id", _big_id(), nullable=True),
        sa.Column("confirmed_at", _instant(), nullable=True),
        _foreign(PICTURES, "publication_id", MAIN),
        _foreign(PICTURES, "evidence_id", "evidence"),
        _foreign(PICTURES, "confirmed_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{PICTURES}"),
        sa.UniqueConstraint(
            "publication_id", "evidence_id", name=f"uq_{PICTURES}_publication_id_evidence_id"
        ),
    )
    op.create_index(f"ix_{PICTURES}_publication_id", PICTURES, ["publication_id"])


def _criteria() -> None:
    op.create_table(
        CRITERIA,
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("decided_at", _instant(), nullable=False),
        sa.Column("actor_id", _big_id(), nullable=False),
        _foreign(CRITERIA, "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{CRITERIA}"),
    )
    op.create_index(f"ix_{CRITERIA}_key", CRITERIA, ["key"])
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def _triggers(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {CRITERIA}_no_{verb.lower()} BEFORE {verb} ON {CRITERIA} "
            f"BEGIN SELECT RAISE(ABORT, '{CRITERIA} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {CRITERIA}_append_only BEFORE UPDATE OR DELETE ON {CRITERIA} "
        "FOR EACH ROW EXECUTE FUNCTION caseflow_refuse()",
        f"CREATE TRIGGER {CRITERIA}_no_truncate BEFORE TRUNCATE ON {CRITERIA} "
        "FOR EACH STATEMENT EXECUTE FUNCTION caseflow_refuse()",
    ]


def upgrade() -> None:
    with op.batch_alter_table(PAGES) as batch:
        batch.alter_column("kind", existing_type=sa.String(length=20), type_=sa.String(length=40))
    with _rebuilding():
        _main()
    _grounds()
    _replies()
    _demands()
    _pictures()
    _criteria()


def downgrade() -> None:
    for table in (CRITERIA, PICTURES, DEMANDS, REPLIES, GROUNDS):
        op.drop_table(table)
    # A publication of no case cannot be kept by the schema before: the step back is then refused.
    with _rebuilding(), op.batch_alter_table(MAIN) as batch:
        batch.drop_index(f"ix_{MAIN}_draw_id")
        batch.drop_index(f"ix_{MAIN}_kind")
        for name, _kind, table in OPEN:
            if table:
                batch.drop_constraint(f"fk_{MAIN}_{name}_{table}", type_="foreignkey")
            batch.drop_column(name)
        for name in FILLED:
            batch.drop_column(name)
        batch.alter_column("case_id", existing_type=_big_id(), nullable=False)
    with op.batch_alter_table(PAGES) as batch:
        batch.alter_column("kind", existing_type=sa.String(length=40), type_=sa.String(length=20))
