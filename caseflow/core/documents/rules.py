"""What a document lacks: every required item that is not there, named. Pure.

faults.py holds what would void the whole file although everything is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from caseflow.core.documents.content import Content
from caseflow.core.documents.items import Item, items_of
from caseflow.core.visits.rules import SIGNERS
from caseflow.ground.i18n import N_

Params = dict[str, str]
"""A value that begins with @ is itself a msgid."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that a document lacks; `words` (a msgid) say which part, "" for all of it."""

    item: Item
    words: str = ""
    params: Params = field(default_factory=dict)


def missing(form: str, content: Content) -> list[Missing]:
    """Return every required item that is not there, in the order of the form."""
    found: list[Missing] = []
    for item in items_of(form):
        if _is_needed(item, content):
            found += FINDERS.get(item.kind, _bare)(item, content)
    return found


def _is_needed(item: Item, content: Content) -> bool:
    if item.when == "readings":
        return bool(content["has_readings"])
    if item.when:
        return bool(content["items"].get("way") == item.when)
    return item.is_required


def _bare(item: Item, content: Content) -> Iterator[Missing]:
    held = content["office"] if item.code == "office" else content["items"].get(item.code)
    if not held:
        yield Missing(item)


def _nobody(item: Item, content: Content) -> Iterator[Missing]:
    if not content["officers"] or not all(one["certificate"] for one in content["officers"]):
        yield Missing(item)


def _nothing_served(item: Item, content: Content) -> Iterator[Missing]:
    if not content["served"]:
        yield Missing(item)


def _unsigned(item: Item, content: Content) -> Iterator[Missing]:
    """Yield who has not signed; a visit recorded by page is signed by hand on the paper."""
    if content["is_signed_by_hand"]:
        return
    given = {one["role"]: one for one in content["signatures"]}
    for role in ("officer", "second_officer", "party"):
        one = given.get(role)
        if one is None or not (one["sha256"] or (role == "party" and one["is_refused"])):
            yield Missing(item, N_("Not signed: %(who)s."), {"who": f"@{SIGNERS[role]}"})
        elif role == "party" and one["is_refused"] and not one["reason"]:
            yield Missing(item, N_("Why the party refused to sign is missing."))


PHOTOGRAPH_PARTS: dict[str, str] = {
    "object": N_("the object"),
    "taken_at": N_("the time"),
    "place": N_("the place"),
    "taker": N_("who took it"),
    "proves": N_("what it proves"),
}


def _bare_photographs(item: Item, content: Content) -> Iterator[Missing]:
    if not content["photographs"]:
        yield Missing(item, N_("No photograph is chosen."))
    for number, one in enumerate(content["photographs"], 1):
        for part, label in PHOTOGRAPH_PARTS.items():
            if not one[part]:
                yield Missing(
                    item,
                    N_("Photograph %(number)s lacks %(part)s."),
                    {"number": str(number), "part": f"@{label}"},
                )


def _bare_evidence(item: Item, content: Content) -> Iterator[Missing]:
    if not content["evidence"]:
        yield Missing(item)
    for number, one in enumerate(content["evidence"], 1):
        if not one["proves"] or not one["provider"]:
            yield Missing(
                item,
                N_("Evidence %(number)s lacks what it proves or who gave it."),
                {"number": str(number)},
            )


Finder = Callable[[Item, Content], Iterator[Missing]]
FINDERS: dict[str, Finder] = {
    "signatures": _unsigned,
    "photographs": _bare_photographs,
    "officers": _nobody,
    "evidence": _bare_evidence,
    "served": _nothing_served,
}
"""By the kind of the item; the others are texts of `items`."""
