"""Catalogs of the interface: Simplified Chinese first, English second; tools to keep them whole."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LOCALES = ("zh_Hans_CN", "en")


def catalog_path(locale: str) -> Path:
    """Return the catalog (.po) of a locale."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"
