"""What every table that leaves the house has in common: cells that run nothing where they open."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The full-width signs too: spreadsheets of East Asia take them for the same."""
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_ONLY = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Options of xlsxwriter under which every text stays a text."""


def harmless(words: str) -> str:
    """Return words that no spreadsheet takes for a formula: a quote stands before such ones."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words
