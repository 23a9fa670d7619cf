"""Which township somebody means: by its name, an alias, pinyin or initials. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caseflow.ground.pinyin import full_pinyin, normal_words, pinyin_initials


@dataclass(frozen=True, slots=True)
class TownshipChoice:
    """A township with every name it goes by, as the combobox offers it."""

    code: str
    name: str
    name_en: str
    pinyin: str
    initials: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def _rank(choice: TownshipChoice, typed: str) -> int | None:
    """Return how well `typed` (normal) names the township, 0 the best; None: not at all."""
    if typed in (choice.code, *choice.names, choice.name_en.lower().replace(" ", "")):
        return 0
    letters = [(choice.initials, choice.pinyin)]
    letters += [(pinyin_initials(alias), full_pinyin(alias)) for alias in choice.aliases]
    if any(typed in pair for pair in letters):
        return 1
    if any(name.startswith(typed) for name in choice.names):
        return 2
    if any(initials.startswith(typed) for initials, _ in letters):
        return 3
    if any(pinyin.startswith(typed) for _, pinyin in letters):
        return 4
    return 5 if any(typed in name for name in choice.names) else None


def suggestions(typed: str, choices: Iterable[TownshipChoice]) -> list[TownshipChoice]:
    """Return the townships that `typed` may mean, the likeliest first; all for nothing typed."""
    words = normal_words(typed)
    if not words:
        return list(choices)
    ranked = [(rank, c) for c in choices if (rank := _rank(c, words)) is not None]
    return [choice for _, choice in sorted(ranked, key=lambda pair: (pair[0], pair[1].code))]


def meant_township(typed: str, choices: Iterable[TownshipChoice]) -> TownshipChoice | None:
    """Return the one township that `typed` names, or None if none or several could be meant."""
    words = normal_words(typed)
    ranked = [(rank, c) for c in choices if words and (rank := _rank(c, words)) is not None]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    found = [choice for rank, choice in ranked if rank == best]
    return found[0] if len(found) == 1 else None


def township_in(text: str, choices: Iterable[TownshipChoice]) -> TownshipChoice | None:
    """Return the township named in an address: the longest name or alias, the first of equals.

    A short form inside another word (新生 in 新生小学) is taken too: this proposes, people decide.
    """
    words = normal_words(text)
    found = [
        (-len(name), words.index(name), choice)
        for choice in choices
        for name in choice.names
        if name and name in words
    ]
    return min(found, key=lambda hit: hit[:2])[2] if found else None
