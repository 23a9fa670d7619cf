"""A picture of a case opened in a real browser: shown in a window of its own, and recorded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from caseflow.core.evidence.models import CustodyEntry
from caseflow.ground.extensions import db
from tests.browser.everything import Everything, make
from tests.browser.sweep import DESK, TABLET, look_at, signed_in, watched

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def made(app: Flask) -> Everything:
    with app.app_context():
        return make()


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        wanted = select(CustodyEntry.act, CustodyEntry.place).order_by(CustodyEntry.id)
        return [(row.act, row.place) for row in db.session.execute(wanted)]


def picture(page: Page, name: str) -> None:
    """Keep a picture where CASEFLOW_LOOK says, for a person to look at."""
    if folder := os.environ.get("CASEFLOW_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_picture_is_looked_at_and_a_copy_saved(
    app: Flask, browser: Browser, live_server: str, made: Everything
) -> None:
    case_id = made.cases["investigating"]
    context = signed_in(browser, live_server, "farid", DESK)
    page, said = watched(context)
    page.goto(f"{live_server}/cases/{case_id}")
    picture(page, "case-evidence")
    with context.expect_page() as shown:
        page.locator("button.cf-picture").click()
    window = shown.value
    expect(window.locator("img")).to_have_js_property("complete", True)
    assert window.evaluate("document.querySelector('img').naturalWidth") > 0
    window.close()
    page.locator("a.cf-picture-more").click()
    page.fill("#reason", "移送检察院")
    with page.expect_download() as saved:
        page.click("form:has(#reason) button[type=submit]")
    assert saved.value.suggested_filename == "现场.jpg"
    page.reload()
    expect(page.locator("main tbody tr")).to_have_count(2)
    picture(page, "evidence")
    assert look_at(page, "zh_Hans_CN", said).faults == []
    assert acts(app) == [("look", "desk"), ("copy", "file")]
    context.close()


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_the_tablet_shows_both_ways_large_enough(
    browser: Browser, live_server: str, made: Everything, language: str
) -> None:
    context = signed_in(browser, live_server, "farid", TABLET)
    cookie = {"name": "caseflow_language", "value": language, "url": live_server}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page, said = watched(context)
    case_id = made.cases["investigating"]
    page.goto(f"{live_server}/field/cases/{case_id}")
    for way in ("button.cf-picture", "a.cf-picture-more"):
        box = page.locator(way).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert look_at(page, language, said).faults == []
    picture(page, f"tablet-{language}")
    page.goto(f"{live_server}/cases/{case_id}/evidence/{made.evidence_id}")
    assert look_at(page, language, said).faults == []
    context.close()
