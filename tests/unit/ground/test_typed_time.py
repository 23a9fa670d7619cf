"""Instants typed freely are read as the person at the telephone means them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.ground.typed_time import NotAMoment, read_day, read_moment

HERE = ZoneInfo("Asia/Shanghai")
THURSDAY_AFTERNOON = datetime(2026, 9, 24, 15, 30, tzinfo=HERE)

TYPED = [
    ("", (2026, 9, 24, 15, 30)),
    ("现在", (2026, 9, 24, 15, 30)),
    ("今天 14:02", (2026, 9, 24, 14, 2)),
    ("今天14：02", (2026, 9, 24, 14, 2)),
    ("14:02", (2026, 9, 24, 14, 2)),
    ("昨天 9点", (2026, 9, 23, 9, 0)),
    ("昨天下午3点半", (2026, 9, 23, 15, 30)),
    ("昨晚", None),
    ("昨天晚上11点20分", (2026, 9, 23, 23, 20)),
    ("前天", (2026, 9, 22, 12, 0)),
    ("今天", (2026, 9, 24, 15, 30)),
    ("中午12点", (2026, 9, 24, 12, 0)),
    ("yesterday 3:15 pm", (2026, 9, 23, 15, 15)),
    ("2026-09-24 14:02", (2026, 9, 24, 14, 2)),
    ("2026-09-24T14:02", (2026, 9, 24, 14, 2)),
    ("2026-09-24T06:02:00Z", (2026, 9, 24, 14, 2)),
    ("2026年9月1日 8:05", (2026, 9, 1, 8, 5)),
    ("9月20日 8时5分", (2026, 9, 20, 8, 5)),
    ("9-20", (2026, 9, 20, 12, 0)),
    ("12.31 8:00", (2025, 12, 31, 8, 0)),  # the latest such day
    ("2月29日", (2024, 2, 29, 12, 0)),
    ("周一 10:00", (2026, 9, 21, 10, 0)),
    ("上周五 10:00", (2026, 9, 18, 10, 0)),
    ("星期日", (2026, 9, 20, 12, 0)),  # this week's has not come yet
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_a_typed_moment_is_read_as_meant(typed: str, meant: tuple[int, ...] | None) -> None:
    if meant is None:
        with pytest.raises(NotAMoment):
            read_moment(typed, THURSDAY_AFTERNOON)
    else:
        assert read_moment(typed, THURSDAY_AFTERNOON) == datetime(*meant, tzinfo=HERE)


@pytest.mark.parametrize(
    "typed", ["25:00", "2026-13-01", "2月30日", "噪声", "14", "昨天 14:02 吵", "1-2-3"]
)
def test_what_names_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(NotAMoment):
        read_moment(typed, THURSDAY_AFTERNOON)


def test_a_day_is_read_without_its_time() -> None:
    assert read_day("昨天", date(2026, 9, 24)) == date(2026, 9, 23)


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_an_instant_or_a_sentence(typed: str) -> None:
    try:
        moment = read_moment(typed, THURSDAY_AFTERNOON)
    except NotAMoment as refusal:
        sentence = str(refusal)
        assert sentence.endswith(".")
    else:
        assert moment.tzinfo is UTC


@given(st.integers(0, 365 * 24 * 60 * 20))
def test_an_iso_instant_is_read_exactly(minutes: int) -> None:
    local = datetime(2007, 1, 1, tzinfo=HERE) + timedelta(minutes=minutes)
    assert read_moment(local.strftime("%Y-%m-%d %H:%M"), THURSDAY_AFTERNOON) == local
