"""Cutting text into tokens: every Chinese character is one, runs of letters and digits are one.

The same cut serves both databases, so both find the same: a word of one, two or more characters is
a phrase of its characters. Pure.
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"[a-z0-9]+|[^\W_]", re.UNICODE)


def tokens(text: str) -> list[str]:
    """Return the tokens of `text`, width-folded and lower-cased, in order."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def phrases(query: str) -> list[list[str]]:
    """Return the phrases of a query: words between blanks, and quoted parts as they stand."""
    folded = unicodedata.normalize("NFKC", query).replace("“", '"').replace("”", '"')
    parts = re.findall(r'"([^"]+)"|(\S+)', folded)
    cut = [tokens(quoted or word) for quoted, word in parts]
    return [phrase for phrase in cut if phrase]
