"""The supervision page: counts that lead to lists, with the nearest deadline and whose turn."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import case_counts, case_rows, count_words
from caseflow.core.cases.queries.turn import whose_turn
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.lists.boards import WATCH_LISTS

bp = Blueprint("supervision", __name__, url_prefix="/supervision")


@bp.get("/")
@requires(Permission.SUPERVISION_VIEW)
def index() -> str:
    """Show all counts and one list, the late cases unless another is chosen."""
    lists = [one for one in WATCH_LISTS if not one.permission or may(one.permission)]
    filters = {one.key: read_filter(dict(one.query), current_user) for one in lists}
    counts = case_counts(filters, current_user)
    shown = next((o for o in lists if o.key == request.args.get("list")), lists[0])
    arguments: dict[str, Any] = dict(shown.query)
    page = case_rows(filters[shown.key], current_user, request.args.get("page"))
    stats = [
        {
            "label": _(one.label),
            "count": count_words(counts[one.key]),
            "has_some": counts[one.key] > 0,
            "href": url_for("supervision.index", list=one.key),
            "tone": one.tone,
            "icon": one.icon,
            "is_shown": one is shown,
        }
        for one in lists
    ]
    return render_template(
        "supervision/index.html",
        stats=stats,
        shown=shown,
        page=page,
        turns={row.id: whose_turn(row) for row in page.items},
        list_href=url_for("cases.index", **arguments),
    )
