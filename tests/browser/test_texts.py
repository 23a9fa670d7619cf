"""Canned texts, answers and single keys with a keyboard only, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.core.texts.rules import day_in_text
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.browser.sweep import DESK, signed_in, watched
from tests.cast import make_cast, present_cast
from tests.factories import case_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context(), unit_of_work():
        make_cast()
    return app


@pytest.fixture
def desk(office: Flask, live_server: str, browser: Browser) -> Iterator[Page]:
    """The registration page as Olga opens it; nothing may go wrong in its scripts."""
    context = signed_in(browser, live_server, "olga", DESK)
    page, said = watched(context)
    page.goto(f"{live_server}/desk/registration/")
    yield page
    context.close()
    assert said == []


def shown(page: Page, field: str) -> list[str]:
    page.wait_for_selector(f"#{field}-texts:not([hidden]) [role=option]")
    return [
        str(words) for words in page.locator(f"#{field}-texts .cf-option-label").all_inner_texts()
    ]


def value(page: Page, field: str) -> str:
    return page.input_value(f"#{field}")


def active_option(page: Page) -> str:
    """Return the words of the option that a screen reader is told to be at."""
    return str(
        page.evaluate(
            "document.getElementById(document.activeElement"
            ".getAttribute('aria-activedescendant') || '')?.textContent || ''"
        )
    )


def test_a_text_is_inserted_by_initials_and_what_was_typed_stays(desk: Page) -> None:
    desk.focus("#respondent")
    desk.keyboard.type("果园路工地")
    desk.keyboard.press("Escape")
    desk.focus("#body")
    desk.keyboard.type("先说的。后说的。")
    for _step in range(4):
        desk.keyboard.press("ArrowLeft")
    desk.keyboard.type("::")
    assert len(shown(desk, "body")) >= 5
    desk.keyboard.type("yjsg")
    expect(desk.locator("#body-texts [role=option]")).to_have_count(1)
    assert "夜间施工：登记要点" in active_option(desk)
    desk.keyboard.press("Enter")

    expect(desk.locator("#body-texts")).to_be_hidden()
    words = value(desk, "body")
    assert words.startswith("先说的。来电人反映：")
    assert words.endswith("后说的。")
    assert "::" not in words
    assert "果园路工地工地夜间施工" in words, "who is complained of, from the page"
    marked = desk.evaluate(
        "(() => { const f = document.activeElement;"
        " return f.value.slice(f.selectionStart, f.selectionEnd); })()"
    )
    assert marked.startswith("[请填写"), (
        "the first place to fill in is selected: typing replaces it"
    )

    desk.keyboard.press("Control+z")
    assert value(desk, "body") == "先说的。::yjsg后说的。", "as typed, to the letter"
    desk.keyboard.press("Control+y")
    assert value(desk, "body") == words


def test_tab_goes_from_blank_to_blank_and_then_on(desk: Page) -> None:
    desk.focus("#body")
    desk.keyboard.type("::yjsg")
    expect(desk.locator("#body-texts [role=option]")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("#body-texts")).to_be_hidden()
    blanks = value(desk, "body").count("[请填写")
    assert blanks >= 2
    for number in range(blanks):
        desk.keyboard.type(f"第{number}处")
        desk.keyboard.press("Tab")
    words = value(desk, "body")
    assert "[请填写" not in words
    assert all(f"第{number}处" in words for number in range(blanks))
    assert desk.evaluate("document.activeElement.id") == "request"


def test_arrows_choose_escape_closes_and_chinese_colons_open(desk: Page) -> None:
    desk.focus("#body")
    desk.keyboard.type("话：：")
    first = shown(desk, "body")[0]
    assert first in active_option(desk)
    desk.keyboard.press("ArrowDown")
    second = active_option(desk)
    assert first not in second
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowUp")
    assert shown(desk, "body")[-1] in active_option(desk), "round the end"
    desk.keyboard.press("Escape")
    expect(desk.locator("#body-texts")).to_be_hidden()
    assert value(desk, "body") == "话：："
    assert active_option(desk) == ""
    desk.keyboard.type(" 十点::没有这样的")
    expect(desk.locator("#body-texts")).to_be_hidden()
    desk.keyboard.press("Enter")
    assert value(desk, "body") == "话：： 十点::没有这样的\n", "Enter is a new line again"


def test_a_text_that_has_no_room_is_not_cut(desk: Page) -> None:
    desk.evaluate("document.getElementById('request').maxLength = 12")
    desk.focus("#request")
    desk.keyboard.type("请::bm")
    shown(desk, "request")
    desk.keyboard.press("Enter")
    assert value(desk, "request") == "请::bm"
    expect(desk.locator("#announcer")).to_have_text("放不下这段文字。")


def test_marked_words_are_held_back_until_they_are_filled_in(office: Flask, desk: Page) -> None:
    desk.focus("#body")
    desk.keyboard.type("::yy")
    shown(desk, "body")
    desk.keyboard.press("Enter")
    with desk.expect_navigation():
        desk.keyboard.press("Control+Enter")
    assert "请填写或删去标记的内容" in desk.inner_text(".cf-error-summary")
    with office.app_context():
        assert db.session.scalars(select(Petition.id)).all() == []


def test_a_notice_knows_the_number_the_day_and_the_unit(
    office: Flask, live_server: str, browser: Browser
) -> None:
    with office.app_context():
        case = case_in("assigned")
        path = f"/cases/{case.id}/extend"
        row = db.session.execute(
            select(Petition.number, Petition.promised_on).where(Petition.case_id == case.id)
        ).one()
        clock_words = day_in_text(row.promised_on)
    context = signed_in(browser, live_server, "sunil", DESK)
    page = context.new_page()
    page.goto(live_server + path)
    page.focus("#notice_words")
    page.keyboard.type("::slgz")
    shown(page, "notice_words")
    page.keyboard.press("Enter")
    words = page.input_value("#notice_words")
    assert row.number in words
    assert clock_words in words
    assert "执法一大队" in words
    assert day_in_text(clock.today()) in words
    assert "[请填写" not in words
    context.close()


def test_an_answer_is_taken_for_a_consultation_and_words_stay(office: Flask, desk: Page) -> None:
    panel = desk.locator("#knowledge-panel")
    expect(panel).to_be_hidden()
    desk.focus("#body")
    desk.keyboard.type("工地晚上能不能施工，要什么证明？")
    desk.check("input[name=track][value=consultation]")
    expect(panel).to_be_visible()
    first = panel.locator("[data-take-answer]").first
    expect(panel.locator("h3").first).to_contain_text("施工")
    if not desk.locator("#reply_words").is_visible():
        desk.locator("details:has(#reply_words) summary").focus()
        desk.keyboard.press("Enter")
    desk.focus("#reply_words")
    desk.keyboard.type("您好。")
    spoken = str(first.get_attribute("data-take-answer"))
    desk.keyboard.press("Control+Alt+Digit1")
    assert value(desk, "reply_words") == f"您好。\n{spoken}"
    desk.keyboard.press("Control+z")
    assert value(desk, "reply_words") == "您好。"
    desk.keyboard.press("Control+Alt+Digit1")

    desk.focus("#knowledge-search")
    desk.keyboard.type("gcw")
    expect(panel.locator("h3").first).to_contain_text("广场舞")
    desk.fill("#knowledge-search", "")
    desk.focus("#phone")
    desk.keyboard.type("13812345678")
    desk.keyboard.press("Tab")
    desk.keyboard.type("陈小河")
    with desk.expect_navigation():
        desk.keyboard.press("Control+Alt+Enter")
    assert not desk.locator(".cf-error-summary").count(), desk.inner_text("main")[:300]
    with office.app_context():
        [words] = db.session.scalars(select(Reply.words)).all()
        assert words.replace("\r\n", "\n") == f"您好。\n{spoken}"
        assert "第五百七十二条" in words or "第一千一百八十五条" in words


def test_the_knowledge_base_finds_while_one_types(desk: Page, live_server: str) -> None:
    desk.goto(f"{live_server}/desk/knowledge/")
    desk.focus("#knowledge-q")
    desk.keyboard.type("yanghua")
    expect(desk.locator("#knowledge-found")).to_contain_text("没有与这些词相符的答复")
    desk.fill("#knowledge-q", "")
    desk.keyboard.type("jiegan")
    expect(desk.locator("#knowledge-found h2").first).to_contain_text("秸秆")
    assert desk.url.endswith("?q=jiegan"), "the address can be passed on"


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.name || document.activeElement.id")


def test_n_opens_a_registration_from_any_page_of_the_desk(desk: Page, live_server: str) -> None:
    for path in ("/", "/cases/", "/desk/texts/", "/desk/knowledge/1", "/account"):
        desk.goto(live_server + path)
        desk.keyboard.press("n")
        desk.wait_for_url("**/desk/registration/**")
        assert focused(desk) == "phone"


def test_single_keys_never_fire_in_a_field_or_with_another_key(
    desk: Page, live_server: str
) -> None:
    here = desk.url
    for selector in ("#body", "#request", "input[name=track][value=report]", "#reply_way",
                     "#is_urgent", "input[name=categories]"):  # fmt: skip
        desk.focus(selector)
        desk.keyboard.press("n")
        desk.keyboard.press("?")
        assert not desk.is_visible("#keys-dialog"), selector
    assert value(desk, "body") == "n?"
    assert desk.evaluate("window.location.href") == here
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("Alt+n")
    desk.keyboard.press("Control+Shift+n")
    assert desk.url == here


def test_the_list_shows_this_pages_keys_and_the_choice_holds_on_every_machine(
    office: Flask, desk: Page, live_server: str, browser: Browser
) -> None:
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("?")
    keys = desk.locator("tbody[data-keys]")
    expect(keys).to_contain_text("::")
    expect(keys).to_contain_text("Ctrl+Enter")
    box = desk.locator("[data-keys-switch]")
    assert box.is_checked()
    box.focus()
    desk.keyboard.press("Space")
    expect(desk.locator("[data-keys-said]")).to_contain_text("不再起作用")
    desk.keyboard.press("Escape")
    for machine in (desk, signed_in(browser, live_server, "olga", DESK).new_page()):
        machine.goto(f"{live_server}/work")
        machine.keyboard.press("n")
        machine.keyboard.press("?")
        machine.wait_for_timeout(300)
        assert machine.url.rstrip("/") == f"{live_server}/work"
        assert not machine.is_visible("#keys-dialog")
    with office.app_context():
        assert present_cast().olga.uses_single_keys is False
        assert present_cast().dong.uses_single_keys is True

    desk.goto(f"{live_server}/account")
    desk.check("#single-keys")
    desk.locator("form:has(#single-keys) button").focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("n")
    desk.wait_for_url("**/desk/registration/**")
