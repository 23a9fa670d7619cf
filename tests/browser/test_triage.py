"""Suggestions by keyboard in a real browser: shown while typing, taken by one key, never alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from caseflow.desk.triage.models import TriageOutcome
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.browser.sweep import DESK, look_at, signed_in
from tests.cast import make_cast
from tests.factories import case_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def case_id(app: Flask) -> int:
    with app.app_context():
        with unit_of_work():
            make_cast()
        return case_in("accepted").id


@pytest.fixture
def olga(case_id: int, browser: Browser, live_server: str) -> Iterator[Page]:
    context = signed_in(browser, live_server, "olga", DESK)
    page = context.new_page()
    page.goto(f"{live_server}/desk/registration/")
    yield page
    context.close()


def ticked(page: Page) -> list[str]:
    boxes = page.locator("input[name=categories]:checked")
    return [str(value) for value in boxes.evaluate_all("all => all.map(one => one.value)")]


def test_a_category_is_taken_by_its_key_and_given_back_by_it(olga: Page, app: Flask) -> None:
    olga.locator("#body").focus()
    olga.keyboard.type("工地凌晨还在打桩,油罐车侧翻泄漏")
    first = olga.locator("[data-triage-code]").first
    expect(first).to_contain_text("打桩")
    assert ticked(olga) == [], "nothing is chosen by itself"
    assert not olga.locator("#is_urgent").is_checked()
    olga.keyboard.press("Alt+Digit1")
    assert ticked(olga) == ["noise-construction"]
    expect(olga.locator("#body")).to_be_focused()
    olga.keyboard.press("Alt+Digit1")
    assert ticked(olga) == []
    olga.keyboard.press("Alt+Digit1")
    olga.keyboard.press("Alt+Digit9")
    assert olga.locator("#is_urgent").is_checked()
    expect(olga.locator("[data-triage-code]").first).to_have_attribute("aria-pressed", "true")
    assert look_at(olga, "zh_Hans_CN", []).faults == []
    olga.locator("#phone").fill("13812345678")
    olga.locator("#name").fill("陈小河")
    olga.locator("#address_text").fill("忠州街道果园路3号")
    olga.keyboard.press("Control+Enter")
    olga.wait_for_url("**/done/*")
    with app.app_context():
        outcome = db.session.scalars(select(TriageOutcome)).one()
        assert outcome.is_first_taken


def test_nothing_moves_when_suggestions_come_or_go(olga: Page) -> None:
    places = ["[data-chips]", "[name=track] >> nth=0", "#address_text"]

    def tops() -> list[float]:
        boxes = [olga.locator(place).bounding_box() for place in places]
        return [box["y"] for box in boxes if box]

    olga.locator("#body").focus()
    before = tops()
    olga.keyboard.type("工地凌晨还在打桩,油罐车侧翻泄漏,忠州街道果园路口")
    expect(olga.locator("[data-triage-emergency]")).to_be_visible()
    expect(olga.locator("[data-triage-code]").first).to_be_visible()
    assert tops() == before
    olga.locator("#body").fill("")
    expect(olga.locator("[data-triage-code]")).to_have_count(0)
    assert tops() == before


def test_the_likely_unit_of_a_case_is_chosen_by_its_key(
    case_id: int, browser: Browser, live_server: str
) -> None:
    context = signed_in(browser, live_server, "dong", DESK)
    page = context.new_page()
    page.goto(f"{live_server}/cases/{case_id}/assign")
    unit = page.locator("#unit_id")
    expect(unit).to_have_value("")
    page.keyboard.press("Alt+Digit1")
    expect(unit).to_have_value("县住房城乡建委")
    assert look_at(page, "zh_Hans_CN", []).faults == []
    context.close()


@pytest.mark.parametrize("path", ["dispatch/", "dispatch/new", "dispatch/1", "triage/models"])
def test_the_administrators_pages_have_no_fault_in_either_language(
    case_id: int, browser: Browser, live_server: str, path: str
) -> None:
    for language in ("zh_Hans_CN", "en"):
        context = signed_in(browser, live_server, "adam", DESK)
        cookie = {"name": "caseflow_language", "value": language, "url": live_server}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{live_server}/desk/{path}")
        assert look_at(page, language, []).faults == []
        context.close()
