"""Pages of what was published: newest, by month, by kind, one of them, the tombstone of one.

The static bundle renders these same views (outlets/site): they read the shelf and nothing else.
"""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort
from werkzeug.exceptions import NotFound

from caseflow.ground.web.cookieless import without_cookies
from caseflow.ground.web.machines import answer_below
from caseflow.people.permissions.decorators import public
from caseflow.public.published.addresses import PAGE_SIZE, WITHOUT_COOKIES
from caseflow.public.published.answering import answer, may_be_kept, of_state
from caseflow.public.published.kinds import KINDS, OTHER, kind_of
from caseflow.public.published.rendering import keep_language, refuse, render_public
from caseflow.public.published.shelf import Shelf, Summary, open_shelf

bp = Blueprint("published", __name__, url_prefix="/results")
bp.url_defaults(keep_language)
bp.after_request(may_be_kept)
without_cookies(*WITHOUT_COOKIES)
for _prefix in WITHOUT_COOKIES:
    answer_below(_prefix, refuse)

NEWEST = 20


@bp.get("/")
@public
def index() -> Response:
    """Show what was published last, and the months of all that was."""
    with open_shelf() as shelf:
        return answer(
            of_state(shelf),
            lambda: render_public(
                "public/publications.html",
                newest=shelf.newest(NEWEST),
                kinds=_kinds(shelf),
                months=_months(shelf),
            ),
        )


@bp.get("/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/", defaults={"number": 1})
@bp.get("/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<int:number>/")
@public
def month(year: int, month: int, number: int) -> Response:
    """Show a month, the oldest first, so that a page once full never changes its places."""
    return _month(None, year, month, number)


@bp.get("/kind/")
@public
def kinds() -> Response:
    """Show the kinds of publications."""
    with open_shelf() as shelf:
        return answer(
            of_state(shelf), lambda: render_public("public/kinds.html", kinds=_kinds(shelf))
        )


@bp.get("/kind/<kind>/")
@public
def of_kind(kind: str) -> Response:
    """Show what was published last of a kind."""
    with open_shelf() as shelf:
        newest = shelf.newest(NEWEST, kind)
        if not newest:
            raise NotFound
        return answer(
            of_state(shelf),
            lambda: render_public(
                "public/publications.html",
                newest=newest,
                kind=kind_of(kind),
                kind_key=kind,
                months=_months(shelf, kind),
            ),
        )


@bp.get(
    "/kind/<kind>/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/", defaults={"number": 1}
)
@bp.get("/kind/<kind>/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<int:number>/")
@public
def kind_month(kind: str, year: int, month: int, number: int) -> Response:
    """Show a month of one kind."""
    return _month(kind, year, month, number)


@bp.get("/<slug>/", strict_slashes=False)
@public
def page(slug: str) -> Response:
    """Show a published page; of one that is gone (410) when and why it went."""
    with open_shelf() as shelf:
        found = shelf.page(slug)
    if found is None:
        raise NotFound
    return answer(
        f"{slug} {found.version}",
        lambda: render_public("public/publication.html", page=found, kind=kind_of(found.kind)),
        status=410 if found.is_gone else 200,
    )


@bp.get("/<slug>/<int:position>.jpg")
@public
def picture(slug: str, position: int) -> Response:
    """Send a picture of a published page; those of one that is gone are gone (410)."""
    with open_shelf() as shelf:
        content = shelf.picture(slug, position)
        if content is None:
            found = shelf.page(slug)
            abort(410 if found is not None and found.is_gone else 404)
    mark = hashlib.sha256(content).hexdigest()
    return answer(f"{slug} {position} {mark}", lambda: content, "image/jpeg")


def _month(kind: str | None, year: int, month: int, number: int) -> Response:
    """Show a page of a month, of one kind or of all."""
    if not 1 <= month <= 12 or year < 1:
        raise NotFound
    with open_shelf() as shelf:
        rows = [row for row in shelf.month(year, month) if kind in (None, row.kind)]
        parts = _parts(rows)
        if not 1 <= number <= len(parts):
            raise NotFound
        return answer(
            of_state(shelf),
            lambda: render_public(
                "public/month.html",
                year=year,
                month=month,
                number=number,
                page_count=len(parts),
                newest=parts[number - 1],
                kind=kind_of(kind) if kind else None,
                kind_key=kind,
            ),
        )


def _parts(rows: list[Summary]) -> list[list[Summary]]:
    return [rows[start : start + PAGE_SIZE] for start in range(0, len(rows), PAGE_SIZE)]


def _kinds(shelf: Shelf) -> list[tuple[str, str, int]]:
    """Return key, label and count of each kind of which something was published."""
    counts: dict[str, int] = {}
    for row in shelf.outline():
        counts[row.kind] = counts.get(row.kind, 0) + row.count
    known = [(key, KINDS[key].label, counts[key]) for key in KINDS if key in counts]
    return known + [(key, OTHER.label, counts[key]) for key in sorted(set(counts) - set(KINDS))]


def _months(shelf: Shelf, kind: str | None = None) -> dict[int, list[tuple[int, int]]]:
    """Return the months with publications and how many, by year, the newest first."""
    counts: dict[tuple[int, int], int] = {}
    for row in shelf.outline():
        if kind in (None, row.kind):
            counts[row.year, row.month] = counts.get((row.year, row.month), 0) + row.count
    found: dict[int, list[tuple[int, int]]] = {}
    for (year, month), count in counts.items():
        found.setdefault(year, []).append((month, count))
    return found
