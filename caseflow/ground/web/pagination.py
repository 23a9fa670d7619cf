"""Paging by key: each page begins after the last row of the one before, however many there are.

A cursor is the row's sort values and the direction, signed, so that only our own come back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from flask import Flask, current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, Row, Select, and_, or_, tuple_

from caseflow.ground.extensions import db

SIZE = 50
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some rows of a list; a cursor is None at that end of it."""

    items: list[Item]
    next_cursor: str | None = None
    prev_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order; never NULL. The last key of a list must be unique."""

    column: Any
    is_descending: bool = False


def init_app(app: Flask) -> None:
    """Give the templates `page_url(cursor)`."""
    app.jinja_env.globals["page_url"] = page_url


def page_url(cursor: str | None, name: str = "page") -> str:
    """Return the address of this list at `cursor` (None: its beginning), with its filters."""
    arguments: dict[str, Any] = dict(request.args.to_dict(flat=False))
    arguments.pop(name, None)
    if cursor:
        arguments[name] = cursor
    return url_for(request.endpoint or "static", **(request.view_args or {}), **arguments)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="page")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _typed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    at = value.get("at")
    return datetime.fromisoformat(at) if at else date.fromisoformat(value["on"])


def encode_cursor(values: Sequence[Any], *, backwards: bool = False) -> str:
    """Return the cursor of the row with these sort values."""
    dumped = _serializer().dumps([backwards, [_plain(value) for value in values]])
    return dumped.decode() if isinstance(dumped, bytes) else dumped


def decode_cursor(cursor: str | None, length: int) -> tuple[bool, list[Any]] | None:
    """Return (backwards, sort values), or None for no cursor and for one that is not ours."""
    try:
        backwards, values = _serializer().loads(cursor or "")
        found = [_typed(value) for value in values]
    except (BadData, TypeError, ValueError):
        return None
    return (bool(backwards), found) if len(found) == length else None


def _beyond(keys: Sequence[Key], values: list[Any], *, backwards: bool) -> ColumnElement[bool]:
    """Return the clause of the rows after (or before) the row with `values`."""
    falls = [key.is_descending != backwards for key in keys]
    if len(set(falls)) == 1:
        left, right = tuple_(*(key.column for key in keys)), tuple_(*values)
        return left < right if falls[0] else left > right
    ways = []
    for index, (key, value) in enumerate(zip(keys, values, strict=True)):
        same = [k.column == v for k, v in zip(keys[:index], values[:index], strict=True)]
        ways.append(and_(*same, key.column < value if falls[index] else key.column > value))
    return or_(*ways)


def fetch_page(
    statement: Select[Any],
    keys: Sequence[Key],
    cursor: str | None,
    make: Callable[[Row[Any]], Item],
    size: int = SIZE,
) -> Page[Item]:
    """Run `statement` (unordered) and return the page at `cursor`, each row through `make`.

    A cursor that is not ours, or of another order, shows the beginning.
    """
    place = decode_cursor(cursor, len(keys))
    backwards = place is not None and place[0]
    columns = [key.column.label(f"page_key_{index}") for index, key in enumerate(keys)]
    found = statement.add_columns(*columns)
    if place is not None:
        found = found.where(_beyond(keys, place[1], backwards=backwards))
    order = [k.column.desc() if k.is_descending != backwards else k.column.asc() for k in keys]
    rows = list(db.session.execute(found.order_by(*order).limit(size + 1)))
    has_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next, has_prev = (bool(rows), has_more) if backwards else (has_more, place is not None)
    return Page(
        items=[make(row) for row in rows],
        next_cursor=_cursor(rows[-1], len(keys), backwards=False) if has_next and rows else None,
        prev_cursor=_cursor(rows[0], len(keys), backwards=True) if has_prev and rows else None,
    )


def _cursor(row: Row[Any], count: int, *, backwards: bool) -> str:
    return encode_cursor(tuple(row)[-count:], backwards=backwards)
