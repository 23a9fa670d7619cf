"""A call is registered without a mouse: from the telephone field to the next call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from caseflow.core.cases.models import CaseCategory
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.browser.sweep import DESK, signed_in
from tests.cast import make_cast
from tests.factories import open_case

CALLER, NUMBER = "陈小河", "13812345678"


@pytest.fixture
def office(app: Flask) -> Flask:
    """Everybody, and an earlier petition of the caller."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        with clock.pretend(clock.now() - timedelta(days=9)):
            open_case(subject="餐馆油烟扰民", person=Person(name=CALLER, phone=NUMBER))
    return app


class Keys:
    """Somebody with a keyboard only."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def at(self) -> str:
        return str(self.page.evaluate("document.activeElement.name || ''"))

    def tab_to(self, name: str) -> None:
        """Press Tab until the field of that name has the focus."""
        passed = []
        while self.at != name:
            passed.append(self.at)
            assert len(passed) < 30, f"{name} is not reached by Tab: {passed}"
            self.page.keyboard.press("Tab")

    def type_into(self, name: str, words: str) -> None:
        self.tab_to(name)
        self.page.keyboard.type(words)


def registered(app: Flask) -> list[Any]:
    with app.app_context():
        return list(
            db.session.execute(
                select(
                    Petition.body, Petition.township_code, Petition.reply_way, Petition.case_id
                ).order_by(Petition.id)
            )
        )[1:]


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_calls_are_registered_by_keyboard_alone(
    office: Flask, live_server: str, browser: Browser
) -> None:
    context = signed_in(browser, live_server, "olga", DESK)
    page = context.new_page()
    page.goto(f"{live_server}/work")
    page.keyboard.press("n")
    page.wait_for_url("**/registration/**")
    keys = Keys(page)
    assert keys.at == "phone"

    page.keyboard.type(NUMBER)
    expect(page.locator("#caller-panel")).to_contain_text("餐馆油烟扰民")
    keys.type_into("name", CALLER)
    keys.type_into("body", "果园路工地凌晨两点打桩。")
    keys.tab_to("categories")
    page.keyboard.type("jssgzs")
    page.keyboard.press("Space")
    keys.type_into("address_text", "果园路工地")
    keys.type_into("township", "zz")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Control+Shift+Enter")

    [first] = registered(office)
    assert first.body == "果园路工地凌晨两点打桩。"
    assert first.township_code == "500233001", "忠州街道, by its initials"
    assert first.reply_way == "phone"
    with office.app_context():
        kinds = select(CaseCategory.category_code).where(CaseCategory.case_id == first.case_id)
        assert list(db.session.scalars(kinds)) == ["noise-construction"]
    assert keys.at == "phone", "ready for the next call"
    assert page.input_value("[name=phone]") == ""

    keys.type_into("body", "河里有死鱼。")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert len(registered(office)) == 1, "what is missing is asked for first"
    assert page.locator("[aria-invalid=true]").count()
    focused = page.evaluate(
        "document.activeElement.closest('.cf-field-wrong, .cf-errors') !== null"
    )
    assert focused or page.evaluate("document.activeElement !== document.body")
    assert page.input_value("[name=body]") == "河里有死鱼。"
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_throwing_a_page_away_takes_two_decisions(
    office: Flask, live_server: str, browser: Browser
) -> None:
    context = signed_in(browser, live_server, "olga", DESK)
    page = context.new_page()
    page.goto(f"{live_server}/desk/registration/")
    keys = Keys(page)
    keys.type_into("body", "打到一半的话。")
    away = page.get_by_role("button", name="确认丢弃")
    expect(away).to_be_hidden()
    page.locator("summary", has_text="丢弃本页").focus()
    page.keyboard.press("Enter")
    expect(away).to_be_visible()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value("[name=body]") == ""
    context.close()
