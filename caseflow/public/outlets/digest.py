"""The digest of a week for the press, composed of published pages alone; the same bytes again.

It exists once its week (Monday to Sunday, local days) is over. What was withdrawn since stands in
it as withdrawn.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from flask_babel import force_locale
from flask_babel import gettext as _

from caseflow.ground.web.filters import day_words
from caseflow.ground.web.locale import DEFAULT
from caseflow.public.outlets.feeds import plain_of, title_of
from caseflow.public.published.addresses import page_of, week_of
from caseflow.public.published.kinds import PublicKind, kind_of
from caseflow.public.published.rendering import Site
from caseflow.public.published.shelf import PublicPage

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PACKED_AT = (1980, 1, 1, 0, 0, 0)
_WEEK = re.compile(r"([1-9]\d{3})-W(\d{2})")


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


def ended_weeks(days: Iterable[date], today: date) -> list[str]:
    """Return the weeks of `days` that were over before `today`, in the order given."""
    this_week = today - timedelta(days=today.weekday())
    return list(dict.fromkeys(week_of(day) for day in days if day < this_week))


def digest_docx(site: Site, digest: Digest) -> bytes:
    """Return the digest as a Word document."""
    with force_locale(DEFAULT):
        paper = docx.Document()
        _set_up(paper, site, digest)
        paper.add_heading(_digest_title(site), 0)
        paper.add_paragraph(f"{day_words(digest.monday)}—{day_words(digest.sunday)}")
        for kind, pages in digest.by_kind:
            paper.add_heading(str(_(kind.label)), 1)
            for page in pages:
                _add_page(paper, site, page)
        target = io.BytesIO()
        paper.save(target)
    return _packed_again(target.getvalue())


def _digest_title(site: Site) -> str:
    return f"{site.authority} {_('Publications of the week')}"


def _set_up(paper: Document, site: Site, digest: Digest) -> None:
    """Give a document its fonts, and facts that do not tell when it was made."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = paper.styles[name]
        style.font.name = "Times New Roman"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), "宋体" if name == "Normal" else "黑体")
    paper.styles["Normal"].font.size = Pt(12)
    ended_at = datetime.combine(digest.sunday, time(0), UTC).replace(tzinfo=None)
    facts = paper.core_properties
    facts.author = facts.last_modified_by = site.authority
    facts.title, facts.comments = f"{_digest_title(site)} {digest.week}", ""
    facts.created = facts.modified = ended_at
    facts.revision = 1


def _add_page(paper: Document, site: Site, page: PublicPage) -> None:
    paper.add_heading(title_of(page), 2)
    place = "，".join(part for part in (page.township, page.category) if part)
    said = f"{_('published')} {day_words(page.published_on)}"
    paper.add_paragraph(f"{said}，{place}" if place else said)
    for block in plain_of(page).split("\n\n"):
        paper.add_paragraph(block)
    paper.add_paragraph(site.url + page_of(page.slug))


def _packed_again(content: bytes) -> bytes:
    """Return an office file with its parts in order and without the hour at which it was made."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, source.read(name))
    return target.getvalue()
