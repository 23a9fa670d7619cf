"""The supervision page: counts that lead to lists, with why a case is late and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import case_counts, count_words
from caseflow.core.worklists.listing import listing
from caseflow.core.worklists.queries import ViewRow, saved_views
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.lists.boards import WATCH_LISTS, WatchList

bp = Blueprint("supervision", __name__, url_prefix="/supervision")


@dataclass(frozen=True, slots=True)
class Shown:
    """A list of the page: a ready-made one, or a saved view that is pinned."""

    key: str
    label: str
    query: dict[str, str]
    note: str
    empty: str
    icon: str
    tone: str = ""
    is_content: bool = False
    """Whether its name was typed by people."""


@bp.get("/")
@requires(Permission.SUPERVISION_VIEW)
def index() -> str:
    """Show all counts and one list, the late cases unless another is chosen."""
    lists = [_ready_made(one) for one in WATCH_LISTS if not one.permission or may(one.permission)]
    lists += [_pinned(view) for view in saved_views(current_user, only_pinned=True)]
    filters = {one.key: read_filter(one.query, current_user) for one in lists}
    counts = case_counts(filters, current_user)
    shown = next((o for o in lists if o.key == request.args.get("list")), lists[0])
    query = {**shown.query, **_order()}
    arguments: dict[str, Any] = dict(query)
    wanted = read_filter(query, current_user)
    return render_template(
        "supervision/index.html",
        stats=[_stat(one, counts[one.key], one is shown) for one in lists],
        shown=shown,
        count=count_words(counts[shown.key]),
        listing=listing(wanted, query, current_user, "supervision"),
        list_href=url_for("cases.index", **arguments),
    )


def _order() -> dict[str, str]:
    """Return how the address wants the list sorted and grouped."""
    return {name: request.args[name] for name in ("sort", "group") if request.args.get(name)}


def _ready_made(one: WatchList) -> Shown:
    return Shown(
        one.key, _(one.label), dict(one.query), _(one.note), _(one.empty), one.icon, one.tone
    )


def _pinned(view: ViewRow) -> Shown:
    note = _("A view of your own.") if view.is_own else _("Shared by %(name)s.", name=view.owner)
    empty = _("No case fits this view now.")
    return Shown(f"view-{view.id}", view.name, view.arguments, note, empty, "star", is_content=True)


def _stat(one: Shown, count: int, is_shown: bool) -> dict[str, Any]:
    return {
        "label": one.label,
        "is_content": one.is_content,
        "count": count_words(count),
        "has_some": count > 0,
        "href": url_for("supervision.index", list=one.key),
        "tone": one.tone,
        "icon": one.icon,
        "is_shown": is_shown,
    }
