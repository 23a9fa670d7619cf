"""Looking for what the case itself knows, however it is spelled. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from caseflow.core.redaction.marks import Known, Mark, fold, mark
from caseflow.core.redaction.people import person_marks
from caseflow.core.redaction.places import homes_in
from caseflow.core.redaction.quoting import quoted_marks
from caseflow.core.redaction.respondents import instead_of, respondent_spans
from caseflow.core.redaction.signs import DIGIT_WORDS, SEP
from caseflow.core.redaction.sought import Sought

COMPLAINANT, STAFF, SOMEBODY = "群众", "执法人员", "某某"
"""What stands for them in the public text; for either, behind the word itself."""

_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d\d)")
_AREA = re.compile(r"省|市|街道|社区|[区县镇乡村]|大道|[路街巷组社]")
_AREA_END = re.compile(r".*(?:省|市|街道|社区|[区县镇乡村]|大道|[路街巷])")


def known_marks(folded: str, known: Known) -> Iterator[Mark]:
    """Yield a mark for every appearance of what the case knows."""
    sought = Sought(folded)
    yield from _people(sought, known)
    for phone in known.phones:
        for found in _phones(sought, phone):
            yield mark(*found.span(), "known")
    for value in _values(known):
        for span in sought.spans(value):
            yield mark(*span, "known")
    for name in known.respondents:
        for span in respondent_spans(sought, name):
            yield mark(*span, "respondent", instead_of(name))
    yield from quoted_marks(folded, known.bodies)


def _people(sought: Sought, known: Known) -> Iterator[Mark]:
    for names, instead in ((known.people, COMPLAINANT), (known.staff, STAFF)):
        for name in names:
            for one in person_marks(sought, name, instead):
                yield _not_said_twice(sought.folded, one)


def _not_said_twice(folded: str, one: Mark) -> Mark:
    """Return the mark with 某某 in place of a word that stands before it already: 群众某某."""
    before = folded[: one.start].rstrip()
    is_repeated = bool(one.replacement) and before.endswith(one.replacement)
    return replace(one, replacement=SOMEBODY) if is_repeated else one


def _values(known: Known) -> Iterator[str]:
    for number in known.numbers:
        if len(number.strip()) >= 4:
            yield fold(number).strip()
    for address in known.addresses:
        yield from address_parts(address)


def _phones(sought: Sought, phone: str) -> Iterator[re.Match[str]]:
    """Yield where a number stands in figures or words, whatever stands between its digits.

    The area code of a landline may be left out.
    """
    own = [c for c in fold(phone) if c in DIGIT_WORDS]
    code = _AREA_CODE.match("".join(own))
    cut = code.end() if code and len(own) >= 10 else 0
    area, rest = own[:cut], own[cut:]
    if len(own) < 7 or not sought.has_digits("".join(rest)):
        return
    optional = f"(?:{SEP.join(map(_digit, area))}{SEP})?" if area else ""
    yield from re.finditer(optional + SEP.join(map(_digit, rest)), sought.folded)


def _digit(digit: str) -> str:
    return f"[{digit}{DIGIT_WORDS[digit]}]"


def address_parts(address: str) -> list[str]:
    """Return what of an address lies below the road: its tails, and the name of the compound."""
    whole = "".join(fold(address).split())
    tails = [whole, *(whole[cut.end() :] for cut in _AREA.finditer(whole))]
    found = [tail for tail in tails if len(tail) >= 3 and not _AREA_END.fullmatch(tail)]
    return sorted({*found, *homes_in(whole)}, key=len, reverse=True)
