"""Text without what nobody types: PostgreSQL takes no NUL, and no page shows the others. Pure."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


def without_controls(typed: str) -> str:
    """Return the text without control characters and halves of characters; lines and tabs stay."""
    return _CONTROLS.sub("", typed)


def close_set(typed: str) -> str:
    """Return a number or a code half-width, without blanks and without what is not seen."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(one for one in plain if one.isprintable() and not one.isspace())
