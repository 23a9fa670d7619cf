"""What the bundle knows by heart: types of files, addresses, weeks, the setting of its place."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.ground.config import read_settings
from caseflow.ground.errors import BadSetting
from caseflow.public.outlets.digest import ended_weeks, monday_of
from caseflow.public.outlets.site.bucket import type_of
from caseflow.public.published.addresses import (
    MonthCount,
    Spot,
    file_of,
    lists_of,
    month_pages,
    week_of,
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.atom", "application/atom+xml"),
        ("feed.json", "application/json; charset=utf-8"),
        ("sitemap/2026-11.xml", "xml; charset=utf-8"),
        ("results/2026-1/1.jpg", "image/jpeg"),
        ("static/css/public.css", "text/css; charset=utf-8"),
        ("static/brand.svg", "image/svg+xml"),
    ],
)
def test_objects_say_what_they_are(path: str, found: str) -> None:
    assert type_of(path).endswith(found)


@pytest.mark.parametrize("value", ["s3://", "s3:///"])
def test_a_bucket_without_a_name_stops_the_start(value: str) -> None:
    with pytest.raises(BadSetting, match="CASEFLOW_SITE"):
        read_settings({"CASEFLOW_SITE": value})


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", "/srv/caseflow/public-site"),
        ("off", None),
        ("/srv/site", "/srv/site"),
        ("s3://county/open/", "s3://county/open"),
    ],
)
def test_where_the_bundle_goes(value: str, found: str | None) -> None:
    env = {"CASEFLOW_HOME": "/srv/caseflow", "CASEFLOW_SITE": value}
    assert read_settings(env).site_address == found


@pytest.mark.parametrize(
    ("address", "file"),
    [("/", "index.html"), ("/results/2026-1/", "results/2026-1/index.html"),
     ("/feed.atom", "feed.atom"), ("/results/2026-1/2.jpg", "results/2026-1/2.jpg")],
)  # fmt: skip
def test_an_address_has_its_file(address: str, file: str) -> None:
    assert file_of(address) == file


def test_a_changed_page_stands_on_the_lists_of_its_month_and_kind_alone() -> None:
    outline = [
        MonthCount("summary", 2026, 11, 60),
        MonthCount("typical_case", 2026, 11, 1),
        MonthCount("summary", 2026, 10, 3),
    ]
    assert lists_of([Spot("2026-9", 2, "summary", date(2026, 11, 3))], outline) == [
        "/results/2026/11/",
        "/results/2026/11/2/",
        "/results/kind/summary/",
        "/results/kind/summary/2026/11/",
        "/results/kind/summary/2026/11/2/",
    ]


@pytest.mark.parametrize(("count", "pages"), [(0, 0), (1, 1), (50, 1), (51, 2), (150, 3)])
def test_a_month_has_as_many_pages_as_it_needs(count: int, pages: int) -> None:
    assert len(month_pages("2026/11", count)) == pages


WEEKS = [
    ("2026-W48", date(2026, 11, 23)),
    ("2026-W53", date(2026, 12, 28)),
    ("2027-W53", None),  # that year has 52
    ("2026-W00", None),
    ("2026-48", None),
    ("0000-W01", None),
    ("2026-W4８", None),
]


@pytest.mark.parametrize(("week", "monday"), WEEKS)
def test_a_week_begins_on_its_monday(week: str, monday: date | None) -> None:
    assert monday_of(week) == monday
    if monday:
        assert week_of(monday) == week


def test_a_week_is_over_on_the_monday_after_it() -> None:
    days = [date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 22)]
    assert ended_weeks(days, date(2026, 11, 29)) == ["2026-W47"]
    assert ended_weeks(days, date(2026, 11, 30)) == ["2026-W48", "2026-W47"]


def test_a_setting_that_is_no_database_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="CASEFLOW_READER_DATABASE_URL"):
        read_settings({"CASEFLOW_READER_DATABASE_URL": "mysql://x"})
