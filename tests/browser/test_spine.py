"""One telephone noise complaint, from the call to the published summary, as five people.

Every step is a picture in var/screenshots, to be looked at. Real web server, worker and browser.
"""

from __future__ import annotations

import io
import re
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from caseflow.core.petitions.complainants import Person
from caseflow.ground import clock
from caseflow.ground.unit_of_work import unit_of_work
from tests import forks, servers
from tests.browser.sweep import DESK, PHONE, TABLET, signed_in
from tests.cast import make_cast, present_cast, unit
from tests.factories import open_case

PICTURES = Path(__file__).parents[2] / "var/screenshots"
CALLER, NUMBER = "陈小河", "13812345678"
SOURCE = "果园路安置房项目（某建筑公司）"

SET_FIELD = """([name, value]) => {
  const fields = [...document.getElementsByName(name)].filter(f => f.form);
  const field = fields[0];
  if (!field) throw new Error('no field ' + name);
  if (field.type === 'radio' || field.type === 'checkbox') {
    const one = fields.find(f => f.value === String(value)) || field;
    one.checked = true;
    one.dispatchEvent(new Event('change', {bubbles: true}));
    return;
  }
  field.value = value;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  field.dispatchEvent(new Event('change', {bubbles: true}));
}"""


@pytest.fixture
def office(app: Flask) -> Flask:
    """Everybody, and an earlier petition of the same caller."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        with clock.pretend(clock.now() - timedelta(days=9)):
            open_case(subject="餐馆油烟扰民", person=Person(name=CALLER, phone=NUMBER))
    return app


@pytest.fixture
def worker(office: Flask, environment: dict[str, str], tmp_path: Path) -> Iterator[None]:
    """A real worker over all queues."""
    env = servers.environment(tmp_path / "home", **environment)
    process = forks.forked(env, signal.SIGKILL, forks.worker)
    yield
    forks.stop(process, signal.SIGKILL)


class Album:
    """Takes numbered pictures."""

    def __init__(self) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for old in PICTURES.glob("*.png"):
            old.unlink()
        self.count = 0

    def take(self, page: Page, name: str) -> None:
        self.count += 1
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name}: {wide} px too wide"
        page.screenshot(path=PICTURES / f"{self.count:02d}-{name}.png", full_page=True)


def photograph() -> bytes:
    image = Image.new("RGB", (960, 720), "#27303a")
    pen = ImageDraw.Draw(image)
    pen.rectangle((380, 120, 430, 640), fill="#c9a227")
    pen.rectangle((200, 560, 760, 680), fill="#5b4636")
    target = io.BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()


def submit(page: Page, form: str = "main form[method=post]") -> None:
    """Press the form's own last button and wait for the page after it."""
    with page.expect_navigation():
        page.locator(f"{form} button[type=submit]").first.click()


def step(page: Page, base: str, name: str, album: Album, **given: Any) -> None:
    """Open a step's page, fill it in, take its picture, send it; `layout`: field, on a tablet."""
    files, layout = given.pop("files", None), given.pop("layout", "")
    page.goto(f"{base}/{name}" + (f"?layout={layout}" if layout else ""))
    for field, value in given.items():
        page.evaluate(SET_FIELD, [field, value])
    if files:
        page.locator("input[type=file]").set_input_files(files)
    album.take(page, name.replace("_", "-"))
    submit(page, "main form[method=post]:has([name=version])")
    assert page.locator("[aria-invalid=true]").count() == 0, page.inner_text("main")[:800]
    assert f"/{name}" not in page.url, page.inner_text("main")[:800]


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_noise_complaint_becomes_a_published_summary(
    office: Flask, worker: None, live_server: str, browser: Browser
) -> None:
    album = Album()
    with office.app_context():
        cast = present_cast()
        ids = {"farid": cast.farid.id, "fang": cast.fang.id, "squad": unit("squad-1").id}

    def desk(who: str, window: dict[str, int] = DESK) -> Page:
        return signed_in(browser, live_server, who, window).new_page()

    olga = desk("olga")
    number, code, case_path = _register(olga, live_server, album)
    base = live_server + case_path

    dong = desk("dong")
    dong.goto(live_server)  # leads to their work
    album.take(dong, "dispatcher-work")
    dong.goto(base)
    album.take(dong, "case-registered")
    step(dong, base, "accept", album, words="属于本局职责。")
    step(dong, base, "assign", album, unit_id=ids["squad"], assignee_id=ids["farid"])

    farid = desk("farid", TABLET)
    _officer(farid, live_server, base, album, ids)

    sunil = desk("sunil")
    sunil.goto(f"{live_server}/supervision/")
    album.take(sunil, "supervision")
    sunil.goto(base)
    album.take(sunil, "case-awaiting-sign-off")
    step(sunil, base, "sign_off", album, words="同意。")

    for person, name in (
        (farid, "draft_reply"),
        (farid, "propose_reply"),
        (sunil, "approve_reply"),
    ):
        step(person, base, name, album)
    step(olga, base, "reply", album, reply_way="phone")
    olga.goto(base)
    album.take(olga, "case-closed")
    assert olga.locator("[data-state=closed]").count()

    pia = desk("pia")
    slug = _publish(dong, sunil, pia, live_server, case_path, album)
    _public(browser, live_server, slug, (number, code), album)


def _register(page: Page, server: str, album: Album) -> tuple[str, str, str]:
    """Take the call by keyboard; returns number, lookup code and the case's path."""
    page.goto(f"{server}/desk/registration/")
    assert page.evaluate("document.activeElement.name") == "phone"
    page.keyboard.type(NUMBER)
    page.keyboard.press("Tab")
    page.get_by_text("餐馆油烟扰民").first.wait_for()
    page.locator("[name=name]").fill(CALLER)
    page.locator("[name=body]").fill("果园路安置房工地凌晨两点还在打桩,整栋楼都睡不着。")
    page.locator("[name=subject]").fill("工地凌晨打桩噪声扰民")
    page.evaluate(SET_FIELD, ["categories", "noise-construction"])
    page.locator("[name=township]").fill("zzjd")
    page.locator("[name=township]").press("Enter")
    page.locator("[name=address_text]").fill("果园路安置房工地")
    album.take(page, "registration")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert "/done/" in page.url, page.inner_text("main")[:800]
    album.take(page, "slip")
    shown = page.inner_text("main")
    number = re.search(r"忠环访〔\d{4}〕\d+号", shown)
    code = page.locator("[data-copy]").nth(1).get_attribute("data-copy")
    case_path = page.get_by_role("link", name="打开案件").get_attribute("href")
    assert number
    assert code
    assert case_path
    return number[0], code, case_path


def _officer(page: Page, server: str, base: str, album: Album, ids: dict[str, int]) -> None:
    def at_site(name: str, **given: Any) -> None:
        step(page, base, name, album, layout="field", **given)

    page.goto(f"{server}/inbox/")
    for _attempt in range(100):
        if page.get_by_text("交由您办理").count() or page.locator("main li, main article").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    album.take(page, "officer-inbox")
    page.goto(f"{server}/field/")
    album.take(page, "officer-round")
    at_site("receipt")
    at_site("record_contact", words="已联系信访人,约定夜间到场。")
    at_site("start_investigation")
    page.goto(f"{server}/sources/new?layout=field&case={base.rpartition('/')[2]}")
    for field, value in {
        "name": SOURCE, "sector": "建筑业", "risk_grade": "elevated", "address_text": "果园路",
    }.items():  # fmt: skip
        page.evaluate(SET_FIELD, [field, value])
    album.take(page, "new-source")
    submit(page)
    assert "link_source" in page.url, page.inner_text("main")[:800]
    assert "layout=field" in page.url
    page.locator("[name=source_id]").first.check()
    album.take(page, "link-source")
    submit(page, "main form[method=post]:has([name=version])")
    visit = {"visited_at": "昨天 23:50", "officer_id": ids["farid"],
             "second_officer_id": ids["fang"]}  # fmt: skip
    at_site("record_inspection", **visit, is_violation="yes",
         findings="凌晨到场,工地正在打桩,现场未能出示夜间施工证明。")  # fmt: skip
    picture = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    at_site("add_evidence", caption="夜间打桩现场", stage="inspection",
         files=[picture])  # fmt: skip
    due = (clock.today() + timedelta(days=7)).isoformat()
    at_site("order_rectification", order_person="项目经理",
         order_duty="施工单位负责人", order_goal="夜间停止产生噪声的作业", due_on=due,
         order_task="调整工序,设置隔声屏障", order_standard="GB 12523-2011")  # fmt: skip
    page.goto(base.replace("/cases/", "/field/cases/"))
    album.take(page, "field-case")
    at_site("report_rectified", words="施工单位报告已设置隔声屏障。")
    at_site("pass_reinspection", **visit, findings="复查时夜间未施工。")
    at_site("submit_for_sign_off", conclusion="founded", words="查实,已整改。")


def _publish(dong: Page, sunil: Page, pia: Page, server: str, case_path: str, album: Album) -> str:
    """Draft, decide, propose, approve by a second person, wait for the worker; returns its path."""
    dong.goto(f"{server}/desk/publications/of/{case_path.rpartition('/')[2]}")
    album.take(dong, "publication-begin")
    submit(dong)
    draft = dong.url
    album.take(dong, "publication-draft")
    marks = dong.locator("form[action$='/marks']")
    if marks.count():
        for one in dong.locator("input[type=radio][value=hide]").all():
            one.check(force=True)
        submit(dong, "form[action$='/marks']")
        album.take(dong, "publication-decided")
    for person, name in ((dong, "propose"), (pia, "approve")):
        person.goto(f"{draft}/{name}")
        album.take(person, f"publication-{name}")
        submit(person, "main form[method=post]:has([name=version])")
    link = pia.locator("a[href*='/results/2']")

    def is_out() -> bool:
        pia.goto(draft)
        return link.count() > 0

    servers.wait_until(is_out, 30, "publishing by the worker")
    album.take(pia, "publication-published")
    return str(link.first.get_attribute("href"))


def _public(
    browser: Browser, server: str, path: str, ticket: tuple[str, str], album: Album
) -> None:
    page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
    for address, name in (
        (server + path, "public-page"),
        (f"{server}/results/", "public-results"),
        (f"{server}/", "public-home"),
    ):
        page.goto(address)
        album.take(page, name)
        shown = page.content()
        for secret in (CALLER, NUMBER, "5678"):
            assert secret not in shown, f"{secret} on {name}"
    page.goto(f"{server}/lookup")
    page.locator("[name=number]").fill(ticket[0])
    page.locator("[name=code]").fill(ticket[1])
    submit(page)
    album.take(page, "public-answer")
    assert "已责令整改" in page.inner_text("main") or "答复" in page.inner_text("main")
    page.context.close()
