"""What tables have in common: cells of ours run nothing where they open; those read have an end."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The full-width signs too: spreadsheets of East Asia take them for the same."""
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_ONLY = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Options of xlsxwriter under which every text stays a text."""

LONGEST_FIELD = 1_000_000
"""Characters of a cell of a CSV that is read. The limit is the process's: all readers set this."""


def harmless(words: str) -> str:
    """Return words that no spreadsheet takes for a formula: a quote stands before such ones."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words
