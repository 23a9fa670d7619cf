"""The limits of cooking fumes and the rules of sampling them, one row each. Pure.

Concentrations in thousandths of mg/m³, flows in tenths of m³/h, efficiencies in tenths of a
percent. Sources: GB 18483-2001 (read); DB50/859-2018 of Chongqing: news of its issue, the rest by
heart, with no limit of particulates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from caseflow.field.inspections.limits.rows import Row

POLLUTANTS = ("fumes", "nmhc")
"""Cooking fumes; non-methane hydrocarbons."""
MEASURES = ("stoves", "power", "hood_area")
"""By what reference stoves are counted: as such, 10⁸ J/h of the burners, m² of hood."""
SIZES = ("small", "medium", "large")


@dataclass(frozen=True, slots=True, kw_only=True)
class FumesLimit(Row):
    """The highest concentration, or (quantity removal) the least efficiency of a size."""

    pollutant: tuple[str, ...]
    quantity: tuple[str, ...]
    value: int
    size: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FumesRule(Row):
    """One number of the method, by its name.

    samples: how many are taken · minutes: how long each · part: a value under the largest divided
    by this is dropped · valid_least: how many must remain · flow: of one reference stove ·
    uncollected, unpurified: such a discharge counts as over the limit · method_nmhc: hydrocarbons
    are sampled and converted as fumes are (no numbers).
    """

    name: tuple[str, ...]
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FumesSize(Row):
    """What one reference stove is, and where sizes begin, in thousandths of the measure."""

    measure: tuple[str, ...]
    unit: int
    small: int
    medium: int
    large: int


def _row(standard: str, part: str, mark: str, since: date, clause: str = "") -> dict[str, Any]:
    return {
        "id": f"{standard}/{part}",
        "standard": standard,
        "clause": clause,
        "mark": mark,
        "in_force_from": since,
    }


def _national(part: str, mark: str = "F", clause: str = "") -> dict[str, Any]:
    return _row("GB 18483-2001", part, mark, date(2002, 1, 1), clause)


def _local(part: str, mark: str) -> dict[str, Any]:
    return _row("DB50/859-2018", part, mark, date(2019, 1, 1))


def _limit(base: dict[str, Any], pollutant: str, value: int) -> FumesLimit:
    return FumesLimit(**base, pollutant=(pollutant,), quantity=("concentration",), value=value)


def _removal(base: dict[str, Any], pollutant: str, size: str, value: int) -> FumesLimit:
    row = base | {"id": f"{base['id']}/{size}"}
    return FumesLimit(
        **row, pollutant=(pollutant,), quantity=("removal",), size=(size,), value=value
    )


FUMES_LIMITS: tuple[FumesLimit, ...] = (
    _limit(_national("fumes", clause="表2"), "fumes", 2000),
    _limit(_local("fumes", "F2"), "fumes", 1000),
    _limit(_local("nmhc", "K-M"), "nmhc", 10000),
    _removal(_national("removal", clause="表2"), "fumes", "small", 600),
    _removal(_national("removal", clause="表2"), "fumes", "medium", 750),
    _removal(_national("removal", clause="表2"), "fumes", "large", 850),
    _removal(_local("removal-fumes", "K-M"), "fumes", "small", 900),
    _removal(_local("removal-fumes", "K-M"), "fumes", "medium", 900),
    _removal(_local("removal-fumes", "K-M"), "fumes", "large", 950),
    _removal(_local("removal-nmhc", "K-M"), "nmhc", "small", 650),
    _removal(_local("removal-nmhc", "K-M"), "nmhc", "medium", 750),
    _removal(_local("removal-nmhc", "K-M"), "nmhc", "large", 850),
)

FUMES_RULES: tuple[FumesRule, ...] = (
    FumesRule(**_national("samples"), name=("samples",), value=5),
    FumesRule(**_national("minutes"), name=("minutes",), value=10),
    FumesRule(**_national("part"), name=("part",), value=4),
    FumesRule(**_national("valid-least"), name=("valid_least",), value=3),
    FumesRule(**_national("flow"), name=("flow",), value=20000),
    FumesRule(**_national("uncollected"), name=("uncollected",)),
    FumesRule(**_local("unpurified", "F2"), name=("unpurified",)),
    FumesRule(**_local("method-nmhc", "K-M"), name=("method_nmhc",)),
)

FUMES_SIZES: tuple[FumesSize, ...] = (
    FumesSize(
        **_national("size/stoves", clause="表1"),
        measure=("stoves",), unit=1000, small=1000, medium=3000, large=6000,
    ),
    FumesSize(
        **_national("size/power", "F2", clause="表1"),
        measure=("power",), unit=1670, small=1670, medium=5000, large=10000,
    ),
    FumesSize(
        **_national("size/hood-area", "F2", clause="表1"),
        measure=("hood_area",), unit=1100, small=1100, medium=3300, large=6600,
    ),
)  # fmt: skip
