"""Hazardous waste: storage of a year, the two different alerts at 3 tonnes, the classes. Pure.

Weights in kg. The year is a limit for licensees only (生态环境法典 535, before it 固废法 81, same
words); for other producers it is an alert. The 3 t of a storage point (贮存点) and the 3 t from
which unlawful discharge, dumping or disposal is a crime are different rules that happen to share
a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseflow.field.inspections.limits.rows import Row

HOLDERS = ("licensee", "producer")
STORES = ("facility", "point")


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteRule(Row):
    """One rule, by its name.

    year_limit, year_alert: stored over a year · point_most: kg in a storage point · crime_least,
    crime_tier: kg discharged, dumped or disposed of unlawfully, from which a crime is examined.
    """

    name: tuple[str, ...]
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteClasses(Row):
    """The classes of the list, as the last two digits of a code."""

    classes: tuple[str, ...]


_CODE_FROM = date(2026, 8, 15)
_LAW_UNTIL = date(2026, 8, 14)
_CLASSES = tuple(f"{number:02d}" for number in range(1, 51) if number not in (41, 42, 43, 44))

WASTE_RULES: tuple[WasteRule, ...] = (
    WasteRule(
        id="code-535/year", standard="生态环境法典", clause="第535条", mark="F",
        in_force_from=_CODE_FROM, name=("year_limit",),
    ),
    WasteRule(
        id="solid-waste-law-81/year", standard="固体废物污染环境防治法", clause="第81条", mark="F",
        in_force_from=date(2020, 9, 1), in_force_until=_LAW_UNTIL, name=("year_limit",),
    ),
    WasteRule(
        id="practice/year", standard="@practice", clause="", mark="K-M",
        in_force_from=date(2020, 9, 1), name=("year_alert",),
        note="no limit of the law for producers; the law before 2020 was read more broadly",
    ),
    WasteRule(
        id="gb18597-2023/point", standard="GB 18597-2023", clause="", mark="K-H",
        in_force_from=date(2023, 7, 1), name=("point_most",), value=3000,
    ),
    WasteRule(
        id="fashi-2023-7/1-2", standard="法释〔2023〕7号", clause="第一条第（二）项", mark="F",
        in_force_from=date(2023, 8, 15), name=("crime_least",), value=3000,
    ),
    WasteRule(
        id="fashi-2023-7/2", standard="法释〔2023〕7号", clause="第二条", mark="F",
        in_force_from=date(2023, 8, 15), name=("crime_tier",), value=100000,
    ),
)  # fmt: skip

WASTE_CLASSES: tuple[WasteClasses, ...] = (
    WasteClasses(
        id="list-2021/classes", standard="国家危险废物名录（2021年版）", clause="", mark="F",
        in_force_from=date(2021, 1, 1), in_force_until=date(2024, 12, 31), classes=_CLASSES,
    ),
    WasteClasses(
        id="list-2025/classes", standard="国家危险废物名录（2025年版）", clause="", mark="K-M",
        in_force_from=date(2025, 1, 1), classes=_CLASSES,
        note="the edition of 2025 was not read; the classes of 2021 are taken over",
    ),
)  # fmt: skip
