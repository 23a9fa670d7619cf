"""Private details that are persons, and wording of theirs, known to the case in some kinds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from caseflow.bench.labelled.numbers import full, own, words
from caseflow.bench.labelled.people import Cast

Known = dict[str, list[str]]
Said = Callable[[Random, Cast], tuple[str, Known]]
"""Returns how a detail stands in a text, and what the case itself knows of it."""

_TITLES = words("大姐 大哥 师傅 女士 先生 婆婆 大爷 阿姨 老板 主任 嬢嬢 医生")


def _sounded(make: Callable[[Random, tuple[str, ...], tuple[str, ...]], str]) -> Said:
    def said(r: Random, cast: Cast) -> tuple[str, Known]:
        name, toned, plain = r.choice(cast.sounds)
        return own(make(r, toned, plain)), {"people": [name]}

    return said


def _capital(parts: tuple[str, ...]) -> str:
    return parts[0].capitalize() + " " + "".join(parts[1:]).capitalize()


PINYIN: dict[str, Said] = {
    "small, two words": _sounded(lambda r, t, p: p[0] + " " + "".join(p[1:])),
    "joined": _sounded(lambda r, t, p: "".join(p)),
    "capitals": _sounded(lambda r, t, p: " ".join(p).upper()),
    "as in a passport": _sounded(lambda r, t, p: f"{p[0].upper()}, {''.join(p[1:]).capitalize()}"),
    "given name first": _sounded(
        lambda r, t, p: f"{''.join(p[1:]).capitalize()} {p[0].capitalize()}"
    ),
    "with a dash": _sounded(lambda r, t, p: f"{p[0].capitalize()} {'-'.join(p[1:]).capitalize()}"),
    "with tones": _sounded(lambda r, t, p: _capital(t)),
    "tones in figures": _sounded(
        lambda r, t, p: " ".join(f"{part}{r.randint(1, 4)}" for part in p)
    ),
    "initials": _sounded(lambda r, t, p: "".join(part[0] for part in p).upper()),
    "initials with dots": _sounded(lambda r, t, p: ".".join(part[0] for part in p).upper()),
    "full width": _sounded(lambda r, t, p: full("".join(p).upper())),
}


def _people(make: Callable[[Random, str], str]) -> Said:
    def said(r: Random, cast: Cast) -> tuple[str, Known]:
        name = r.choice(cast.sounds)[0]
        return own(make(r, name)), {"people": [name]}

    return said


def _traditional(r: Random, cast: Cast) -> tuple[str, Known]:
    name, written = r.choice(cast.traditional)
    return own(written), {"people": [name]}


OWN_PERSON: dict[str, Said] = {
    "whole": _people(lambda r, name: name),
    "blanks": _people(lambda r, name: " ".join(name)),
    "dots": _people(lambda r, name: "·".join(name)),
    "given name alone": _people(lambda r, name: name[1:]),
    "surname and 某": _people(lambda r, name: name[0] + r.choice(["某", "某某"])),
    "old or little": _people(lambda r, name: r.choice("老小") + name[0]),
    "surname and title": _people(lambda r, name: name[0] + r.choice(_TITLES[:6])),
    "starred": _people(lambda r, name: name[0] + r.choice(["**", "*" + name[2]])),
    "traditional": _traditional,
}


def _plain(make: Callable[[Random, Cast], str]) -> Said:
    return lambda r, cast: (make(r, cast), {})


def _surname(r: Random, cast: Cast) -> str:
    return r.choice(cast.surnames)


TITLED: dict[str, Said] = {
    "surname and title": _plain(lambda r, c: own(_surname(r, c) + r.choice(_TITLES))),
    "old": _plain(lambda r, c: own("老" + _surname(r, c))),
    "little": _plain(lambda r, c: own("小" + _surname(r, c))),
    "name and title": _plain(lambda r, c: own(c.name(r) + r.choice(_TITLES[:6]))),
    "compound and title": _plain(lambda r, c: own(r.choice(c.compounds) + r.choice(_TITLES[:8]))),
    "surname and 姓": _plain(lambda r, c: own(f"{_surname(r, c)}姓") + r.choice(["老板", "村民"])),
    "surname and kin": _plain(
        lambda r, c: own(_surname(r, c) + r.choice(["家老大", "家媳妇", "老汉", "大娘"]))
    ),
    "elder": _plain(lambda r, c: own(_surname(r, c) + r.choice(["老", "工", "总"]))),
}


def quoted(body: str, manner: str, r: Random) -> str:
    """Return some of the complainant's own words as `manner` has it; three characters a piece."""
    if manner == "a part":
        start = r.randint(0, max(0, len(body) - 12))
        return own(body[start : start + 12])
    if manner == "in quotation marks":
        return f"“{own(body)}”"
    if manner == "blanks between":
        return own(" ".join(body[i : i + 3] for i in range(0, len(body), 3)))
    if manner == "other signs":
        half = len(body) // 2
        return own(f"{body[:half]}，{body[half:]}")
    if manner == "full width":
        return own(full(body))
    return own(body)


QUOTED = (
    "word for word", "in quotation marks", "a part", "blanks between", "other signs", "full width",
)  # fmt: skip
