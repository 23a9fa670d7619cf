"""Names of rows in the language of the page."""

from __future__ import annotations

from caseflow.ground.web.filters import is_chinese


def local_name(name: str, name_en: str) -> str:
    """Return the name in the language of the page."""
    return name if is_chinese() or not name_en else name_en
