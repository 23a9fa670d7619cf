"""How instants, days, numbers and typed text are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from caseflow.ground import clock
from caseflow.ground.web import filters

NOON = datetime(2026, 9, 24, 4, 0, tzinfo=UTC)  # 12:00 in Asia/Shanghai, a Thursday


@pytest.fixture(params=["zh_Hans_CN", "en"])
def language(request, design_app):
    with design_app.test_request_context(f"/?lang={request.param}"), clock.pretend(NOON):
        yield request.param


@pytest.mark.parametrize(
    ("instant", "chinese", "english"),
    [
        (datetime(2026, 9, 24, 6, 2, tzinfo=UTC), "今天 14:02", "today 14:02"),
        (datetime(2026, 9, 23, 1, 5, tzinfo=UTC), "昨天 09:05", "yesterday 09:05"),
        (datetime(2026, 9, 24, 16, 0, tzinfo=UTC), "明天 00:00", "tomorrow 00:00"),
        (datetime(2026, 3, 1, 1, 0, tzinfo=UTC), "3月1日 09:00", "1 Mar 09:00"),
        (datetime(2025, 3, 1, 1, 0, tzinfo=UTC), "2025年3月1日 09:00", "1 Mar 2025 09:00"),
    ],
)
def test_instants_are_told_in_local_words(
    language: str, instant: datetime, chinese: str, english: str
) -> None:
    assert filters.when_words(instant) == (chinese if language != "en" else english)


def test_a_day_is_told_with_its_weekday(language: str) -> None:
    expected = "Thu 24 Sep 2026" if language == "en" else "2026年9月24日 周四"
    assert filters.day_words(date(2026, 9, 24)) == expected
    assert f">{expected}</time>" in filters.day(date(2026, 9, 24))


def test_the_exact_instant_is_said_on_hover(language: str) -> None:
    shown = filters.when(datetime(2026, 9, 24, 6, 2, 9, tzinfo=UTC))
    assert 'datetime="2026-09-24T14:02:09+08:00"' in shown
    assert "14:02:09" in shown


def test_nothing_is_shown_for_no_time(language: str) -> None:
    assert filters.when(None) == filters.day(None) == filters.short_day(None) == ""


def test_numbers_are_parted_by_thousands(language: str) -> None:
    assert filters.number(1234567) == "1,234,567"


def test_typed_text_becomes_escaped_paragraphs() -> None:
    text = filters.paragraphs("一行\n二行\r\n\r\n<script>三</script>\n\n\n")
    assert text == "<p>一行<br>二行</p>\n<p>&lt;script&gt;三&lt;/script&gt;</p>"
    assert filters.paragraphs(None) == ""
