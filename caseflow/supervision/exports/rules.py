"""What an export may hold, and how long it may take: columns, forms, states, limits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from caseflow.ground.i18n import N_

LEASE = timedelta(minutes=3)
"""Renewed with every batch."""
CLOSING_LEASE = timedelta(minutes=20)
"""Putting a spreadsheet of a million rows together takes minutes without a batch."""
BATCH = 1000
MOST_LOST = 3
"""An export over which so many workers were lost is given up."""

SHEET_ROWS = 1_048_575
"""Rows of one sheet below its headers: the format has 1,048,576."""
CELL_LENGTH = 32_000
"""Characters of a cell; the format takes 32,767."""

FORMS: dict[str, str] = {
    "xlsx": N_("Spreadsheet (.xlsx)"),
    "csv": N_("Table as text (.csv)"),
}

STATE_LABELS: dict[str, str] = {
    "waiting": N_("Waiting for a worker"),
    "running": N_("Being written"),
    "done": N_("Ready to be fetched"),
    "failed": N_("Failed"),
    "cancelled": N_("Cancelled"),
    "expired": N_("Expired"),
}
GOING = frozenset({"waiting", "running"})
AGAIN = frozenset({"failed", "cancelled", "expired"})
"""Asked for once more by one button."""

ACT_LABELS: dict[str, str] = {
    "asked": N_("Asked for"),
    "written": N_("Written"),
    "failed": N_("Failed"),
    "cancelled": N_("Cancelled"),
    "fetched": N_("Downloaded"),
    "expired": N_("Expired"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in characters; `is_personal`: names the complainant, by right only."""

    key: str
    label: str
    width: int = 14
    is_personal: bool = False


CASE_COLUMNS: tuple[Column, ...] = (
    Column("number", N_("Case number"), 20),
    Column("title", N_("Title"), 36),
    Column("state", N_("State")),
    Column("track", N_("Kind"), 18),
    Column("channel", N_("Channel"), 18),
    Column("categories", N_("Pollution"), 20),
    Column("township", N_("Township")),
    Column("address", N_("Address"), 30),
    Column("longitude", N_("Longitude"), 11),
    Column("latitude", N_("Latitude"), 11),
    Column("source", N_("Pollution source"), 26),
    Column("unit", N_("Unit"), 20),
    Column("assignee", N_("Officer"), 12),
    Column("opened_at", N_("Opened"), 17),
    Column("closed_at", N_("Closed"), 17),
    Column("conclusion", N_("Conclusion")),
    Column("due_clock", N_("Nearest deadline"), 16),
    Column("due_on", N_("Due"), 12),
    Column("petition_count", N_("Petitions"), 9),
    Column("chase_count", N_("Chased"), 9),
    Column("return_count", N_("Times returned"), 9),
    Column("complainants", N_("Complainants"), 18, is_personal=True),
    Column("phones", N_("Telephone numbers"), 18, is_personal=True),
    Column("addresses", N_("Addresses of complainants"), 30, is_personal=True),
)
"""Nothing that was typed about a matter is here: whoever needs the words opens the case."""


def columns_of(keys: list[str]) -> list[Column]:
    """Return the columns named, in the order of the table; unknown names are left out."""
    return [column for column in CASE_COLUMNS if column.key in keys]


def open_keys() -> list[str]:
    """Return the keys of the columns that name nobody."""
    return [column.key for column in CASE_COLUMNS if not column.is_personal]


def percent(done: int, total: int | None) -> int:
    """Return how much is written, 0 to 100; 99 at most while a row is missing."""
    if not total:
        return 0
    return 100 if done >= total else min(done * 100 // total, 99)
