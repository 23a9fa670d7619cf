"""The list of cases: filters in the address, pages by key, search in the words."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.queries.filters import (
    FilterChoices,
    filter_choices,
    plain_query,
    read_filter,
)
from caseflow.core.cases.queries.lists import case_count, count_words
from caseflow.core.cases.queries.numbers import case_by_number
from caseflow.core.cases.views.blueprint import bp, layout
from caseflow.core.worklists.listing import listing
from caseflow.core.worklists.queries import saved_views
from caseflow.ground.i18n import N_
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission


@bp.get("/")
@requires(Permission.CASE_VIEW)
def index() -> str | Response:
    """Show the cases that the filter lets through; a whole number leads to its case."""
    wanted = read_filter(request.args, current_user)
    exact = case_by_number(wanted.q, current_user)
    if exact is not None and request.args.keys() == {"q"}:
        return redirect(url_for("cases.page", case_id=exact), 303)
    choices: FilterChoices = filter_choices(current_user)
    views, here = saved_views(current_user), plain_query(request.args)
    return render_template(
        "cases/index.html",
        layout=layout(),
        listing=listing(wanted, request.args, current_user, "cases"),
        count=count_words(case_count(wanted, current_user)),
        wanted=wanted,
        choices=choices,
        tabs=_tabs(),
        saved_views=views,
        saved_here=next((view for view in views if view.query == here), None),
    )


VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    (N_("Open"), {}),
    (N_("Mine"), {"assignee": "me"}),
    (N_("Late"), {"due": "late"}),
    (N_("Due today"), {"due": "today"}),
    (N_("Due in 3 working days"), {"due": "soon"}),
    (N_("All"), {"state": "all"}),
)
"""The ready-made views: each is a query string."""

_CHOSEN_BY_VIEW = frozenset({"state", "due", "assignee"})


def _tabs() -> list[tuple[str, str, bool, None]]:
    """Return the views as tabs; the other filters stay when one is chosen."""
    given = {k: v for k, v in request.args.items() if v and k != "page"}
    kept: dict[str, Any] = {k: v for k, v in given.items() if k not in _CHOSEN_BY_VIEW}
    now = {k: v for k, v in given.items() if k in _CHOSEN_BY_VIEW and (k, v) != ("state", "open")}
    return [
        (_(label), url_for("cases.index", **{**kept, **view}), view == now, None)
        for label, view in VIEWS
    ]
