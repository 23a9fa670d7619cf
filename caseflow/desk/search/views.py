"""The search: its page, its results while one types, and complainants by post only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.queries.numbers import case_by_number
from caseflow.core.search.queries.hits import PAGE_SIZE, Hits, search_cases
from caseflow.core.search.queries.meaning import Meaning
from caseflow.core.search.rules import FILTERS, FilterRow, parse
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.filters import is_chinese
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("search", __name__, url_prefix="/search")
FEW = 8
"""Rows shown under the box in the bar."""


@bp.get("/")
@requires(Permission.CASE_VIEW)
def show() -> Response:
    """Show what is found; a whole number leads to its case. Complainants are not asked for here.

    An address is logged and kept by browsers: a filter on complainants is refused in it (422).
    """
    typed = request.args.get("q", "")
    asked = parse(typed)
    if asked.is_personal:
        sentence = _("Complainants are not looked up by an address: it is kept. Search here again.")
        return _page(Hits(Meaning(asked, problems=(sentence,))))
    exact = case_by_number(typed, current_user)
    if exact is not None:
        return redirect(url_for("cases.page", case_id=exact), 303)
    after, before = (request.args.get(name, type=int) for name in ("after", "before"))
    return _page(search_cases(typed, current_user, after=after, before=before))


@bp.post("/")
@requires(Permission.CASE_VIEW)
def ask() -> Response:
    """Lead what was typed to its address, or answer at once where it is about complainants."""
    typed = request.form.get("q", "")
    if not parse(typed).is_personal:
        return redirect(url_for("search.show", q=typed.strip() or None), 303)
    after, before = (request.form.get(name, type=int) for name in ("after", "before"))
    with unit_of_work():
        found = search_cases(typed, current_user, after=after, before=before)
        return _page(found, is_posted=True)


@bp.post("/hits")
@requires(Permission.CASE_VIEW)
def hits() -> Response:
    """Answer with the results for what has been typed so far; complainants wait for Enter."""
    asked = parse(request.form.get("q", ""))
    is_few = request.form.get("few") == "1"
    found = Hits(Meaning(asked))
    if not asked.is_personal:
        found = search_cases(asked.typed, current_user, size=FEW if is_few else PAGE_SIZE)
    name = "search/_few.html" if is_few else "search/_hits.html"
    page = render_template(
        name, found=found, rows=found.rows, waits=asked.is_personal, is_posted=False
    )
    return _not_kept(make_response(page))


def _page(found: Hits, *, is_posted: bool = False) -> Response:
    page = render_template(
        "search/show.html",
        found=found,
        waits=False,
        is_posted=is_posted,
        filters=_offered(),
        is_chinese=is_chinese(),
    )
    response = make_response(page, 422 if found.meaning.problems else 200)
    return _not_kept(response) if is_posted else response


def _offered() -> list[FilterRow]:
    """Return the filters that the person may use."""
    sees_people = may(Permission.COMPLAINANT_VIEW)
    return [row for row in FILTERS.values() if sees_people or not row.is_personal]


def _not_kept(response: Any) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[no-any-return]
