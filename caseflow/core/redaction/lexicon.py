"""The lexicons of names and townships; sources and licences: data/NOTICE. Pure.

A weight is in bits: how much likelier a character is in that place of a name than in running text.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

UNKNOWN_GIVEN = -4
"""Weight of a character that no name in the sources bears."""

ALSO_WRITTEN = {
    "启": "啟",
    "为": "為",
    "峰": "峯",
    "卫": "衞",
    "群": "羣",
    "户": "戶",
    "净": "淨",
    "线": "線綫",
}
"""Forms in use that the source leaves out."""


def _rows(package: str, name: str) -> list[list[str]]:
    text = (files(package) / "data" / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [line.split("\t") for line in lines]


@lru_cache(maxsize=1)
def surnames() -> dict[str, int]:
    """Return each surname, of one character or more, and its weight."""
    return {name: int(weight) for name, weight in _rows(__package__, "surnames.tsv")}


@lru_cache(maxsize=1)
def compound_surnames() -> tuple[str, ...]:
    """Return the surnames of several characters, longest first."""
    return tuple(sorted((one for one in surnames() if len(one) > 1), key=len, reverse=True))


@lru_cache(maxsize=1)
def given_weights() -> dict[str, tuple[int, int]]:
    """Return each character of given names and its weights: as the first or only, as the last."""
    return {one: (int(first), int(last)) for one, first, last in _rows(__package__, "given.tsv")}


@lru_cache(maxsize=1)
def _traditional() -> dict[str, str]:
    return {one: others.replace(" ", "") for one, others in _rows(__package__, "traditional.tsv")}


def written(character: str) -> str:
    """Return a character and how it is also written in traditional texts: 国 → 国國."""
    others = _traditional().get(character, "") + ALSO_WRITTEN.get(character, "")
    return character + "".join(c for c in others if c != character)


@lru_cache(maxsize=1)
def township_stems() -> frozenset[str]:
    """Return the names of the county's townships without what they are: 白石, 忠州."""
    text = (files("caseflow.ground.regions") / "data" / "townships.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return frozenset(row[1].removesuffix(row[2]) for row in rows if len(row) > 2)


def surname_of(name: str) -> str:
    """Return the surname a name begins with, the longest that leaves a given name, or ""."""
    for surname in compound_surnames():
        if name.startswith(surname) and len(name) > len(surname):
            return surname
    return name[:1] if name[:1] in surnames() else ""
