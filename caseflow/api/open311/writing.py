"""Writing answers as JSON or as XML of the same shape. XML is only ever written here, never read.

A list under a name has one child element for each of its rows, named in CHILDREN.
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

from flask import Response

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
CHILDREN = {"attributes": "attribute", "values": "value", "endpoints": "endpoint"}
CHILDREN |= {"formats": "format"}
BARE = frozenset({"attributes"})
"""Lists that in XML stand in their parent without an element around them (see the standard)."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(rows: list[dict[str, Any]], root: str, child: str, fmt: str) -> Response:
    """Return a list: a JSON array, or an element `root` with one `child` for each row."""
    if fmt == "json":
        return _response(json.dumps(rows, ensure_ascii=False), fmt)
    top = ElementTree.Element(root)
    for row in rows:
        _fill(ElementTree.SubElement(top, child), row)
    return _response(_text(top), fmt)


def single(value: dict[str, Any], root: str, fmt: str) -> Response:
    """Return one object: a JSON object, or an element `root`."""
    if fmt == "json":
        return _response(json.dumps(value, ensure_ascii=False), fmt)
    top = ElementTree.Element(root)
    _fill(top, value)
    return _response(_text(top), fmt)


def _fill(element: ElementTree.Element, value: Any) -> None:
    if not isinstance(value, dict):
        element.text = _words(value)
        return
    for name, inner in value.items():
        if not isinstance(inner, list):
            _fill(ElementTree.SubElement(element, name), inner)
            continue
        inside = element if name in BARE else ElementTree.SubElement(element, name)
        for row in inner:
            _fill(ElementTree.SubElement(inside, CHILDREN[name]), row)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))


def _text(top: ElementTree.Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(
        top, encoding="unicode"
    )


def _response(text: str, fmt: str) -> Response:
    response = Response(text.encode("utf-8", "replace"), content_type=TYPES[fmt])
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
