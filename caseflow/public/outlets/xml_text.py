"""Text that may stand in an XML document. Pure."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def allowed(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not know."""
    return _NOT_IN_XML.sub("", text)
