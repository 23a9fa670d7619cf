"""The digest of a week for the press, composed of published pages alone; the same bytes again.

It exists once its week (Monday to Sunday, local days) is over. What was withdrawn since stands in
it as withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from caseflow.ground.web.filters import day_words, span_words
from caseflow.ground.web.locale import DEFAULT
from caseflow.public.outlets.feeds import plain_of, title_of
from caseflow.public.outlets.word import HEADING, SUBHEADING, TEXT, TITLE, Facts, document
from caseflow.public.published.addresses import page_of, week_of
from caseflow.public.published.kinds import PublicKind, kind_of
from caseflow.public.published.rendering import Site
from caseflow.public.published.shelf import PublicPage

_WEEK = re.compile(r"([1-9]\d{3})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Digest:
    """What was published in a week, the oldest first."""

    week: str
    monday: date
    pages: tuple[PublicPage, ...]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def mark(self) -> str:
        """Return what changes when a page of the week does."""
        return " ".join((self.week, *(f"{page.slug}.{page.version}" for page in self.pages)))

    @property
    def by_kind(self) -> list[tuple[PublicKind, list[PublicPage]]]:
        """Return the pages of each kind, in the order in which kinds first came."""
        found: dict[PublicKind, list[PublicPage]] = {}
        for page in self.pages:
            found.setdefault(kind_of(page.kind), []).append(page)
        return list(found.items())


def monday_of(week: str) -> date | None:
    """Return the first day of an ISO week (“2026-W48”), or None if there is no such week."""
    match = _WEEK.fullmatch(week)
    if match is None:
        return None
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        return None


def week_words(week: str) -> str:
    """Return the days of an ISO week in words: “2026年11月23日至11月29日”."""
    monday = monday_of(week)
    if monday is None:
        return week
    sunday = monday + timedelta(days=6)
    return span_words(monday, sunday)


def ended_weeks(days: Iterable[date], today: date) -> list[str]:
    """Return the weeks of `days` that were over before `today`, in the order given."""
    this_week = today - timedelta(days=today.weekday())
    return list(dict.fromkeys(week_of(day) for day in days if day < this_week))


def digest_docx(site: Site, digest: Digest) -> bytes:
    """Return the digest as a Word document."""
    with force_locale(DEFAULT):
        title = f"{site.authority} {_('Publications of the week')}"
        facts = Facts(f"{title} {week_words(digest.week)}", site.authority, digest.sunday)
        return document(facts, [(TITLE, title), *_paragraphs(site, digest)])


def _paragraphs(site: Site, digest: Digest) -> Iterator[tuple[str, str]]:
    yield TEXT, f"{day_words(digest.monday)}—{day_words(digest.sunday)}"
    for kind, pages in digest.by_kind:
        yield HEADING, str(_(kind.label))
        for page in pages:
            yield SUBHEADING, title_of(page)
            said = f"{_('published')} {day_words(page.published_on)}"
            yield TEXT, "，".join(part for part in (said, page.township, page.category) if part)
            for block in plain_of(page).split("\n\n"):
                yield TEXT, block
            yield TEXT, site.url + page_of(page.slug)
