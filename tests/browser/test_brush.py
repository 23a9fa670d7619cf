"""Covering a picture in a real browser: with the pointer, by touch, and without JavaScript."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication.actions.pictures import choose_picture
from caseflow.public.publication.models import PublicationPicture
from tests.browser.sweep import DESK, signed_in, watched
from tests.cast import csrf_token_in, make_cast, present_cast
from tests.factories import case_in
from tests.publications import a_photograph, all_decided, begun

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def path(app: Flask) -> str:
    """The brush page of a picture on which nothing is covered."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        case = case_in("closed")
        photograph = a_photograph(case)
        row = all_decided(begun("summary", case_ids=(case.id,)))
        with unit_of_work():
            picture = choose_picture(
                row, present_cast().pia, version=row.version,
                evidence_id=photograph.id, caption="整改后的现场",
            )  # fmt: skip
        return f"/desk/publications/{row.id}/pictures/{picture.id}"


def shot(page: Page, name: str) -> None:
    """Keep a picture where CASEFLOW_LOOK says, for a person to look at."""
    if folder := os.environ.get("CASEFLOW_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def regions(app: Flask) -> list[list[float]]:
    with app.app_context():
        return db.session.scalars(select(PublicationPicture.regions)).one()


def draw(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a rectangle over the picture between two points, given in parts of it."""
    box = page.locator(".cf-brush").bounding_box()
    assert box is not None
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=5)
    page.mouse.up()


def test_rectangles_are_drawn_taken_away_and_saved(
    app: Flask, browser: Browser, live_server: str, path: str
) -> None:
    page, said = watched(signed_in(browser, live_server, "pia", DESK))
    page.goto(f"{live_server}{path}")
    expect(page.locator(".cf-brush img")).to_have_js_property("complete", True)
    draw(page, (0.1, 0.2), (0.4, 0.6))
    draw(page, (0.8, 0.8), (0.6, 0.5))
    expect(page.locator(".cf-brush-region")).to_have_count(2)
    shot(page, "brush-drawn")
    page.locator(".cf-brush-region").nth(1).click()
    expect(page.locator(".cf-brush-region")).to_have_count(1)
    page.locator(".cf-brush-region").focus()
    assert "1" in (page.locator(".cf-brush-region").get_attribute("aria-label") or "")
    page.check("#is_covered")
    page.locator("form:has(#regions) button[type=submit]").first.click()
    page.wait_for_url("**/desk/publications/*")
    shot(page, "brush-saved")
    (found,) = regions(app)
    for side, wanted in zip(found, (0.1, 0.2, 0.3, 0.4), strict=True):
        assert side == pytest.approx(wanted, abs=0.02)
    assert said == []


def test_a_press_without_drawing_covers_nothing(
    browser: Browser, live_server: str, path: str
) -> None:
    page, _said = watched(signed_in(browser, live_server, "pia", DESK))
    page.goto(f"{live_server}{path}")
    draw(page, (0.5, 0.5), (0.5, 0.5))
    expect(page.locator(".cf-brush-region")).to_have_count(0)
    assert page.input_value("#regions") == ""


def test_numbers_are_typed_where_there_is_no_script(
    app: Flask, browser: Browser, live_server: str, path: str
) -> None:
    signed = signed_in(browser, live_server, "pia", DESK)
    context = browser.new_context(java_script_enabled=False, storage_state=signed.storage_state())
    page = context.new_page()
    page.goto(f"{live_server}{path}")
    assert csrf_token_in(page.content())
    page.fill("#regions", "0 0 50 100")
    page.check("#is_covered")
    page.locator("form:has(#regions) button[type=submit]").first.click()
    assert regions(app) == [[0.0, 0.0, 0.5, 1.0]]
    context.close()
