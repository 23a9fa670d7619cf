"""A resident on a telephone: files a petition with a picture, follows it, rates it “not solved”.

With scripts and without. Every page is a picture in var/screenshots, to be looked at, and is looked
at by axe where scripts run. Real web server, worker and browser.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import Evidence
from caseflow.core.replies.models import UnsolvedReport
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.rules import LEAST_SECONDS
from tests import forks, servers
from tests.browser.sweep import PHONE, look_at
from tests.cast import make_cast
from tests.factories import WAYS, do
from tests.resident import ADDRESS, BODY, NAME, STEPS, photograph
from tests.resident import PHONE as TELEPHONE

PICTURES = Path(__file__).parents[2] / "var/screenshots"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context(), unit_of_work():
        make_cast()
    return app


@pytest.fixture
def worker(office: Flask, environment: dict[str, str], tmp_path: Path) -> Iterator[None]:
    """A real worker over all queues."""
    env = servers.environment(tmp_path / "home", **environment)
    process = forks.forked(env, signal.SIGKILL, forks.worker)
    yield
    forks.stop(process, signal.SIGKILL)


@dataclass
class Telephone:
    """The page on a telephone, and what is taken of it."""

    page: Page
    name: str
    has_scripts: bool
    said: list[str]
    count: int = 0

    def look(self, title: str) -> None:
        """Take a picture, and see that nothing is wrong with the page."""
        self.count += 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_load_state("load")
        path = PICTURES / f"{self.name}-{self.count:02d}-{title}.png"
        self.page.screenshot(path=path, full_page=True)
        if self.has_scripts:
            assert look_at(self.page, "zh_Hans_CN", self.said).faults == [], title

    def press(self, what: str) -> None:
        """Touch it and wait for the page after it."""
        with self.page.expect_navigation():
            self.page.locator(what).first.tap()


@pytest.fixture(params=["scripts", "no-scripts"])
def telephone(
    request: pytest.FixtureRequest, browser: Browser, live_server: str
) -> Iterator[Telephone]:
    has_scripts = request.param == "scripts"
    context = browser.new_context(
        base_url=live_server,
        locale="zh-CN",
        viewport=PHONE,
        has_touch=True,
        reduced_motion="reduce",
        java_script_enabled=has_scripts,
        geolocation={"longitude": 108.03941, "latitude": 30.30021},
        permissions=["geolocation"],
    )
    said: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    yield Telephone(page, f"resident-{request.param}", has_scripts, said)
    context.close()


def fill_in(telephone: Telephone, picture: Path) -> None:
    """Go through the steps, with a fault on the way, up to the check page."""
    page = telephone.page
    page.goto("/")
    telephone.look("home")
    telephone.press("a[href='/petition/'].btn")
    telephone.look("start")
    telephone.press("main a.btn-primary")
    telephone.press("button[name=go_on]")
    telephone.look("kind-with-a-fault")
    page.locator("input[value=noise-construction]").tap()
    telephone.look("kind")
    telephone.press("button[name=go_on]")
    began = time.monotonic()
    page.select_option("#township", STEPS["place"]["township"])
    page.fill("#address", STEPS["place"]["address"])
    assert page.locator("[data-position-add]").is_visible() == telephone.has_scripts
    if telephone.has_scripts:
        page.locator("[data-position-add]").tap()
        page.wait_for_selector("[data-position-drop]:visible")
    telephone.look("place")
    telephone.press("button[name=go_on]")
    page.fill("#body", BODY)
    page.fill("#when", "每晚十一点后")
    telephone.look("words")
    telephone.press("button[name=go_on]")
    page.set_input_files("#files", picture)
    telephone.press("button[name=add]")
    telephone.look("pictures")
    telephone.press("button[name=go_on]")
    page.locator("input[value=named]").tap()
    page.fill("#name", NAME)
    page.fill("#phone", "12")
    page.locator("input[value=phone]").tap()
    telephone.press("button[name=go_on]")
    telephone.look("person-with-a-fault")
    assert page.input_value("#name") == NAME
    page.fill("#phone", TELEPHONE)
    page.locator("summary").tap()
    telephone.look("person")
    telephone.press("button[name=go_on]")
    telephone.look("check")
    telephone.press("a[href='/petition/words']")
    assert page.input_value("#body") == BODY
    telephone.press("button[name=go_on]")
    assert page.url.endswith("/petition/check")
    page.wait_for_timeout(max(0, LEAST_SECONDS + 1 - time.monotonic() + began) * 1000)


def hand_in(telephone: Telephone) -> tuple[str, str]:
    """Send the petition; return number and code."""
    page = telephone.page
    telephone.press("main form button[type=submit]")
    page.wait_for_url("**/petition/done")
    telephone.look("done")
    page.emulate_media(media="print")
    telephone.look("done-on-paper")
    page.emulate_media(media="screen")
    number, code = page.locator("dd.cf-number").all_inner_texts()
    return number, code


def look_up(telephone: Telephone, number: str, code: str, title: str) -> str:
    """Look the petition up; return what the page says."""
    telephone.page.goto("/lookup")
    telephone.page.fill("#number", number)
    telephone.page.fill("#code", code.lower())
    telephone.press("main form button[type=submit]")
    telephone.look(title)
    return telephone.page.inner_text("main")


def test_a_petition_is_filed_followed_answered_rated_and_handled_again(
    office: Flask, worker: None, telephone: Telephone, tmp_path: Path
) -> None:
    picture = tmp_path / "工地.jpg"
    picture.write_bytes(photograph())
    fill_in(telephone, picture)
    number, code = hand_in(telephone)
    with office.app_context():

        def is_registered() -> bool:
            db.session.rollback()
            return db.session.scalar(select(Case.id)) is not None

        servers.wait_until(is_registered, 30, "the worker registering the petition")
        case = db.session.scalars(select(Case)).one()
        assert (case.longitude is not None) == telephone.has_scripts
        assert db.session.scalars(select(Evidence)).one().file_name == "工地.jpg"
    assert "已收到" in look_up(telephone, number, code, "received")
    telephone.page.fill("main textarea", "昨晚又打桩到凌晨两点。")
    telephone.press("form[action='/lookup/words'] button[type=submit]")
    telephone.look("words-added")
    with office.app_context():
        for name in WAYS["closed"]:
            do(db.session.scalars(select(Case)).one(), name)
    answered = look_up(telephone, number, code, "answered")
    assert "已答复" in answered
    assert ADDRESS not in answered
    telephone.page.locator("input[name=rating-solved][value=no]").tap()
    telephone.press("form[action='/lookup/rating'] button[type=submit]")
    telephone.look("rating-with-a-fault")
    telephone.page.locator("input[name=rating-satisfaction][value=no]").tap()
    telephone.page.fill("[name=rating-words]", "昨晚十二点还在打桩。")
    telephone.press("form[action='/lookup/rating'] button[type=submit]")
    telephone.look("rated-not-solved")
    assert "重新办理" in telephone.page.inner_text("main")
    with office.app_context():

        def is_reported() -> bool:
            db.session.rollback()
            return db.session.scalar(select(UnsolvedReport.id)) is not None

        servers.wait_until(is_reported, 30, "the worker taking the rating")
        do(db.session.scalars(select(Case)).one(), "rehandle")
    again = look_up(telephone, number, code, "handled-again")
    assert "已受理" in again
    assert "未解决" in again
    telephone.page.goto("/lookup/code")
    telephone.look("lost-code")
