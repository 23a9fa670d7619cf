"""Published pages: what they show, how long they may be kept, and that no cookie touches them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, url_for
from flask.testing import FlaskClient

from caseflow.public.published.addresses import PAGE_SIZE
from caseflow.public.published.kinds import KINDS, OTHER
from caseflow.public.published.linking import KNOWN, address_of
from tests.cast import make_cast, sign_in
from tests.published import (
    ADDRESSES,
    GONE_ADDRESSES,
    change,
    faults_of,
    links_of,
    make_site,
    publish,
    withdraw,
)
from tests.statements import counted

pytestmark = pytest.mark.built(by=make_site)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LATER = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def day() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_every_page_is_whole_and_may_be_kept_by_anybody(client: FlaskClient, language: str) -> None:
    for path in ADDRESSES + GONE_ADDRESSES:
        answer = client.get(path + language)
        assert answer.status_code == (410 if path in GONE_ADDRESSES else 200), path
        assert faults_of(answer.text) == [], path
        assert f'<html lang="{"en" if language else "zh-Hans"}">' in answer.text
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_page_known_by_its_mark_is_not_sent_again_until_it_changes(
    app: Flask, client: FlaskClient
) -> None:
    tags = {path: client.get(path).headers["ETag"] for path in ADDRESSES}
    for path, tag in tags.items():
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b""), path
        assert again.headers["ETag"] == tag
    with app.app_context():
        change("2026-3", LATER, body="新的正文。")
    changed = {p for p, t in tags.items() if client.get(p).headers["ETag"] != t}
    untouched = {path for path in ADDRESSES if "/2026-" in path} - {"/results/2026-3/"}
    assert changed == set(ADDRESSES) - untouched


def test_a_page_in_english_has_a_mark_of_its_own(client: FlaskClient) -> None:
    marks = {client.get(f"/results/2026-1/{q}").headers["ETag"] for q in ("", "?lang=en")}
    assert len(marks) == 2


@SQLITE
def test_cookies_change_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_cast()
    plain = client.get("/results/").data
    sign_in(client, "sunil")
    client.set_cookie("caseflow_language", "en")
    answer = client.get("/results/")
    assert answer.data == plain
    assert "Set-Cookie" not in answer.headers


def test_no_list_leads_nowhere(client: FlaskClient) -> None:
    seen, waiting = set[str](), {"/results/"}
    while waiting:
        path = waiting.pop()
        seen.add(path)
        with client.get(path) as answer:
            assert answer.status_code in {200, 410}, path
        if answer.mimetype == "text/html" and path.startswith("/results/"):
            waiting |= links_of(answer.text) - seen
    assert set(ADDRESSES) - {"/results/kind/"} <= seen
    assert set(GONE_ADDRESSES) <= seen


def test_a_full_page_of_a_month_stays_as_it_is_when_more_comes(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        for number in range(100, 100 + PAGE_SIZE):
            publish(number, date(2026, 9, 1) + timedelta(days=number % 20))
    first = client.get("/results/2026/09/")
    assert first.status_code == 200
    assert client.get("/results/2026/09/2/").status_code == 404
    with app.app_context():
        publish(200, date(2026, 9, 30))
        withdraw("2026-105", LATER)
    again = client.get("/results/2026/09/")
    before = set(links_of(first.text))
    assert set(links_of(again.text)) == before | {"/results/2026/09/2/"}
    assert "/results/2026-200/" in links_of(client.get("/results/2026/09/2/").text)


def test_what_is_gone_leaves_when_and_why_and_not_a_word_or_picture(client: FlaskClient) -> None:
    page = client.get("/results/2026-6").text
    assert "表述有误" in page
    assert "2026年11月6日" in page
    assert 'content="noindex"' in page
    assert "夜间施工" not in page
    assert client.get("/results/2026-6/1.jpg").status_code == 410
    assert "公示期满" in client.get("/results/2026-7/").text
    listed = client.get("/results/").text
    entry = listed[listed.index('href="/results/2026-6/"') :][:400]
    assert "典型案例 ·" in entry, "what it was is still told, and nothing of its words"


def test_a_correction_stands_at_the_head_of_its_page(client: FlaskClient) -> None:
    page = client.get("/results/2026-3/").text
    assert page.index("更正了完成日期。") < page.index("群众反映第3处")


def test_tables_say_their_columns_in_each_cell(client: FlaskClient) -> None:
    page = client.get("/results/2026-2/").text
    assert '<td role="cell" data-label="责任单位">某餐饮店</td>' in page


def test_pictures_are_the_bytes_of_the_table(client: FlaskClient) -> None:
    answer = client.get("/results/2026-2/1.jpg")
    assert answer.mimetype == "image/jpeg"
    assert answer.data[:2] == b"\xff\xd8"
    assert client.get("/results/2026-2/3.jpg").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/results/none", "/results/2026/13/", "/results/2026/00/", "/results/2026/10/0/",
     "/results/2026/12/", "/results/kind/none/", "/results/0000/01/", "/results/digest/2026-W99/",
     "/results/digest/2026-W60.docx", "/sitemap/2026-13.xml", "/sitemap/2025-01.xml",
     "/results/2026-1/9.jpg"],
)  # fmt: skip
@SQLITE
def test_where_there_is_nothing_a_page_without_cookies_says_so(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert faults_of(answer.text) == []
    assert "Set-Cookie" not in answer.headers
    assert "max-age=60" in answer.headers["Cache-Control"]


def test_every_kind_has_its_words_and_unknown_ones_are_shown(client: FlaskClient) -> None:
    page = client.get("/results/kind/").text
    assert "其他公开信息" in page
    assert "信访举报办理结果" in page
    assert OTHER.key not in KINDS


@SQLITE
def test_addresses_are_those_of_the_routes(app: Flask) -> None:
    given: dict[str, Any] = {
        "published.of_kind": {"kind": "night_exposure"},
        "published.month": {"year": 2026, "month": 3},
        "published.kind_month": {"kind": "summary", "year": 2026, "month": 12, "number": 2},
        "published.page": {"slug": "2026-17"},
        "published.picture": {"slug": "2026-17", "position": 2, "v": "abc"},
        "outlets.digest": {"week": "2026-W01"},
        "outlets.digest_file": {"week": "2026-W01"},
    }
    for path in ("/results/", "/results/?lang=en"):
        for endpoint in KNOWN:
            with app.test_request_context(path):
                values = given.get(endpoint, {})
                assert address_of(endpoint, **values) == url_for(endpoint, **values), endpoint


@pytest.mark.parametrize(
    ("path", "most"),
    [("/results/", 3), ("/results/2026/10/", 2), ("/results/kind/summary/", 3),
     ("/results/2026-2/", 2), ("/feed.atom", 3), ("/sitemap.xml", 2)],
)  # fmt: skip
def test_pages_ask_few_questions(app: Flask, client: FlaskClient, path: str, most: int) -> None:
    client.get(path)
    with counted(app) as statements:
        assert client.get(path).status_code == 200
    asked = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(asked) <= most, asked


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/public/petition/", "/petition/"),
        ("/public/%E6%9F%A5", "/%E6%9F%A5"),
        ("/public/a%3Fb", "/a%3Fb"),
        ("/public/%2F/evil.example", "/evil.example"),
        ("/public/%2Fevil.example", "/evil.example"),
        ("/public/%09/evil.example/petition/", None),
        ("/public/%0a/evil.example", None),
        ("/public/%0d%0aSet-Cookie:x=1", None),
        ("/public/%5Cevil.example", None),
        ("/public/%00", None),
    ],
)
def test_addresses_of_before_lead_to_pages_here_only(
    app: Flask, path: str, leads_to: str | None
) -> None:
    answer = app.test_client().get(path)
    while answer.status_code == 308:  # Slashes that follow each other are merged first.
        assert answer.location.startswith("http://localhost/public/")
        answer = app.test_client().get(answer.location)
    if leads_to is None:
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer.location) == (301, leads_to)
