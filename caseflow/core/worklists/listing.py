"""A list as its page shows it: rows, headings that sort, columns, groups, what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from caseflow.core.cases.queries.filters import plain_query
from caseflow.core.cases.queries.lists import (
    CaseRow,
    Filter,
    Group,
    case_rows,
    group_of,
    list_groups,
)
from caseflow.core.cases.queries.lists.watch import list_mark
from caseflow.core.cases.queries.turn import Turn, Why, whose_turn, why_late
from caseflow.core.worklists.columns import COLUMNS
from caseflow.core.worklists.queries import chosen_columns
from caseflow.ground.web.pagination import Page
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's head. `href` sorts by it; `direction` as aria-sort has it, or empty."""

    key: str
    label: str
    href: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the table of a list needs."""

    place: str
    page: Page[CaseRow]
    query: str
    """The filter as one plain query string."""
    headings: tuple[Heading, ...]
    columns: tuple[tuple[str, str, bool], ...]
    """(key, label, whether it is shown) of every column."""
    turns: dict[int, Turn]
    whys: dict[int, Why]
    heads: dict[int, Group]
    """The group that begins with this row, by the row's id."""
    groups: tuple[Group, ...]
    grouping: tuple[tuple[str, str, bool], ...]
    """(address, label, whether it is chosen) of each way to group; empty where it cannot be."""
    mark: str
    """For asking what came in since."""


def listing(wanted: Filter, query: Mapping[str, str], user: User, place: str) -> Listing:
    """Return the list of `wanted` at the page of the address; always the same statements.

    `query`: names and values of the filter, of which the address need not tell.
    """
    page = case_rows(wanted, user, request.args.get("page"))
    shown = chosen_columns(user, place)
    groups = list_groups(wanted, user)
    return Listing(
        place=place,
        page=page,
        query=plain_query(query),
        headings=tuple(_heading(key, wanted) for key in shown),
        columns=tuple((one.key, _(one.label), one.key in shown) for one in COLUMNS.values()),
        turns={row.id: whose_turn(row) for row in page.items} if "turn" in shown else {},
        whys=why_late(page.items) if "why" in shown else {},
        heads=_heads(page.items, wanted, groups),
        groups=tuple(groups.values()),
        grouping=_grouping(wanted),
        mark=list_mark(),
    )


def _here(**changes: str) -> str:
    """Return the address of this page with something else, from its beginning."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k != "page"}
    kept.update(changes)
    arguments = {k: v for k, v in kept.items() if v}
    return url_for(request.endpoint or "", **(request.view_args or {}), **arguments)


def _heading(key: str, wanted: Filter) -> Heading:
    column = COLUMNS[key]
    is_sortable = column.sort and (wanted.is_bounded or column.sort == "opened")
    if not is_sortable:
        return Heading(key, _(column.label))
    falls = wanted.sort == f"-{column.sort}"
    is_by_it = wanted.sort.removeprefix("-") == column.sort
    next_sort = column.sort if falls or not is_by_it else f"-{column.sort}"
    direction = ("descending" if falls else "ascending") if is_by_it else ""
    return Heading(key, _(column.label), _here(sort=next_sort), direction)


def _heads(rows: list[CaseRow], wanted: Filter, groups: dict[int | str, Group]) -> dict[int, Group]:
    found: dict[int, Group] = {}
    before: int | str | None = None
    for row in rows if groups else ():
        key = group_of(row, wanted.group)
        if key != before and key in groups:
            found[row.id] = groups[key]
        before = key
    return found


def _grouping(wanted: Filter) -> tuple[tuple[str, str, bool], ...]:
    if not wanted.is_bounded:
        return ()
    ways = (("", _("not grouped")), ("unit", _("by unit")), ("township", _("by township")))
    return tuple((_here(group=key), label, wanted.group == key) for key, label in ways)
