"""The public tables have no column that could hold a complainant: each one is listed, and why."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect

from caseflow.ground.extensions import db
from caseflow.public.grants import READER, RIGHTS

ALLOWED: dict[str, dict[str, str]] = {
    "published_pages": {
        "slug": "the address: the year and a number of its own, never the case's",
        "kind": "a key of published/kinds.py",
        "version": "counts changes of the page",
        "title": "redacted, decided mark by mark, approved by a second person",
        "body": "the same",
        "tables": "lists of the kind's own making, through the same two pairs of eyes",
        "legal_basis": "an instrument and its article",
        "township": "name of a township; nothing finer",
        "category": "names of categories of pollution",
        "published_on": "a day, without an hour",
        "changed_at": "when the page itself changed, not the case",
        "corrected_on": "a day",
        "correction": "what was corrected, written for the public",
        "expires_on": "a day",
        "expired_on": "a day",
        "withdrawn_on": "a day",
        "withdraw_reason": "written for the public",
    },
    "published_pictures": {
        "slug": "the page's address",
        "position": "its place on the page",
        "sha256": "of the redacted bytes, not of the original's",
        "width": "pixels",
        "height": "pixels",
        "caption": "written for the public",
        "content": "redacted bytes without metadata",
    },
}


def test_every_public_column_is_allowed_by_name_and_reason(db_session: Any) -> None:
    inspector = inspect(db.engine)
    public = {name for name in inspector.get_table_names() if name.startswith("published")}
    assert public == set(ALLOWED)
    for table, columns in ALLOWED.items():
        found = {column["name"] for column in inspector.get_columns(table)}
        assert found == set(columns), table
        assert all(columns.values())


def test_public_tables_point_at_no_other(db_session: Any) -> None:
    inspector = inspect(db.engine)
    for table in ALLOWED:
        assert inspector.get_foreign_keys(table) == []
    others = set(inspector.get_table_names()) - set(ALLOWED)
    for table in others:
        led = {key["referred_table"] for key in inspector.get_foreign_keys(table)}
        assert not led & set(ALLOWED), table


@pytest.mark.parametrize("table", sorted(ALLOWED))
def test_the_reader_reads_exactly_these(table: str) -> None:
    rows = [right for right in RIGHTS if right.user == READER and right.table == table]
    assert [(row.acts, row.columns) for row in rows] == [(("SELECT",), ())]
