"""Cells become words and instants, whatever a spreadsheet made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.desk.imports.cleaning import clean_line, clean_text, read_instant
from caseflow.desk.imports.reading.problems import RowProblem
from caseflow.ground.clock import ZONE


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("\n\t\t\t\n\t\u3000\u3000您好_x000D_\n", "您好"),
        ("第一段\u3000\n\n\n\n\u3000\u3000第二段", "第一段\n\n第二段"),
        ("甲\u00a0\u00a0乙", "甲 乙"),
        ("甲\r\r\n乙\r丙", "甲\n乙\n丙"),
        ("零\u200b宽\ufeff", "零宽"),
        ("\x00\x07坏\ud800", "坏\ufffd"),
        (37042.0, "37042"),
        (37042, "37042"),
        (1.5, "1.5"),
        (None, ""),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_a_cell_becomes_clean_words(cell: object, words: str) -> None:
    assert clean_text(cell) == words  # type: ignore[arg-type]


def test_long_texts_are_kept_whole() -> None:
    assert len(clean_text("长" * 9023)) == 9023


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    once.encode()
    assert "\0" not in once
    assert clean_line(once) == clean_line(text)


@given(st.text(alphabet=st.characters(categories=["Lo", "Nd", "Po"]), max_size=200))
def test_cleaning_keeps_every_character_and_mark(text: str) -> None:
    assert clean_text(f"\t\u3000{text}\u00a0\n") == text


NINE = datetime(2026, 3, 2, 9, 4, 5, tzinfo=ZONE)


@pytest.mark.parametrize(
    "cell",
    [
        "2026/3/2 9:04:05",
        "2026-03-02 09:04:05",
        "2026.3.2 9:04:05",
        "2026年3月2日 9时4分5秒",
        "2026年3月2日9点4分5秒",
        "2026年3月2日 上午9:04:05",
        "２０２６／３／２　９：０４：０５",
        "2026-03-02T09:04:05+08:00",
        "2026-03-02T01:04:05Z",
        "2026-03-02 09:04:05.000",
        "\u00a02026/3/2 9:04:05_x000D_\n",
        "20260302090405",
        datetime(2026, 3, 2, 9, 4, 5),  # noqa: DTZ001 - a spreadsheet knows no zone
        datetime(2026, 3, 2, 9, 4, 4, 999_999),  # noqa: DTZ001
        46083.37783564815,
        "46083.37783564815",
        NINE.timestamp(),
        NINE.timestamp() * 1000,
    ],
)
def test_an_instant_is_read_in_every_way_it_is_written(cell: object) -> None:
    assert read_instant(cell) == NINE  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["2026/3/2", "2026年3月2日", "20260302", date(2026, 3, 2), 46083])
def test_a_day_alone_is_its_first_instant(cell: object) -> None:
    assert read_instant(cell) == datetime(2026, 3, 2, tzinfo=ZONE)  # type: ignore[arg-type]


def test_the_afternoon_is_told_from_the_morning() -> None:
    assert read_instant("2026-3-2 下午3:00") == datetime(2026, 3, 2, 15, tzinfo=ZONE)
    assert read_instant("2026-3-2 上午12:10") == datetime(2026, 3, 2, 0, 10, tzinfo=ZONE)


def test_an_address_that_names_a_month_means_its_first_day() -> None:
    found = read_instant("http://board.example/html/question/201802/361223.shtml")
    assert found == datetime(2018, 2, 1, tzinfo=ZONE)


@pytest.mark.parametrize(
    "cell",
    ["", None, True, "昨天", "2026/2/30", "2026/13/1", "2026/3/2 25:00", "0000/1/1", 12.0, "12",
     time(9), timedelta(days=1), "http://board.example/x", "9" * 400, float("nan"), float("inf")],
)  # fmt: skip
def test_what_is_no_instant_is_a_problem_of_its_row(cell: object) -> None:
    with pytest.raises(RowProblem, match="is not a day or time"):
        read_instant(cell)  # type: ignore[arg-type]


MOMENTS = st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2100, 1, 1))  # noqa: DTZ001


@given(MOMENTS)
def test_unpadded_texts_and_date_cells_mean_the_same_instant(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    words = (
        f"{whole.year}/{whole.month}/{whole.day} {whole.hour}:{whole.minute:02}:{whole.second:02}"
    )
    assert read_instant(words) == read_instant(whole) == read_instant(whole.isoformat())
    assert read_instant(words).tzinfo == UTC


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.booleans(), st.none()))
def test_any_cell_is_an_instant_or_a_row_problem(cell: object) -> None:
    try:
        found = read_instant(cell)  # type: ignore[arg-type]
    except RowProblem:
        return
    assert found.utcoffset() == timedelta(0)
