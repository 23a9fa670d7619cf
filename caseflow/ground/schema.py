"""The state of the database's schema against the migration scripts. Call in an app context."""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from caseflow.ground.extensions import db

SHADOWS = "case_texts"
"""The full-text index: a hand-made table (with shadow tables on SQLite) that no model describes."""


def _config() -> Config:
    config = current_app.extensions["migrate"].migrate.get_config()
    assert isinstance(config, Config)
    return config


def script_heads() -> list[str]:
    """Return the newest revisions of the scripts; more than one is a fault."""
    return list(ScriptDirectory.from_config(_config()).get_heads())


def known_revisions() -> set[str]:
    """Return every revision the scripts know."""
    scripts = ScriptDirectory.from_config(_config())
    return {script.revision for script in scripts.walk_revisions()}


def current_revision() -> str | None:
    """Return the revision the database stands at, None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_newer_than_code() -> bool:
    """Return whether the database stands at a revision that these scripts do not know."""
    current = current_revision()
    return current is not None and current not in known_revisions()


def is_current() -> bool:
    """Return whether the database stands at the newest revision."""
    return [current_revision()] == script_heads()


def upgrade() -> None:
    """Bring the database to the newest revision."""
    command.upgrade(_config(), "head")


def refresh_statistics() -> None:
    """Have the database count anew what its planner goes by.

    PostgreSQL does so by itself, but not at once after much was written; SQLite only when told.
    """
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def drift() -> list[Any]:
    """Return how the database differs from the models; empty when it does not."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": _described_by_a_model}
        )
        return list(compare_metadata(context, db.metadata))


def _described_by_a_model(
    _object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object
) -> bool:
    return not (kind == "table" and name is not None and name.startswith(SHADOWS))
