"""The migrations: one head, and on both databases exactly what the models say."""

from __future__ import annotations

from typing import Any

from caseflow.ground import schema


def test_there_is_one_newest_migration(db_session: Any) -> None:
    assert len(schema.script_heads()) == 1


def test_a_migrated_database_equals_the_models(db_session: Any) -> None:
    assert schema.is_current()
    assert schema.drift() == []
