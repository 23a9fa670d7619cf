"""What search engines are told: the list of pages, month by month, and where not to look."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from caseflow.public.published.addresses import MonthCount, page_of, sitemap_of
from caseflow.public.published.rendering import Site
from caseflow.public.published.shelf import Summary

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML_TYPE = "application/xml; charset=utf-8"


def sitemap_index(site: Site, outline: Iterable[MonthCount]) -> bytes:
    """Return the list of the months' lists: a change alters that of its month alone."""
    months = sorted({row.key for row in outline})
    return _document("sitemapindex", "sitemap", [site.url + sitemap_of(month) for month in months])


def month_sitemap(site: Site, lines: Iterable[Summary]) -> bytes:
    """Return the pages of a month that stand; what is gone is not to be found."""
    pages = [site.url + page_of(line.slug) for line in lines if not line.is_gone]
    return _document("urlset", "url", pages)


def robots(site: Site) -> str:
    """Return what robots may read: what is published, not the desk."""
    rules = ("User-agent: *", "Disallow: /lookup", "Disallow: /sign-in", "Disallow: /desk/")
    return "\n".join((*rules, f"Sitemap: {site.url}/sitemap.xml", ""))


def _document(root: str, item: str, addresses: list[str]) -> bytes:
    document = ET.Element(root, {"xmlns": SITEMAP})
    for address in addresses:
        ET.SubElement(ET.SubElement(document, item), "loc").text = address
    ET.indent(document)
    return bytes(ET.tostring(document, encoding="utf-8", xml_declaration=True)) + b"\n"
