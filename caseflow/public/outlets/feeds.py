"""The newest publications as Atom (RFC 4287) and as JSON Feed 1.1, the last changed first.

A page that is gone stays an entry under its id, newer than what it replaces and without its words:
so every reader that holds the old text is given the tombstone. (An `at:deleted-entry` of RFC 6721
beside it would tell the same reader to drop the entry, and with it the notice.)
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from xml.etree import ElementTree as ET

from flask_babel import force_locale
from flask_babel import gettext as _

from caseflow.ground.clock import ZONE
from caseflow.ground.web.filters import day_words, paragraphs
from caseflow.ground.web.locale import DEFAULT
from caseflow.public.outlets.xml_text import allowed
from caseflow.public.published.kinds import kind_of
from caseflow.public.published.rendering import Site
from caseflow.public.published.shelf import PublicPage

SIZE = 50
ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"
JSON_FEED = "https://jsonfeed.org/version/1.1"
BEGUN = "2026"
"""The year from which on ids are given under the host's name (RFC 4151)."""

EMPTY_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without an entry was changed last: it needs an instant."""

ET.register_namespace("", ATOM)


def entry_id(site: Site, page: PublicPage) -> str:
    """Return the id of a page for ever: it does not change with the page's address or words."""
    return f"tag:{site.host},{page.published_on.year}:results/{page.slug}"


def title_of(page: PublicPage) -> str:
    """Return the title of an entry."""
    if page.withdrawn_on:
        return str(_("Withdrawn publication"))
    return str(_("Publication that ran out")) if page.expired_on else page.title


def plain_of(page: PublicPage) -> str:
    """Return the words of a page without markup; of one that is gone, when and why it went."""
    if page.withdrawn_on:
        words = [_("Withdrawn on %(day)s.", day=day_words(page.withdrawn_on)), page.withdraw_reason]
    elif page.expired_on:
        words = [_("Ran out on %(day)s.", day=day_words(page.expired_on))]
    else:
        words = [page.body.strip(), *(_table_words(one) for one in page.tables)]
        if page.corrected_on:
            corrected = _("Corrected on %(day)s.", day=day_words(page.corrected_on))
            words.append(f"{corrected}{page.correction}")
    return "\n\n".join(str(one) for one in words if one)


def _table_words(table: dict[str, object]) -> str:
    columns, rows = table.get("columns"), table.get("rows")
    assert isinstance(columns, list)
    assert isinstance(rows, list)
    lines = [str(table.get("caption") or ""), *(" | ".join(row) for row in [columns, *rows])]
    return "\n".join(line for line in lines if line)


def atom(site: Site, pages: list[PublicPage]) -> bytes:
    """Return the Atom document of these pages."""
    with force_locale(DEFAULT):
        feed = ET.Element(_q("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "zh-Hans"})
        _add(feed, "id", f"tag:{site.host},{BEGUN}:results")
        _add(feed, "title", f"{site.authority} {_('Published results')}")
        _add(feed, "updated", _instant(max((p.changed_at for p in pages), default=EMPTY_AT)))
        _add(_add(feed, "author"), "name", site.authority)
        _add(feed, "link", rel="self", type="application/atom+xml", href=f"{site.url}/feed.atom")
        _add(feed, "link", rel="alternate", type="text/html", href=f"{site.url}/results/")
        for page in pages:
            _add_entry(feed, site, page)
        ET.indent(feed)
        return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_entry(feed: ET.Element, site: Site, page: PublicPage) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", entry_id(site, page))
    _add(entry, "title", title_of(page))
    _add(entry, "published", _day_begun(page))
    _add(entry, "updated", _instant(page.changed_at))
    _add(entry, "link", rel="alternate", type="text/html", href=_address(site, page))
    _add(entry, "category", term=page.kind or "other", label=str(_(kind_of(page.kind).label)))
    _add(entry, "content", str(paragraphs(allowed(plain_of(page)))), type="html")


def json_feed(site: Site, pages: list[PublicPage]) -> bytes:
    """Return the JSON Feed of these pages."""
    with force_locale(DEFAULT):
        found = {
            "version": JSON_FEED,
            "title": f"{site.authority} {_('Published results')}",
            "home_page_url": f"{site.url}/results/",
            "feed_url": f"{site.url}/feed.json",
            "language": "zh-Hans",
            "authors": [{"name": site.authority}],
            "items": [
                {
                    "id": entry_id(site, page),
                    "url": _address(site, page),
                    "title": title_of(page),
                    "content_text": plain_of(page),
                    "date_published": _day_begun(page),
                    "date_modified": _instant(page.changed_at),
                    "tags": [str(_(kind_of(page.kind).label))],
                }
                for page in pages
            ],
        }
        return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def _q(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str | None = None, **values: str) -> ET.Element:
    found = ET.SubElement(parent, _q(name), values)
    found.text = allowed(text) if text is not None else None
    return found


def _address(site: Site, page: PublicPage) -> str:
    return f"{site.url}/results/{page.slug}/"


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day_begun(page: PublicPage) -> str:
    return datetime.combine(page.published_on, time(0), ZONE).isoformat()
