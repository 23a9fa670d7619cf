"""The items of a checklist and what makes a list complete. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from caseflow.ground.i18n import N_

MARKS: dict[str, str] = {
    "F": N_("read in the text"),
    "F2": N_("second-hand, unverified"),
    "K": N_("not found, unverified"),
    "own": N_("the bureau's own requirement"),
}
"""How sure it is that the basis says so."""
VERIFIED = frozenset({"F", "own"})

CODE = re.compile(r"[a-z][a-z0-9_-]{1,39}")
ITEMS_MOST = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `code` never changes its meaning: answers are kept by it."""

    code: str
    words: str
    words_en: str
    basis: str
    """Instrument, article and day in force, as it is shown."""
    asks_photograph: bool = False
    mark: str = "F"
    """A key of MARKS."""

    @property
    def is_verified(self) -> bool:
        return self.mark in VERIFIED

    def as_plain(self) -> dict[str, Any]:
        """Return the item as values that JSON knows."""
        return asdict(self)


def item_of(plain: Mapping[str, Any]) -> Item:
    """Return the item that `as_plain` gave."""
    return Item(**plain)


def list_faults(items: Sequence[Item]) -> list[str]:
    """Return what is wrong with the items of a list, as msgids; empty: nothing."""
    found = []
    if not items:
        found.append(N_("A checklist needs at least one item."))
    if len(items) > ITEMS_MOST:
        found.append(N_("A checklist holds at most 100 items."))
    if len({item.code for item in items}) < len(items):
        found.append(N_("Two items have the same code."))
    if any(not item.words.strip() or not item.basis.strip() for item in items):
        found.append(N_("Every item needs words and a basis."))
    if any(not CODE.fullmatch(item.code) or item.mark not in MARKS for item in items):
        found.append(N_("An item cannot be read: reload the page and try again."))
    return found


def new_code(list_code: str, taken: Iterable[str]) -> str:
    """Return a code for a new item; one that was ever used in the list is never given again."""
    used = set(taken)
    number = 1
    while f"{list_code}-{number}" in used:
        number += 1
    return f"{list_code}-{number}"
