"""The bundle behind a plain file server: the page tests of the application, and a browser."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Response

from caseflow.public.outlets.site.writing import write_site
from tests.browser.sweep import PHONE, look_at, watched
from tests.published import ADDRESSES, GONE_ADDRESSES, faults_of, links_of, make_site
from tests.sites import served

FRIDAY = datetime(2026, 11, 20, 3, tzinfo=UTC)
MOST_BYTES = 100_000
"""Of a page with all that it asks for."""

pytestmark = [
    pytest.mark.built(by=make_site),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def site(app: Flask, tmp_path: Path) -> Iterator[str]:
    """The address of a file server over a bundle."""
    with time_machine.travel(FRIDAY, tick=False), app.app_context():
        write_site(str(tmp_path / "public"))
    yield from served(tmp_path / "public")


def got(address: str) -> tuple[int, str, bytes]:
    """Return status, media type and body of an address."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", b""


def test_every_page_of_the_bundle_is_whole_and_no_link_leads_to_a_missing_file(site: str) -> None:
    seen, waiting, faults = set[str](), {"/", "/404.html", "/robots.txt", "/sitemap.xml"}, []
    while waiting:
        path = waiting.pop()
        seen.add(path)
        status, media_type, content = got(site + path)
        if status != 200:
            faults.append(f"{path}: {status}")
        elif media_type.startswith("text/html"):
            page = content.decode()
            faults += [f"{path}: {fault}" for fault in faults_of(page)]
            faults += [f"{path}: a listing"] if "Directory listing" in page else []
            waiting |= links_of(page) - seen
    assert faults == []
    assert set(ADDRESSES) | set(GONE_ADDRESSES) <= seen | {"/results/kind/"}
    assert {"/feed.atom", "/feed.json", "/results/2026-2/1.jpg"} <= seen


def test_a_tombstone_says_itself_that_it_is_one(site: str) -> None:
    for path in GONE_ADDRESSES:
        status, _type, content = got(site + path)
        assert status == 200
        assert b'name="robots" content="noindex"' in content
    assert got(f"{site}/results/2026-6/1.jpg")[0] == 404


def test_without_an_address_of_the_office_the_start_names_the_telephone(site: str) -> None:
    page = got(f"{site}/")[2].decode()
    assert "tel:12345" in page
    assert "/lookup" not in page


def test_with_one_it_leads_to_the_office(make_app: object, tmp_path: Path) -> None:
    app: Flask = make_app(CASEFLOW_PUBLIC_URL="https://hb.example.cn")  # type: ignore[operator]
    with app.app_context():
        write_site(str(tmp_path / "public"))
    page = (tmp_path / "public/current/index.html").read_text("utf-8")
    assert 'href="https://hb.example.cn/"' in page
    assert 'href="https://hb.example.cn/lookup"' in page


@pytest.mark.browser
def test_pages_are_light_and_faultless_on_a_telephone(site: str, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, reduced_motion="reduce")
    page, said = watched(context)
    faults, sizes = [], {}
    for path in ("/", *ADDRESSES, *GONE_ADDRESSES):
        answers: list[Response] = []
        note = lambda one, answers=answers: answers.append(one)  # noqa: E731 -- taken off below
        page.on("response", note)
        page.goto(site + path, wait_until="networkidle")
        page.remove_listener("response", note)
        sizes[path] = sum(len(one.body()) for one in answers if one.status == 200)
        look = look_at(page, "zh_Hans_CN", said)
        faults += [f"{path}: {fault}" for fault in look.faults]
    context.close()
    assert faults == []
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
