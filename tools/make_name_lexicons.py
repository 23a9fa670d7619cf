"""Make the lexicons of names from the licensed sources that their NOTICE names.

    make_name_lexicons.py DICT SURNAMES NAMES TRADITIONAL

DICT is jieba's dict.txt, SURNAMES the index.json of npm's chinese-surnames, NAMES the data.json of
mingzi, TRADITIONAL OpenCC's STCharacters.txt. A weight is a whole number of bits: how much likelier
a character is in that place of a name than in running text.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parents[1] / "caseflow/core/redaction/data"
MADE_BY = "# Made by tools/make_name_lexicons.py; sources and licences: NOTICE.\n"
FEWEST = 1e-6
NAME_SURNAMES = 300
"""Names in the dictionary count only behind one of so many commonest surnames."""
COMMON_SHARE, COMMON_WEIGHT = 0.001, -3
"""A surname of so many is never weighed less, however often it is a word too (高, 方, 于)."""
ADDED = ("付", "肖", "闫", "钟")
"""Common surnames as they are written today, where the shares have only the older character."""


def weight(share: float, elsewhere: float) -> int:
    return round(math.log2(max(share, FEWEST) / max(elsewhere, FEWEST)))


def main(words_file: str, surnames_file: str, names_file: str, traditional_file: str) -> None:
    rows = [line.split() for line in Path(words_file).read_text(encoding="utf-8").splitlines()]
    listed = json.loads(Path(surnames_file).read_text(encoding="utf-8"))
    people = json.loads(Path(names_file).read_text(encoding="utf-8"))
    plain = [(word, int(count)) for word, count, tag in rows if not tag.startswith("nr")]
    DATA.mkdir(exist_ok=True)
    _write("surnames.tsv", _surnames(rows, [*listed, *ADDED], people))
    _write("given.tsv", _given(rows, plain, people))
    pairs = Path(traditional_file).read_text(encoding="utf-8").splitlines()
    lines = (line.split("\t") for line in pairs)
    _write(
        "traditional.tsv",
        [
            f"{one}\t{others}"
            for one, others in lines
            if others.split() != [one] and "\u4e00" <= one <= "\u9fff"
        ],
    )


def _surnames(
    rows: list[list[str]], listed: list[str], people: dict[str, dict[str, float]]
) -> list[str]:
    """Return each surname with its weight: against the character as a word of its own."""
    alone = {word: int(count) for word, count, _tag in rows if len(word) == 1}
    total = sum(int(count) for _word, count, _tag in rows)
    shares, whole = people["surname"], sum(people["surname"].values())
    found = []
    for surname in sorted({one for one in listed if one}):
        if len(surname) > 1:
            found.append(f"{surname}\t8")
            continue
        share = shares.get(surname, 0) / whole / 50  # about one word in fifty is a name
        bits = weight(share, alone.get(surname, 0) / total)
        if surname in ADDED or shares.get(surname, 0) / whole >= COMMON_SHARE:
            bits = max(bits, COMMON_WEIGHT)
        found.append(f"{surname}\t{bits}")
    return found


def _given(
    rows: list[list[str]], plain: list[tuple[str, int]], people: dict[str, list[str]]
) -> list[str]:
    """Return each character with its weight as first or only, and as last, of a given name."""
    surnames = set(
        sorted(people["surname"], key=people["surname"].get, reverse=True)[:NAME_SURNAMES]
    )
    running: Counter[str] = Counter()
    for word, count in plain:
        for character in word:
            running[character] += count
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for word, _count, tag in rows:
        if tag.startswith("nr") and len(word) == 3 and word[0] in surnames:
            first[word[1]] += 1
            last[word[2]] += 1
    for kind in ("male", "female"):
        for character in people[f"{kind}_single"]:
            first[character] += 60
            last[character] += 60
        for name in people[f"{kind}_double"]:
            for character in name:
                first[character] += 60
                last[character] += 60
    total = sum(running.values())
    firsts, lasts = sum(first.values()), sum(last.values())
    return [
        f"{one}\t{weight(first[one] / firsts, running[one] / total)}"
        f"\t{weight(last[one] / lasts, running[one] / total)}"
        for one in sorted({*first, *last})
        if first[one] + last[one] >= 4
    ]


def _write(name: str, lines: list[str]) -> None:
    (DATA / name).write_text(MADE_BY + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
