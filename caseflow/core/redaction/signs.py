"""How digits are written, and what people put between them. Pure."""

from __future__ import annotations

DIGIT_WORDS = {
    "0": "零〇○", "1": "一幺壹", "2": "二两贰", "3": "三叁", "4": "四肆",
    "5": "五伍", "6": "六陆", "7": "七柒", "8": "八捌", "9": "九玖",
}  # fmt: skip
"""How each digit is also written, so that a number spelled out is found too."""

HIDDEN_SIGNS = "\u200b-\u200f\u2060\ufeff\u00ad"
"""Signs of no width, which a copied text may carry between any two characters."""

SEP = rf"[\s\-—–‐‑_.·•,()/{HIDDEN_SIGNS}]{{0,3}}"
"""What people put between the digits of a number."""

NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
"""A small number, in figures or words."""

IS = r"\s*(?:号码|号|码|帐号|账号|ID|id)?\s*(?:是|为|:|：|=)?\s*\(?\s*"
"""What stands between the name of a number and the number."""


def digits(allowed: str) -> str:
    """Return a class of these digits in figures and in words."""
    return "[" + "".join(d + DIGIT_WORDS[d] for d in allowed) + "]"
