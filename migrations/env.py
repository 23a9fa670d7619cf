"""How Alembic meets the database: the application's own engine, with short waits for locks."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from caseflow.ground.extensions import db

target_metadata = db.metadata

HAND_MADE = frozenset({"case_texts"})
"""Tables that no model describes: the full-text index differs between the databases."""


def include_object(
    _object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object
) -> bool:
    """Leave the hand-made tables (and FTS5's shadow tables) out of comparisons."""
    return not (kind == "table" and name is not None and name.split("_")[:2] == ["case", "texts"])


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET lock_timeout = '10s'"))
        connection.execute(text("SET statement_timeout = '10min'"))
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        include_object=include_object,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as opened:
        run(opened.execution_options(caseflow_writes=True))
