"""The call screen as an operator uses it: few keys, several calls at once, nothing ever lost."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition, RegistrationDraft
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.browser.sweep import DESK, look_at, signed_in
from tests.cast import make_cast, present_cast
from tests.factories import a_source, do, open_case
from tests.servers import CHROMIUM, CHROMIUM_OPTIONS

CALLER, NUMBER = "陈小河", "13812345678"
SITE = "忠县某建筑公司"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def office(app: Flask) -> Flask:
    """Everybody, and an earlier petition of the caller, in Farid's hands."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        with clock.pretend(clock.now() - timedelta(days=9)):
            opened = open_case(
                subject="餐馆油烟扰民",
                person=Person(name=CALLER, phone=NUMBER, address="果园路3号"),
                source_id=a_source(SITE).id,
            )
            for name in ("accept", "assign", "receipt"):
                do(opened.case, name)
    return app


class Keys:
    """A keyboard that counts what is pressed beside the text typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    @property
    def at(self) -> str:
        return str(self.page.evaluate("document.activeElement.name || ''"))


def picture(page: Page, name: str) -> None:
    """Keep a picture where CASEFLOW_LOOK says, for a person to look at."""
    folder = os.environ.get("CASEFLOW_LOOK")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def petitions(app: Flask) -> list[Any]:
    with app.app_context():
        rows = db.session.execute(
            select(Petition.body, Petition.township_code, Case.source_id, Petition.case_id)
            .join(Case, Case.id == Petition.case_id)
            .order_by(Petition.id)
        )
        return list(rows)


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session.query(RegistrationDraft).count()


def test_a_repeat_caller_is_registered_in_twelve_key_presses(
    office: Flask, live_server: str, browser: Browser
) -> None:
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/work")
    keys = Keys(page)
    keys.press("n")
    page.wait_for_url("**/registration/**")
    keys.type(NUMBER)
    expect(page.locator("#caller-panel")).to_contain_text("餐馆油烟扰民")
    keys.press("Enter")
    expect(page.locator("[name=body]")).to_be_focused()
    assert page.input_value("[name=name]") == CALLER
    keys.type("果园路工地凌晨两点打桩,夜间施工噪声无法入睡。")
    expect(page.locator("[data-alt-key='1']")).to_contain_text("建设施工噪声")
    keys.press("Alt+1")
    expect(page.locator("[name=categories][value=noise-construction]")).to_be_checked()
    keys.press("Alt+ArrowDown")
    assert keys.at == "address_text"
    keys.type("忠州街道果园路工地")
    expect(page.locator("[name=township]")).to_have_value("忠州街道")
    keys.press("Alt+ArrowDown")
    assert keys.at == "respondent"
    keys.type("jzgs")
    expect(page.locator("#source-list [role=option]").first).to_contain_text(SITE)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("#source-record")).to_contain_text("餐馆油烟扰民")
    expect(page.locator("#read-back")).to_contain_text(CALLER)
    picture(page, "call")
    with page.expect_navigation():
        keys.press("Control+Enter")
    assert keys.count <= 12
    made = petitions(office)[-1]
    assert made.body.startswith("果园路工地")
    assert made.township_code == "500233001"
    assert made.source_id is not None
    page.context.close()


def test_where_is_my_petition_is_answered_and_chased_without_leaving_the_call(
    office: Flask, live_server: str, browser: Browser
) -> None:
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/desk/registration/")
    keys = Keys(page)
    keys.type(NUMBER)
    panel = page.locator("#caller-panel")
    expect(panel).to_contain_text("方立德")
    expect(panel).to_contain_text("承诺")
    panel.locator("[data-chase] input[name=words]").focus()
    keys.type("问什么时候处理")
    keys.press("Enter")
    expect(panel.locator("[data-chase] [role=status]")).to_contain_text("已登记")
    assert page.input_value("[name=phone]") == NUMBER
    with office.app_context():
        event = db.session.scalars(select(CaseEvent).where(CaseEvent.act == "chase")).one()
        assert event.words == "问什么时候处理"
        told = db.session.scalars(
            select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "case_chased")
        )
        assert set(told) == {present_cast().farid.id}
    page.context.close()


def test_three_calls_are_open_at_once_and_each_keeps_its_words(
    office: Flask, live_server: str, browser: Browser
) -> None:
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/desk/registration/")
    keys = Keys(page)
    for number in (1, 2, 3):
        keys.type(f"1390000000{number}")
        page.locator("[name=body]").focus()
        keys.type(f"第{number}个来电说到一半")
        if number < 3:
            with page.expect_navigation():
                keys.press("Alt+n")
            expect(page.locator("[name=phone]")).to_be_focused()
    expect(page.locator("[data-call-tab]:not([data-call-new])")).to_have_count(3)
    seen = {page.input_value("[name=body]")}
    for _ in range(2):
        with page.expect_navigation():
            keys.press("Alt+PageDown")
        seen.add(page.input_value("[name=body]"))
    assert seen == {f"第{number}个来电说到一半" for number in (1, 2, 3)}
    assert kept(office) == 3
    picture(page, "three-calls")
    found = look_at(page, "zh-Hans", [])
    assert (found.serious, found.foreign, found.wider_by) == ([], [], 0)
    page.context.close()


def test_a_browser_killed_in_mid_sentence_loses_nothing(
    office: Flask, live_server: str, browser: Browser
) -> None:
    doomed = browser.browser_type.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
    page = signed_in(doomed, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/desk/registration/")
    page.keyboard.type(NUMBER)
    page.locator("[name=body]").focus()
    words = "果园路工地凌晨两点还在打桩,楼上住着老人,已经连续三天"
    page.keyboard.type(words, delay=60)
    page.wait_for_timeout(700)  # the speaker draws breath
    processes = doomed.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    [own] = [one["id"] for one in processes if one["type"] == "browser"]
    os.kill(own, signal.SIGKILL)

    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/work")
    page.get_by_role("link", name="果园路工地凌晨").click()
    assert page.input_value("[name=body]") == words
    assert page.input_value("[name=phone]") == NUMBER
    page.context.close()


def test_the_telephone_system_opens_the_call_and_its_recording_is_kept(
    office: Flask, live_server: str, browser: Browser
) -> None:
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    address = f"{live_server}/desk/call/?phone={NUMBER}&call_id=REC-20261128-7"
    page.goto(address)
    expect(page.locator("#caller-panel")).to_contain_text("餐馆油烟扰民")
    assert NUMBER not in page.url, "the number does not stay in the history of the browser"
    keys = Keys(page)
    keys.press("Enter")
    keys.type("工地扬尘。")
    expect(page.locator("#draft-status")).to_contain_text("已暂存")
    page.wait_for_timeout(700)
    page.goto(address)
    assert page.input_value("[name=body]") == "工地扬尘。"
    page.locator("[name=track][value=suggestion]").check()
    with page.expect_navigation():
        keys.press("Control+Enter")
    with office.app_context():
        latest = db.session.scalars(select(Petition).order_by(Petition.id.desc())).first()
        assert latest is not None
        assert latest.call_reference == "REC-20261128-7"
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("已登记")
    page.context.close()


def test_a_likely_duplicate_is_joined_by_one_key_and_can_be_left_again(
    office: Flask, live_server: str, browser: Browser
) -> None:
    with office.app_context():
        do(
            open_case(
                person=Person(name="王五", phone="13700000001"),
                body="果园路工地每天凌晨打桩,声音很大。",
                address_text="忠州街道果园路工地",
            ).case,
            "accept",
        )
        leading = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
        assert leading is not None
        number, leading_id = leading.number, leading.id
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/desk/registration/")
    keys = Keys(page)
    keys.type("13900000009")
    page.locator("[name=name]").fill("李山")
    page.locator("[name=body]").focus()
    keys.type("果园路工地凌晨还在打桩,声音很大,睡不着。")
    expect(page.locator("[data-alt-key='1']")).to_be_visible()
    keys.press("Alt+1")
    keys.press("Alt+ArrowDown")
    keys.type("忠州街道果园路工地")
    expect(page.locator("#duplicates-panel")).to_contain_text(number)
    keys.press("Alt+j")
    expect(page.locator("#joins-note")).to_contain_text(number)
    keys.press("Alt+j")
    expect(page.locator("#joins-note")).to_be_hidden()
    keys.press("Alt+j")
    picture(page, "duplicate")
    with page.expect_navigation():
        keys.press("Control+Enter")
    with office.app_context():
        newest = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
        assert newest is not None
        assert (newest.state, newest.leading_case_id) == ("merged", leading_id)
    page.context.close()


def test_one_key_calls_the_supervisor_to_an_emergency_once(
    office: Flask, live_server: str, browser: Browser
) -> None:
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/desk/registration/")
    page.locator("[name=body]").focus()
    keys = Keys(page)
    keys.press("Alt+e")
    expect(page.locator("#emergency-status")).to_contain_text("苏领导")
    expect(page.locator("[name=emergency]")).to_be_focused()
    expect(page.locator("[name=is_urgent]")).to_be_checked()
    keys.press("ArrowDown")
    expect(page.locator("[name=emergency]")).to_have_value("hazardous")
    page.wait_for_timeout(300)
    with office.app_context():
        told = list(
            db.session.scalars(
                select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "emergency_call")
            )
        )
        assert set(told) == {present_cast().sunil.id}
    page.context.close()


def test_the_key_takes_the_danger_that_the_words_suggest_and_none_takes_all_of_it_back(
    office: Flask, live_server: str, browser: Browser
) -> None:
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/desk/registration/")
    page.locator("[name=body]").fill("河里漂着大量死鱼。")
    expect(page.locator("[data-triage-emergency]")).to_be_visible()
    keys = Keys(page)
    keys.press("Alt+e")
    expect(page.locator("[name=emergency]")).to_have_value("dead-fish")
    expect(page.locator("#emergency-status")).to_contain_text("苏领导")
    expect(page.locator("[name=is_urgent]")).to_be_checked()
    page.locator("[name=emergency]").select_option("")
    expect(page.locator("#emergency-status")).to_contain_text("已撤回")
    expect(page.locator("[name=is_urgent]")).not_to_be_checked()
    page.locator("[name=is_urgent]").check()
    keys.press("Alt+e")
    expect(page.locator("#emergency-status")).not_to_contain_text("已撤回")
    page.locator("[name=emergency]").select_option("")
    expect(page.locator("#emergency-status")).to_contain_text("已撤回")
    expect(page.locator("[name=is_urgent]")).to_be_checked()
    with office.app_context():
        told = select(OutboxMessage.kind).where(OutboxMessage.channel == "in_app")
        kinds = list(db.session.scalars(told.order_by(OutboxMessage.id)))[-4:]
        assert kinds == ["emergency_call", "emergency_over"] * 2
    page.context.close()


def test_calls_are_handed_over_at_the_end_of_the_shift(
    office: Flask, live_server: str, browser: Browser
) -> None:
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.goto(f"{live_server}/desk/registration/")
    page.locator("[name=body]").fill("没说完的话")
    expect(page.locator("#draft-status")).to_contain_text("已暂存")
    page.goto(f"{live_server}/work")
    page.get_by_label("交班").select_option(label="董调度")
    page.get_by_role("button", name="移交").click()
    expect(page.locator("body")).to_contain_text("已移交1个")
    page.context.close()
    page = signed_in(browser, live_server, "dong", DESK).new_page()
    page.goto(f"{live_server}/work")
    page.get_by_role("link", name="没说完的话").click()
    assert page.input_value("[name=body]") == "没说完的话"
    page.context.close()
