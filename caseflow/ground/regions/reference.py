"""The county's townships as shipped, with their pinyin and other names."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

from pypinyin import Style, lazy_pinyin

SUFFIXES = {
    "街道": "Subdistrict",
    "土家族乡": "Tujia Township",
    "镇": "Town",
    "乡": "Township",
}

EARLIER_NAMES: tuple[tuple[str, str, str], ...] = (
    ("忠州镇", "忠州街道", "earlier status of the place; own knowledge, unverified"),
    ("白公镇", "白公街道", "likely spoken form; own knowledge, unverified"),
    ("乌杨镇", "乌杨街道", "earlier status of the place; own knowledge, unverified"),
    ("新生镇", "新生街道", "earlier status of the place; own knowledge, unverified"),
    ("磨子乡", "磨子土家族乡", "short form of the official name"),
)
"""Other names a caller may use. Merged places are added by the bureau as it confirms them."""


@dataclass(frozen=True, slots=True)
class TownshipRow:
    """One shipped township; `stem` is its name without the kind of place."""

    code: str
    name: str
    stem: str
    name_en: str
    pinyin: str
    initials: str


def split_name(name: str) -> tuple[str, str]:
    """Return stem and kind of a township's name: 忠州街道 → 忠州, 街道."""
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix), suffix
    return name, ""


def shipped_townships() -> list[TownshipRow]:
    """Return the 29 townships of the shipped table, in the order of their codes."""
    text = (files(__package__) / "data" / "townships.csv").read_text(encoding="utf-8-sig")
    rows = []
    for line in csv.DictReader(text.splitlines()):
        stem, suffix = split_name(line["name"])
        rows.append(
            TownshipRow(
                code=line["code"],
                name=line["name"],
                stem=stem,
                name_en=f"{''.join(lazy_pinyin(stem)).capitalize()} {SUFFIXES.get(suffix, '')}",
                pinyin="".join(lazy_pinyin(line["name"])),
                initials="".join(lazy_pinyin(line["name"], style=Style.FIRST_LETTER)),
            )
        )
    return rows


def shipped_aliases() -> list[tuple[str, str, str]]:
    """Return (alias, township code, source): the stems, and the earlier names."""
    rows = shipped_townships()
    codes = {row.name: row.code for row in rows}
    stems = [(row.stem, row.code, "short form of the official name") for row in rows]
    return stems + [(alias, codes[name], source) for alias, name, source in EARLIER_NAMES]
