"""Fitting a saved mapping to the headers of a new file, and choosing among saved ones. Pure."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from caseflow.desk.imports.mapping import first_missing, guess, normal_header

LIKE_ENOUGH = 0.75
"""Of the columns a saved mapping uses, so many must be there for it to be taken by itself."""


class Saved(Protocol):
    """A saved mapping, as far as the rules know it."""

    @property
    def origin_key(self) -> str: ...
    @property
    def headers(self) -> Sequence[str]: ...
    @property
    def headers_key(self) -> str: ...
    @property
    def mapping(self) -> Mapping[str, str]: ...


S = TypeVar("S", bound=Saved)


@dataclass(frozen=True, slots=True)
class Fit:
    """A saved mapping brought to a file: what is used, and how the headers differ."""

    mapping: dict[str, str]
    """Field → header of the file."""
    missing: tuple[str, ...]
    """Saved columns that the mapping used and nothing in the file stands in for."""
    replaced: tuple[tuple[str, str], ...]
    """(saved column, column of the file that was recognised in its place)."""
    added: tuple[str, ...]
    """Columns of the file that were not there before."""
    gone: tuple[str, ...]
    """Saved columns that are not there any more and were not used."""
    is_reordered: bool

    @property
    def has_differences(self) -> bool:
        return bool(self.missing or self.replaced or self.added or self.gone or self.is_reordered)


def origin_key(origin: str) -> str:
    """Return a sender's name as it is compared: width and case folded, blanks dropped."""
    return "".join(unicodedata.normalize("NFKC", origin).casefold().split())


def header_key(header: str) -> str:
    """Return a header as it is compared; one of marks only stands for itself."""
    return normal_header(header) or header


def headers_key(headers: Sequence[str]) -> str:
    """Return a hash of the headers that does not depend on their order."""
    keys = sorted({header_key(header) for header in headers})
    return hashlib.sha256(json.dumps(keys, ensure_ascii=False).encode()).hexdigest()


def fit(saved: Saved, headers: Sequence[str]) -> Fit:
    """Return `saved` brought to a file with these headers.

    What was off stays off. Only columns that are new may be recognised by their headers: in place
    of a missing one, or for a field that the earlier file did not have.
    """
    here: dict[str, str] = {}
    for header in headers:
        here.setdefault(header_key(header), header)
    before = {header_key(header) for header in saved.headers}
    found = {
        name: here[header_key(header)]
        for name, header in saved.mapping.items()
        if header_key(header) in here
    }
    added = [header for key, header in here.items() if key not in before]
    lost = {n: header for n, header in saved.mapping.items() if n not in found}
    guessed = {n: h for n, h in guess(added).items() if n not in found}
    used = {header_key(header) for header in saved.mapping.values()}
    return Fit(
        mapping=found | guessed,
        missing=tuple(header for name, header in lost.items() if name not in guessed),
        replaced=tuple((header, guessed[n]) for n, header in lost.items() if n in guessed),
        added=tuple(added),
        gone=tuple(
            h for h in saved.headers if header_key(h) not in here and header_key(h) not in used
        ),
        is_reordered=_order(saved.headers, here) != _order(headers, before),
    )


def _order(headers: Sequence[str], others: object) -> list[str]:
    """Return the keys of the headers that both files have, in the order of one of them."""
    keys = dict.fromkeys(header_key(header) for header in headers)
    return [key for key in keys if key in others]  # type: ignore[operator]


def choose(saved: Sequence[S], headers: Sequence[str]) -> list[S]:
    """Return the saved mappings that a file may be meant by; one: it is clear, several: ask.

    `saved` has the latest confirmed first. The same headers in any order come first; else what has
    nearly all of its columns there. Of one sender the first counts.
    """
    key = headers_key(headers)
    same = [one for one in saved if one.headers_key == key]
    if same:
        return _one_of_each_sender(same)
    ranked = [(_likeness(one, headers), one) for one in saved if _is_enough(one, headers)]
    best = max((share for share, _one in ranked), default=0.0)
    if best < LIKE_ENOUGH:
        return []
    return _one_of_each_sender([one for share, one in ranked if share == best])


def _is_enough(saved: Saved, headers: Sequence[str]) -> bool:
    return first_missing(fit(saved, headers).mapping) is None


def _likeness(saved: Saved, headers: Sequence[str]) -> float:
    """Return the share of the used columns that the file has, 0 to 1."""
    here = {header_key(header) for header in headers}
    used = [header_key(header) for header in saved.mapping.values()]
    return sum(key in here for key in used) / len(used) if used else 0.0


def _one_of_each_sender(saved: Sequence[S]) -> list[S]:
    found: dict[str, S] = {}
    for one in saved:
        found.setdefault(one.origin_key, one)
    return list(found.values())
