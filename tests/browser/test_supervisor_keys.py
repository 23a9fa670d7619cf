"""A supervisor works the late list off without a mouse: open, act, back, the rest together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.browser.sweep import DESK, TABLET, signed_in
from tests.cast import make_cast
from tests.factories import case_in

LATE = ("awaiting_sign_off", "assigned", "investigating", "assigned")


@pytest.fixture
def office(app: Flask) -> Flask:
    """Everybody, four late cases, the one to be signed off first, and one in time."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        for back, state in zip((200, 190, 180, 170), LATE, strict=True):
            with clock.pretend(clock.now() - timedelta(days=back)):
                case_in(state, subject=f"逾期{back}天的投诉")
        case_in("assigned")
    return app


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at_row(page: Page) -> str:
    """Return the title of the row that has the focus."""
    return str(page.evaluate("document.activeElement.closest('[data-case]')?.querySelector"
                             "('[data-row-link]').textContent.trim() || ''"))  # fmt: skip


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def late_left(app: Flask) -> int:
    """Return how many late cases nobody has acted on today."""
    with app.app_context():
        touched = select(CaseEvent.case_id).where(CaseEvent.act.in_(["sign_off", "remind"]))
        late = Case.title.like("逾期%")
        wanted = select(func.count()).select_from(Case).where(late, Case.id.not_in(touched))
        return db.session.scalar(wanted) or 0


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_from_the_digests_link_to_the_last_late_case_by_keyboard_alone(
    office: Flask, live_server: str, browser: Browser
) -> None:
    context = signed_in(browser, live_server, "sunil", DESK)
    page = context.new_page()
    page.goto(f"{live_server}/supervision/?list=late")
    expect(page.locator("[data-case]")).to_have_count(4)

    press(page, "j", "j")
    assert at_row(page) == "逾期190天的投诉"
    press(page, "k")
    assert at_row(page) == "逾期200天的投诉"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    with page.expect_navigation():
        press(page, "o")
    tab_to(page, "a.btn-primary[href$='/sign_off']")
    with page.expect_navigation():
        press(page, "Enter")
    tab_to(page, "main form button[type=submit]")
    with page.expect_navigation():
        press(page, "Enter")
    assert late_left(office) == 3

    with page.expect_navigation():
        press(page, "u")
    page.wait_for_url("**/supervision/?list=late")
    assert at_row(page), "the place in the list is kept"
    held = page.locator("[data-case]").count()
    press(page, "k", "k", "k", "k", "x")
    expect(page.locator("[data-list-count]")).to_contain_text("1")
    press(page, *["j"] * held, "Shift+X")
    expect(page.locator("[data-list] input[name=case]:checked")).to_have_count(held)
    press(page, "*")
    expect(page.locator("[data-list] input[name=case]:checked")).to_have_count(0)
    press(page, "*")
    expect(page.locator("[data-list] input[name=case]:checked")).to_have_count(held)

    for _ in range(80):
        press(page, "Shift+Tab")
        if page.evaluate("document.activeElement.matches('button[name=act][value=remind]')"):
            break
    with page.expect_navigation():
        press(page, "Enter")
    tab_to(page, "textarea[name=words]")
    page.keyboard.type("请于今日内办理。")
    tab_to(page, "main form button[type=submit]")
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.locator("[data-state=done]")).to_be_visible()
    assert late_left(office) == 0, "the last late case is dealt with"
    with page.expect_navigation():
        press(page, "u")
    page.wait_for_url("**/supervision/?list=late")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_single_keys_do_nothing_for_those_who_switched_them_off(
    office: Flask, live_server: str, browser: Browser
) -> None:
    context = signed_in(browser, live_server, "sunil", DESK)
    page = context.new_page()
    page.goto(f"{live_server}/supervision/?list=late")
    press(page, "?")
    page.uncheck("[data-keys-switch]")
    expect(page.locator("[data-keys-said]")).to_contain_text("已")
    page.goto(f"{live_server}/supervision/?list=late")
    press(page, "*", "j", "x")
    assert page.locator("[data-list] input[name=case]:checked").count() == 0
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_list_says_what_came_in_and_never_jumps_by_itself(
    office: Flask, live_server: str, browser: Browser
) -> None:
    context = signed_in(browser, live_server, "sunil", TABLET)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{live_server}/supervision/?list=receipt")
    before = page.locator("[data-case]").count()
    with office.app_context():
        case_in("assigned")
    page.clock.run_for(31_000)
    bar = page.locator("[data-list-news] a")
    expect(bar).to_be_visible()
    expect(bar).to_contain_text("1")
    assert page.locator("[data-case]").count() == before
    bar.click()
    expect(page.locator("[data-case]")).to_have_count(before + 1)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_lists_work_without_javascript_as_plain_forms(
    office: Flask, live_server: str, browser: Browser
) -> None:
    cookies = signed_in(browser, live_server, "sunil", DESK)
    state = cookies.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{live_server}/supervision/?list=late")
    page.select_option("#list-scope", "all")
    page.click("button[name=act][value=raise]")
    page.fill("textarea[name=reason]", "领导批示。")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[data-state=done]")).to_be_visible()
    page.click(".cf-undo button")
    expect(page.locator("[data-state=done]")).to_be_visible()
    with office.app_context():
        assert db.session.scalar(select(func.count()).where(Case.is_urgent)) == 0
    context.close()
    cookies.close()
