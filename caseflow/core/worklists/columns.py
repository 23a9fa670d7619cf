"""The columns of a list: one row each, and which are shown until somebody chooses. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class Column:
    """One column beside the case itself; `sort` is a key of lists.filter.SORTS, or empty."""

    key: str
    label: str
    sort: str = ""


COLUMNS: dict[str, Column] = {
    one.key: one
    for one in (
        Column("pollution", N_("Pollution")),
        Column("township", N_("Township"), "township"),
        Column("handler", N_("Unit and officer"), "unit"),
        Column("turn", N_("Must act")),
        Column("state", N_("State"), "state"),
        Column("due", N_("Nearest deadline"), "due"),
        Column("why", N_("Why late")),
        Column("opened", N_("Opened"), "opened"),
        Column("returned", N_("Times returned"), "returned"),
    )
}

DEFAULTS: dict[str, tuple[str, ...]] = {
    "cases": ("pollution", "township", "handler", "state", "due"),
    "supervision": ("township", "turn", "state", "due", "why"),
}
"""Where lists stand, and what they show at first."""


def in_order(keys: object) -> tuple[str, ...]:
    """Return the known ones of `keys`, each once, in the order of the table."""
    wanted = set(map(str, keys)) if isinstance(keys, list | tuple) else set()
    return tuple(key for key in COLUMNS if key in wanted)
