"""Feeds, lists for search engines and the weekly digest; the bundle is made of the same answers."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from caseflow.ground import clock
from caseflow.people.permissions.decorators import public
from caseflow.public.outlets import engines, feeds
from caseflow.public.outlets.digest import Digest, digest_docx, ended_weeks, monday_of, week_words
from caseflow.public.outlets.word import TYPE as DOCX_TYPE
from caseflow.public.published.addresses import week_of
from caseflow.public.published.answering import answer, may_be_kept, of_state
from caseflow.public.published.rendering import keep_language, render_public, site
from caseflow.public.published.shelf import Shelf, open_shelf

bp = Blueprint("outlets", __name__)
bp.url_defaults(keep_language)
bp.after_request(may_be_kept)


@bp.get("/feed.atom")
@public
def atom() -> Response:
    """Send the newest publications as Atom."""
    with open_shelf() as shelf:
        return answer(
            of_state(shelf),
            lambda: feeds.atom(site(), shelf.last_changed(feeds.SIZE)),
            feeds.ATOM_TYPE,
        )


@bp.get("/feed.json")
@public
def json_feed() -> Response:
    """Send the newest publications as JSON Feed."""
    with open_shelf() as shelf:
        return answer(
            of_state(shelf),
            lambda: feeds.json_feed(site(), shelf.last_changed(feeds.SIZE)),
            feeds.JSON_TYPE,
        )


@bp.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """Send the list of the months' lists of pages."""
    with open_shelf() as shelf:
        make = lambda: engines.sitemap_index(site(), shelf.outline())  # noqa: E731
        return answer(of_state(shelf), make, engines.XML_TYPE)


@bp.get("/sitemap/<int(fixed_digits=4):year>-<int(fixed_digits=2):month>.xml")
@public
def month_sitemap(year: int, month: int) -> Response:
    """Send the list of a month's pages."""
    if not 1 <= month <= 12 or year < 1:
        raise NotFound
    with open_shelf() as shelf:
        lines = shelf.month(year, month)
        if not lines:
            raise NotFound
        make = lambda: engines.month_sitemap(site(), lines)  # noqa: E731
        return answer(of_state(shelf), make, engines.XML_TYPE)


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Tell robots what they may read."""
    return answer("robots", lambda: engines.robots(site()), "text/plain; charset=utf-8")


@bp.get("/results/digest/")
@public
def digests() -> Response:
    """Show the weeks that are over and had publications."""
    with open_shelf() as shelf:
        weeks = ended_weeks(shelf.days(), clock.today())
        mark = f"{of_state(shelf)} {weeks[0] if weeks else ''}"
        return answer(mark, lambda: _page("digests", weeks=weeks))


@bp.get("/results/digest/<week>/")
@public
def digest(week: str) -> Response:
    """Show the digest of a week that is over."""
    with open_shelf() as shelf:
        found = _digest(shelf, week)
        return answer(found.mark, lambda: _page("digest", digest=found))


@bp.get("/results/digest/<week>.docx")
@public
def digest_file(week: str) -> Response:
    """Send the digest of a week as a Word document."""
    with open_shelf() as shelf:
        found = _digest(shelf, week)
        return answer(found.mark, lambda: digest_docx(site(), found), DOCX_TYPE)


def _page(name: str, **values: object) -> str:
    return render_public(f"public/{name}.html", week_words=week_words, **values)


def _digest(shelf: Shelf, week: str) -> Digest:
    """Return the digest of a week; there is none of one that is not over, or had nothing."""
    monday = monday_of(week)
    if monday is None or week_of(monday) not in ended_weeks([monday], clock.today()):
        raise NotFound
    pages = shelf.week(monday)
    if not pages:
        raise NotFound
    return Digest(week, monday, tuple(pages))
