"""The language of the search box, as a table; days; and what a value may mean."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.core.search.rules import FILTERS, LONGEST_QUERY, Value, days_meant, meant, near, parse

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "phrases", "filters"),
    [
        ("", (), {}),
        ("   ", (), {}),
        ("夜", (("夜",),), {}),
        ("夜间 施工", (("夜", "间"), ("施", "工")), {}),
        ("“夜间 施工”", (("夜", "间", "施", "工"),), {}),
        ('"夜间', (("夜", "间"),), {}),  # not closed
        ("街道:忠州", (), {"township": ("忠州",)}),
        ("街道：忠州", (), {"township": ("忠州",)}),  # a full-width colon
        ("街道: 忠州 打桩", (("打", "桩"),), {"township": ("忠州",)}),
        ("township:zz", (), {"township": ("zz",)}),
        ("Township:ZZ", (), {"township": ("ZZ",)}),
        ("jd:zz lb:zs zt:zg", (), {"township": ("zz",), "category": ("zs",), "state": ("zg",)}),
        ("街道:忠州 街道:乌杨", (), {"township": ("忠州", "乌杨")}),
        ('污染源:"红云 石材"', (), {"source": ("红云 石材",)}),
        ("街道:", (), {"township": ("",)}),
        ("街道: 类别:噪声", (), {"township": ("",), "category": ("噪声",)}),
        ("10:30", (("10", "30"),), {}),  # no filter is called 10
        ("时间:夜间", (("时", "间", "夜", "间"),), {}),
        ("ＡＢ１２", (("ab12",),), {}),  # full width
        ("夜 夜", (("夜",),), {}),
        ("，。！", (), {}),
    ],
)
def test_what_is_typed_is_taken_apart(
    typed: str, phrases: tuple[tuple[str, ...], ...], filters: dict[str, tuple[str, ...]]
) -> None:
    asked = parse(typed)
    assert asked.phrases == phrases
    assert asked.filters == filters


def test_no_name_of_a_filter_belongs_to_two() -> None:
    names = [name for row in FILTERS.values() for name in row.names]
    assert len(names) == len(set(names))
    assert all(row.key in row.names for row in FILTERS.values())


def test_only_filters_on_people_are_personal() -> None:
    personal = {key for key, row in FILTERS.items() if row.is_personal}
    assert personal == {"phone", "name"}
    assert parse("电话:5678 噪声").is_personal
    assert not parse("街道:忠州").is_personal


def test_what_is_kept_has_an_end() -> None:
    assert len(parse("夜" * 5000).typed) == LONGEST_QUERY


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2026-11-05", (date(2026, 11, 5), date(2026, 11, 5))),
        ("2026年11月5日", (date(2026, 11, 5), date(2026, 11, 5))),
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-11..2026-12", (date(2026, 11, 1), date(2026, 12, 31))),
        ("2026-11..", (date(2026, 11, 1), date(9999, 12, 30))),
        ("..2026-11", (date(1900, 1, 1), date(2026, 11, 30))),
        ("今天", (TODAY, TODAY)),
        ("本周", (date(2026, 11, 23), TODAY)),
        ("2026-02-30", None),
        ("2026-13", None),
        ("2026-12..2026-11", None),
        ("0000", None),
        ("噪声", None),
        ("", None),
    ],
)
def test_days(typed: str, days: tuple[date, date] | None) -> None:
    assert days_meant(typed, TODAY) == days


VALUES = (
    Value("noise", ("噪声", "Noise")),
    Value("noise-industry", ("工业噪声", "Industrial noise")),
    Value("air", ("大气", "Air")),
    Value("rectifying", ("整改中", "Under rectification")),
    Value("rectified", ("整改完成", "Rectified")),
)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("噪声", ["noise"]),  # the very name before what holds it
        ("zs", ["noise"]),
        ("zaosheng", ["noise"]),
        ("Noise", ["noise"]),
        ("工业", ["noise-industry"]),
        ("gy", ["noise-industry"]),
        ("整改", ["rectifying", "rectified"]),  # both are named equally well
        ("industrialnoise", ["noise-industry"]),
        ("水", []),
        ("", []),
    ],
)
def test_values_are_meant_by_name_pinyin_and_initials(typed: str, codes: list[str]) -> None:
    assert [value.code for value in meant(typed, VALUES)] == codes


def test_something_is_always_proposed() -> None:
    assert "噪声" in near("噪音", VALUES)
    assert near("xyz", VALUES)
