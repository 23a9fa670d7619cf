"""A plain Word document of titles, headings and paragraphs: the same bytes for the same words.

The package (styles, settings) is python-docx's own, made once a process; only the text and the
facts of a document are written for each.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from xml.etree import ElementTree as ET

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from caseflow.public.outlets.xml_text import allowed

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PACKED_AT = (1980, 1, 1, 0, 0, 0)
TITLE, HEADING, SUBHEADING, TEXT = "Title", "Heading1", "Heading2", "Normal"
BODY = "word/document.xml"
FACTS = "docProps/core.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

for _prefix, _space in (("w", _W), ("cp", _CORE), ("dc", _DC), ("dcterms", _TERMS), ("xsi", _XSI)):
    ET.register_namespace(_prefix, _space)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself."""

    title: str
    author: str
    of_day: date


def document(facts: Facts, paragraphs: Iterable[tuple[str, str]]) -> bytes:
    """Return a document of paragraphs (style, text); a line end in a text stays one."""
    body = ET.Element(f"{{{_W}}}document")
    inner = ET.SubElement(body, f"{{{_W}}}body")
    for style, text in paragraphs:
        _add(inner, style, text)
    _add_sheet(inner)
    made = ET.tostring(body, encoding="utf-8", xml_declaration=True)
    return _packed({**_package(), BODY: made, FACTS: _facts(facts)})


def _add(body: ET.Element, style: str, text: str) -> None:
    paragraph = ET.SubElement(body, f"{{{_W}}}p")
    if style != TEXT:
        chosen = ET.SubElement(ET.SubElement(paragraph, f"{{{_W}}}pPr"), f"{{{_W}}}pStyle")
        chosen.set(f"{{{_W}}}val", style)
    run = ET.SubElement(paragraph, f"{{{_W}}}r")
    for number, line in enumerate(allowed(text).split("\n")):
        if number:
            ET.SubElement(run, f"{{{_W}}}br")
        ET.SubElement(run, f"{{{_W}}}t").text = line


def _add_sheet(body: ET.Element) -> None:
    """Say the paper: A4, with margins of 2.5 cm, in twentieths of a point."""
    sheet = ET.SubElement(body, f"{{{_W}}}sectPr")
    size = {f"{{{_W}}}w": "11906", f"{{{_W}}}h": "16838"}
    ET.SubElement(sheet, f"{{{_W}}}pgSz", size)
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "1417")
    margins |= {"header": "708", "footer": "708", "gutter": "0"}
    ET.SubElement(sheet, f"{{{_W}}}pgMar", {f"{{{_W}}}{k}": v for k, v in margins.items()})


@cache
def _package() -> dict[str, bytes]:
    """Return the parts that every document has, without a preview and an hour of making."""
    paper = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = paper.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), "Times New Roman")
        fonts.set(qn("w:eastAsia"), "宋体" if name == "Normal" else "黑体")
    paper.styles["Normal"].font.size = Pt(12)
    target = io.BytesIO()
    paper.save(target)
    with zipfile.ZipFile(target) as source:
        return {name: source.read(name) for name in source.namelist()}


def _facts(facts: Facts) -> bytes:
    """Return the core properties of a document (ECMA-376, part 2, 11)."""
    of = ET.Element(f"{{{_CORE}}}coreProperties")
    ET.SubElement(of, f"{{{_DC}}}title").text = allowed(facts.title)
    ET.SubElement(of, f"{{{_DC}}}creator").text = allowed(facts.author)
    for name in ("created", "modified"):
        instant = ET.SubElement(of, f"{{{_TERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
        instant.text = f"{facts.of_day}T00:00:00Z"
    return bytes(ET.tostring(of, encoding="utf-8", xml_declaration=True))


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, parts[name], compresslevel=1)
    return target.getvalue()
