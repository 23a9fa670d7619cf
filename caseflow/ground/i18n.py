"""Marking of words in pure tables for translation. Imports no framework."""

from __future__ import annotations


def N_(text: str) -> str:
    """Return `text` unchanged; the extractor collects it, the page translates it when shown."""
    return text
