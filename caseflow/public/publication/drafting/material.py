"""What a draft is made from and what comes of it; how days and names are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from caseflow.core.redaction.respondents import instead_of
from caseflow.public.publication.parts import Table

COUNTY = "忠县"


@dataclass(frozen=True, slots=True)
class Material:
    """What a person chose: only what the kind needs is given."""

    case_ids: tuple[int, ...] = ()
    fact_id: int | None = None
    draw_id: int | None = None
    period_from: date | None = None
    period_until: date | None = None
    source_ids: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()
    naming_basis: str = ""

    @property
    def period(self) -> tuple[date, date]:
        """Return the first and the last day; both were asked for by the form."""
        assert self.period_from is not None
        assert self.period_until is not None
        return self.period_from, self.period_until


@dataclass(frozen=True, slots=True)
class Draft:
    """Words and tables of a draft, with what they rest on."""

    title: str
    text: str
    tables: tuple[Table, ...] = ()
    case_ids: tuple[int, ...] = ()
    fact_ids: tuple[int, ...] = ()
    sites: tuple[dict[str, Any], ...] = field(default=())
    clock_from_at: datetime | None = None


def day_words(day: date) -> str:
    """Return a day as it is written in a text: 2026年11月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_words(first: date, last: date) -> str:
    """Return a period in words; a whole month by its name."""
    is_month = (first.day, first.replace(day=1)) == (1, last.replace(day=1))
    if is_month and (last + timedelta(days=1)).day == 1:
        return f"{first.year}年{first.month}月"
    return f"{day_words(first)}至{day_words(last)}"


def unnamed(name: str) -> str:
    """Return what stands for a respondent that may not be named: 某餐饮店."""
    return instead_of(name) if name else "某单位"
