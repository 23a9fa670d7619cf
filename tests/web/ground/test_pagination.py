"""Paging by key: no row twice, none left out, in both directions, whatever happens in between."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from caseflow.ground.web import pagination
from caseflow.ground.web.pagination import Key, decode_cursor, encode_cursor, fetch_page

ROWS = Table("rows", MetaData(), Column("id", Integer, primary_key=True), Column("rank", Integer))


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch):
    """A list of 23 rows with many equal ranks, in a database of its own."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", SQLALCHEMY_DATABASE_URI="sqlite://")
    own = SQLAlchemy(app)
    monkeypatch.setattr(pagination, "db", own)
    app.add_url_rule("/list", "list", lambda: "")
    with app.test_request_context("/list?state=open&state=late&page=old"):
        connection = own.session.connection()
        ROWS.metadata.create_all(connection)
        own.session.execute(insert(ROWS), [{"id": n, "rank": n % 4} for n in range(1, 24)])
        yield own
        own.session.remove()
        own.engine.dispose()


ORDERS = [
    (Key(ROWS.c.rank), Key(ROWS.c.id)),
    (Key(ROWS.c.rank, is_descending=True), Key(ROWS.c.id, is_descending=True)),
    (Key(ROWS.c.rank), Key(ROWS.c.id, is_descending=True)),
    (Key(ROWS.c.rank, is_descending=True), Key(ROWS.c.id)),
]


def fetch(keys, cursor, size=5):
    return fetch_page(select(ROWS.c.id, ROWS.c.rank), keys, cursor, lambda row: row.id, size)


@pytest.mark.parametrize("keys", ORDERS)
def test_every_row_comes_once_forwards_and_backwards(rows, keys) -> None:
    order = [k.column.desc() if k.is_descending else k.column for k in keys]
    everything = list(rows.session.scalars(select(ROWS.c.id).order_by(*order)))
    pages, cursor = [], None
    while True:
        pages.append(fetch(keys, cursor))
        cursor = pages[-1].next_cursor
        if cursor is None:
            break
    assert [item for page in pages for item in page.items] == everything
    assert pages[0].prev_cursor is None
    back = [fetch(keys, page.prev_cursor).items for page in pages[1:]]
    assert back == [page.items for page in pages[:-1]]


def test_the_first_page_reached_backwards_has_no_page_before(rows) -> None:
    second = fetch(ORDERS[0], fetch(ORDERS[0], None).next_cursor)
    first = fetch(ORDERS[0], second.prev_cursor)
    assert first.prev_cursor is None
    assert first.next_cursor is not None


def test_an_empty_list_has_no_pages(rows) -> None:
    page = fetch_page(
        select(ROWS.c.id).where(ROWS.c.id > 99), ORDERS[0], None, lambda row: row.id, 5
    )
    assert (page.items, page.next_cursor, page.prev_cursor) == ([], None, None)


@pytest.mark.parametrize("cursor", ["", "rubbish", "W10.x", None])
def test_a_cursor_that_is_not_ours_shows_the_beginning(rows, cursor: str | None) -> None:
    assert fetch(ORDERS[0], cursor).items == fetch(ORDERS[0], None).items


def test_a_cursor_of_another_order_shows_the_beginning(rows) -> None:
    assert fetch(ORDERS[0], encode_cursor([1])).items == fetch(ORDERS[0], None).items


def test_cursors_keep_days_and_instants(rows) -> None:
    values = [datetime(2026, 9, 24, 4, 0, 0, 123, tzinfo=UTC), date(2026, 9, 24), 7, "甲"]
    assert decode_cursor(encode_cursor(values, backwards=True), 4) == (True, values)


def test_the_address_of_a_page_keeps_the_filters(rows) -> None:
    assert pagination.page_url("abc") == "/list?state=open&state=late&page=abc"
    assert pagination.page_url(None) == "/list?state=open&state=late"
