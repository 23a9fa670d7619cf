"""The unified social credit code (统一社会信用代码) and its check digit. Pure.

Source: GB 32100-2015, in force since 2015-10-01: 18 characters, check character by weights that
are the powers of 3 modulo 31 (clause 4 and annex).
"""

from __future__ import annotations

import unicodedata

from caseflow.ground.i18n import N_

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of the code: I, O, S, V and Z are left out."""

LENGTH = 18
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def normal_credit_code(typed: str) -> str:
    """Return the code without blanks and dashes, half-width, upper case."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(c for c in folded if not c.isspace() and c not in "-－–—")


def check_digit(first: str) -> str:
    """Return the check character of the first 17 characters. Raises ValueError on a foreign one."""
    if len(first) != LENGTH - 1:
        raise ValueError("the check digit is counted over 17 characters")
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def credit_code_problem(code: str) -> str | None:
    """Return what is wrong with a normal code, as a msgid, or None if it holds."""
    if len(code) != LENGTH:
        return N_("A unified social credit code has 18 characters.")
    if any(c not in ALPHABET for c in code):
        return N_("A unified social credit code has digits and capitals without I, O, S, V and Z.")
    if check_digit(code[:-1]) != code[-1]:
        return N_("The check digit of this code is wrong: one of its characters was mistyped.")
    return None
