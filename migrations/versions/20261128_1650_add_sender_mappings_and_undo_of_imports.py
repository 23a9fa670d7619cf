"""Keep mappings per sender, what each import brought, and let an import be taken back.

The reference of a voided petition becomes free by the condition of its unique index; nothing in
the petition is rewritten. What earlier imports brought is read from the history once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STAY_VOID = {
    "sqlite": "CREATE TRIGGER petitions_stay_void BEFORE UPDATE OF voided_at ON petitions "
    "WHEN OLD.voided_at IS NOT NULL "
    "BEGIN SELECT RAISE(ABORT, 'a void number is never used again'); END",
    "postgresql": "CREATE TRIGGER petitions_stay_void BEFORE UPDATE OF voided_at ON petitions "
    "FOR EACH ROW WHEN (OLD.voided_at IS NOT NULL) EXECUTE FUNCTION caseflow_refuse()",
}
DROP_STAY_VOID = {
    "sqlite": "DROP TRIGGER petitions_stay_void",
    "postgresql": "DROP TRIGGER petitions_stay_void ON petitions",
}
ORIGIN = ["origin_system", "origin_reference"]
RUN_OF_ORIGIN = {
    "sqlite": "CAST(substr(e.origin, 8) AS INTEGER)",
    "postgresql": "CAST(substring(e.origin from '^import:([0-9]+)$') AS bigint)",
}


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


def _free_references() -> None:
    op.add_column("petitions", _column("voided_at", _instant(), nullable=True))
    op.drop_index("uq_petitions_origin", table_name="petitions")
    valid = sa.text("voided_at IS NULL")
    op.create_index(
        "uq_petitions_origin",
        "petitions",
        ORIGIN,
        unique=True,
        sqlite_where=valid,
        postgresql_where=valid,
    )
    op.execute(STAY_VOID[op.get_bind().dialect.name])


def _mappings() -> None:
    op.create_table(
        "import_mappings",
        _column("id", _big_id()),
        _column("name", sa.String(80)),
        _column("origin", sa.String(80)),
        _column("origin_key", sa.String(80)),
        _column("headers", sa.JSON()),
        _column("headers_key", sa.String(64)),
        _column("mapping", sa.JSON()),
        _column("channel_code", sa.String(30)),
        _column("track", sa.String(20)),
        _column("saved_by_id", _big_id()),
        _column("saved_at", _instant()),
        _column("used_at", _instant(), nullable=True),
        _fk("import_mappings", "channel_code", "channels.code"),
        _fk("import_mappings", "saved_by_id", "users.id"),
        _pk("import_mappings"),
        sa.UniqueConstraint(
            "origin_key", "headers_key", name=op.f("uq_import_mappings_origin_key_headers_key")
        ),
    )
    op.create_index(op.f("ix_import_mappings_headers_key"), "import_mappings", ["headers_key"])
    with op.batch_alter_table("import_runs") as batch:
        batch.add_column(_column("saved_id", _big_id(), nullable=True))
        batch.create_index(op.f("ix_import_runs_saved_id"), ["saved_id"])
        batch.create_foreign_key(
            op.f("fk_import_runs_saved_id_import_mappings"),
            "import_mappings",
            ["saved_id"],
            ["id"],
            ondelete="SET NULL",
        )


def _cases() -> None:
    op.create_table(
        "import_cases",
        _column("case_id", _big_id()),
        _column("run_id", _big_id()),
        _column("row_number", sa.Integer(), nullable=True),
        _column("voided_at", _instant(), nullable=True),
        _column("kept_because", sa.String(300), nullable=True),
        _fk("import_cases", "case_id", "cases.id"),
        _fk("import_cases", "run_id", "import_runs.id"),
        _pk("import_cases", "case_id"),
    )
    op.create_index("ix_import_cases_run", "import_cases", ["run_id", "case_id"])
    op.create_index(op.f("ix_import_cases_voided_at"), "import_cases", ["voided_at"])
    run_id = RUN_OF_ORIGIN[op.get_bind().dialect.name]
    op.execute(
        "INSERT INTO import_cases (case_id, run_id) "
        f"SELECT e.case_id, r.id FROM case_events e JOIN import_runs r ON r.id = {run_id} "
        "WHERE e.seq = 1 AND e.act = 'register' AND e.origin LIKE 'import:%'"
    )


def _tasks() -> None:
    op.create_table(
        "import_tasks",
        _column("id", _big_id()),
        _column("run_id", _big_id()),
        _column("kind", sa.String(10)),
        _column("state", sa.String(10)),
        _column("user_id", _big_id()),
        _column("reason", sa.Text()),
        _column("total_count", sa.Integer()),
        _column("done_count", sa.Integer()),
        _column("last_case_id", _big_id()),
        _column("error", sa.String(300), nullable=True),
        _column("claimed_until_at", _instant(), nullable=True),
        _column("attempts", sa.Integer()),
        _column("lost_count", sa.Integer()),
        _column("asked_at", _instant()),
        _column("finished_at", _instant(), nullable=True),
        _fk("import_tasks", "run_id", "import_runs.id"),
        _fk("import_tasks", "user_id", "users.id"),
        _pk("import_tasks"),
        sa.UniqueConstraint("run_id", "kind", name=op.f("uq_import_tasks_run_id_kind")),
    )
    op.create_index("ix_import_tasks_state", "import_tasks", ["state", "id"])


def _likely() -> None:
    op.create_table(
        "import_likely",
        _column("id", _big_id()),
        _column("run_id", _big_id()),
        _column("case_id", _big_id()),
        _column("other_case_id", _big_id()),
        _column("score", sa.Float()),
        _column("reasons", sa.JSON()),
        _column("outcome", sa.String(10)),
        _column("refusal", sa.String(300), nullable=True),
        _column("decided_by_id", _big_id(), nullable=True),
        _column("decided_at", _instant(), nullable=True),
        _fk("import_likely", "run_id", "import_runs.id"),
        _fk("import_likely", "case_id", "cases.id"),
        _fk("import_likely", "other_case_id", "cases.id"),
        _fk("import_likely", "decided_by_id", "users.id"),
        _pk("import_likely"),
        sa.UniqueConstraint(
            "case_id", "other_case_id", name=op.f("uq_import_likely_case_id_other_case_id")
        ),
    )
    op.create_index("ix_import_likely_run", "import_likely", ["run_id", "case_id"])
    op.create_index(op.f("ix_import_likely_other_case_id"), "import_likely", ["other_case_id"])


def upgrade() -> None:
    _free_references()
    _mappings()
    _cases()
    _tasks()
    _likely()


def downgrade() -> None:
    for table in ("import_likely", "import_tasks", "import_cases"):
        op.drop_table(table)
    with op.batch_alter_table("import_runs") as batch:
        batch.drop_constraint(op.f("fk_import_runs_saved_id_import_mappings"), type_="foreignkey")
        batch.drop_index(op.f("ix_import_runs_saved_id"))
        batch.drop_column("saved_id")
    op.drop_table("import_mappings")
    op.execute(DROP_STAY_VOID[op.get_bind().dialect.name])
    op.drop_index("uq_petitions_origin", table_name="petitions")
    op.create_index("uq_petitions_origin", "petitions", ORIGIN, unique=True)
    op.drop_column("petitions", "voided_at")
