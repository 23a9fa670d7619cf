"""The offline field app in a real browser, against a server that speaks the protocol."""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from caseflow.core.visits.rules import faults
from caseflow.core.visits.shape import checked
from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.browser.sweep import look_at
from tests.cast import make_cast
from tests.field_stand_in_keys import PRIVATE, opened
from tests.field_tablet import (
    PIN,
    SUBJECT,
    Tablet,
    ask,
    enter,
    leaked,
    package,
    set_up,
    sign_in,
    tablet_page,
    unlock,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

SLOW_START = 120
"""Seconds for the web server to be up on a machine that is busy."""

LONG = 60_000
"""Milliseconds to wait for what a tablet does."""

SECTIONS = (
    "officers", "arrival", "party", "rights", "items", "readings", "findings", "statement",
    "result", "signing", "check",
)  # fmt: skip


@pytest.fixture
def stand_in(app: Flask, environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of caseflow with the stand-in before it; it knows a round for Farid."""
    with app.app_context(), unit_of_work():
        farid = make_cast().farid
        user = {"id": farid.id, "name": farid.display_name, "certificate": "渝-0001", "unit": ""}
    own = servers.environment(tmp_path / "home", **environment)
    for address in servers.web_server(own, "tests.field_stand_in:app", SLOW_START):
        ask(address, {"package": package(app, user)})
        yield address


def picture(page: Page, name: str) -> None:
    """Keep a picture where CASEFLOW_LOOK says, for a person to look at."""
    if folder := os.environ.get("CASEFLOW_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def photograph() -> bytes:
    """Return a photograph of 3000 × 2000 px that takes more than one piece when made small."""
    noise = random.Random(1).randbytes(750 * 500 * 3)
    image = Image.frombytes("RGB", (750, 500), noise).resize((3000, 2000))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def take_along(page: Page) -> None:
    page.get_by_role("button", name="下载我的案件").tap()
    page.get_by_text(SUBJECT).first.wait_for()


def begin(page: Page) -> None:
    """Start a noise visit to the first case."""
    page.get_by_text(SUBJECT).first.tap()
    page.get_by_role("button", name="开始检查").tap()
    page.get_by_role("button", name="核对并上传").wait_for()


def section(page: Page, name: str) -> None:
    """Open a section by its address, as its link in the list does."""
    visit = page.evaluate("location.hash").split("/")[2]
    page.evaluate("hash => { location.hash = hash; }", f"#/visit/{visit}/{name}")
    page.get_by_role("button", name="全部章节").wait_for()


def kept(page: Page) -> None:
    """Wait until the page says that everything typed is kept."""
    expect(page.locator(".fa-saved")).to_have_attribute("data-state", "kept", timeout=LONG)


def first_half(page: Page) -> None:
    section(page, "officers")
    page.get_by_label("执法人员二").select_option(label="方晴 一中队")
    for box in page.get_by_label("证件在手，证号无误").all():
        box.check()
    section(page, "arrival")
    page.get_by_role("button", name="记录此时此地").tap()
    expect(page.get_by_text("定位精度")).to_be_visible()
    section(page, "party")
    page.get_by_label("姓名").fill("王五经理")
    section(page, "findings")
    page.get_by_label("检查发现").fill("夜间使用打桩机，")
    page.get_by_label("检查发现").press_sequentially("没有夜间施工证明")
    kept(page)


def second_half(page: Page) -> None:
    section(page, "rights")
    for box in page.locator("#main input[type=checkbox]").all():
        box.check()
    section(page, "items")
    for group in page.get_by_role("group").all():
        group.get_by_label("是", exact=True).tap()
    shot = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.locator("input[type=file]").first.set_input_files([shot])  # type: ignore[list-item]
    page.get_by_label("证明内容").fill("打桩机在工作", timeout=LONG)
    read(page)
    section(page, "statement")
    page.get_by_label("被检查人陈述").fill("工期紧。")
    section(page, "result")
    page.locator("input[value=put_right]").tap()
    page.get_by_label("当场改正的内容或其他说明").fill("当场停止施工。")
    sign(page)


def read(page: Page) -> None:
    """Enter a reading of a building site at night, over its limit; the verdict stands there."""
    section(page, "readings")
    page.get_by_role("button", name="添加读数").tap()
    for name, code in (("source", "construction"), ("place", "boundary"), ("weather", "dry")):
        page.locator(f"[data-field={name}] input[value={code}]").tap()
    values = {
        "began_at": "23:00", "duration_s": "1200", "leq": "62.3", "background": "45",
        "wind": "1", "calibrated_before": "93.8", "calibrated_after": "93.9",
    }  # fmt: skip
    for name, value in values.items():
        page.locator(f"[data-field={name}] input").fill(value)
    expect(page.locator(".fa-note-bad")).to_contain_text("62")


def sign(page: Page) -> None:
    section(page, "signing")
    page.get_by_role("button", name="记录此时此地").tap()
    for role in ("officer", "second_officer"):
        box = page.locator(f"[data-path='signatures.{role}']")
        box.get_by_role("button", name="在此签名").tap()
        pad = box.locator("canvas").bounding_box()
        assert pad is not None
        assert pad["width"] > 600
        page.touchscreen.tap(pad["x"] + 200, pad["y"] + 100)
        box.get_by_role("button", name="保存签名").tap()
        expect(box.get_by_role("button", name="重新签名")).to_be_visible(timeout=LONG)
    party = page.locator("[data-path='signatures.party']")
    party.get_by_label("拒绝签名").check()
    party.get_by_label("拒绝原因").fill("不认可结果")
    party.get_by_label("拒签见证人").fill("社区网格员")


def send(page: Page) -> None:
    section(page, "check")
    page.get_by_role("button", name="上传", exact=True).tap()
    expect(page.locator(".fa-badge")).to_contain_text("待上传")


def test_a_visit_without_network_outlives_the_battery_and_arrives_once(
    browser: Browser, stand_in: str, tmp_path: Path
) -> None:
    tablet = Tablet(browser, tmp_path / "profile")
    page = tablet.start(stand_in, online=True)
    sign_in(page, stand_in)
    set_up(page)
    take_along(page)
    tablet.kill()

    page = tablet.start(stand_in, online=False)
    unlock(page)
    expect(page.locator("#status")).to_contain_text("离线")
    begin(page)
    first_half(page)
    tablet.kill()

    page = tablet.start(stand_in, online=False)
    unlock(page)
    page.get_by_role("link", name="继续填写").tap()
    section(page, "findings")
    expect(page.get_by_label("检查发现")).to_have_value("夜间使用打桩机，没有夜间施工证明")
    second_half(page)
    send(page)
    expect(page.locator("#status")).to_contain_text("未上传：1")
    assert leaked(page, tmp_path / "profile") == []
    assert ask(stand_in)["submissions"] == {}
    tablet.kill()

    ask(stand_in, {"wrong": [{"path": "submissions", "status": 503, "times": 1},
                             {"path": "evidence", "status": 500, "times": 1}]})  # fmt: skip
    page = tablet.start(stand_in, online=True)
    page.goto(f"{stand_in}/field/app")
    unlock(page)
    page.get_by_role("link", name="登录后上传").tap()  # A dead browser is signed out.
    enter(page)
    unlock(page)
    page.evaluate("location.hash = '#/visits'")
    for _attempt in range(4):
        page.get_by_role("button", name="立即上传").tap()
        page.wait_for_timeout(1500)
    expect(page.locator(".fa-badge")).to_have_text("已上传", timeout=LONG)
    expect(page.locator("#status")).to_contain_text("未上传：0")
    arrived(ask(stand_in))
    assert "records: 0" in page.evaluate(DUMP_COUNTS)
    tablet.kill()


DUMP_COUNTS = """async () => {
  const database = await new Promise((done) => {
    indexedDB.open('caseflow-field').onsuccess = ({ target }) => done(target.result);
  });
  const counts = [];
  for (const store of ['records', 'evidence', 'pieces']) {
    const asked = database.transaction(store).objectStore(store).count();
    await new Promise((done) => { asked.onsuccess = done; });
    counts.push(store + ': ' + asked.result);
  }
  return counts.join(' ');
}"""


def arrived(told: dict[str, Any]) -> None:
    """The server has the visit once, whole, and its three files."""
    (submission,) = told["submissions"].values()
    record = checked(submission["payload"])
    assert list(faults(record, ["noise.hours", "noise.permit"])) == []
    assert (submission["case_id"], submission["based_on_version"]) == (11, 7)
    assert record["readings"][0]["verdict"]["outcome"] == "exceeds"
    assert record["order"] is None
    assert record["arrived_place"]["latitude"] == 30.3
    photographs = [row for row in submission["evidence"] if row["content_type"] == "image/jpeg"]
    assert photographs[0]["caption"] == "打桩机在工作"
    assert photographs[0]["original_sha256"] != photographs[0]["sha256"]
    assert photographs[0]["byte_count"] > 1024 * 1024
    assert len(told["evidence"]) == len(submission["evidence"]) == 3
    assert {row["sha256"] for row in submission["evidence"]} == set(told["files"])


SMALL_TARGETS = """() => [...document.querySelectorAll(
  '#main :is(a, button, select, textarea, input:not(.visually-hidden)), #foot :is(a, button)')]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.closest('.fa-check, .fa-choice') ?? one, one])
  .map(([target, one]) => [target.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([box]) => box.height < 47.9 || box.width < 47.9)
  .map(([box, words]) => Math.round(box.width) + ' x ' + Math.round(box.height) + ' ' + words)"""

FIRST_LOAD_MOST = 300_000
"""Bytes on the wire."""


def test_every_screen_can_be_used_by_everybody(browser: Browser, stand_in: str) -> None:
    faulty: list[str] = []
    with tablet_page(browser) as page:
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(f"script: {error}"))
        sign_in(page, stand_in)

        def look(name: str) -> None:
            page.wait_for_timeout(300)
            picture(page, name)
            found = look_at(page, "zh_Hans_CN", said).faults + page.evaluate(SMALL_TARGETS)
            faulty.extend(f"{name}: {fault}" for fault in found)

        page.get_by_label("新解锁码").wait_for()
        look("setup")
        set_up(page)
        take_along(page)
        look("round")
        page.get_by_text(SUBJECT).first.tap()
        page.get_by_role("button", name="开始检查").wait_for()
        look("case")
        page.get_by_role("button", name="开始检查").tap()
        page.get_by_role("button", name="核对并上传").wait_for()
        look("visit")
        for name in SECTIONS:
            section(page, name)
            if name == "readings":
                page.get_by_role("button", name="添加读数").tap()
            look(name)
        for screen in ("visits", "tablet"):
            page.evaluate("name => { location.hash = '#/' + name; }", screen)
            look(screen)
        for theme in ("深色", "强光"):
            page.get_by_label(theme, exact=True).tap()
            look(f"tablet-{theme}")
            page.evaluate("history.back()")
            look(f"visits-{theme}")
            page.evaluate("history.back()")
            look(f"check-{theme}")
            page.evaluate("location.hash = '#/tablet'")
            page.get_by_role("button", name="立即锁定").wait_for()
        page.get_by_role("button", name="立即锁定").tap()
        look("door")
    assert not faulty, "\n".join(faulty)


def test_the_first_load_is_small(browser: Browser, stand_in: str) -> None:
    with tablet_page(browser) as page:
        sign_in(page, stand_in)
        page.get_by_label("新解锁码").wait_for()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        sizes = page.evaluate(
            """() => performance.getEntriesByType('resource').map((one) => one.transferSize)
               .concat(performance.getEntriesByType('navigation').map((one) => one.transferSize))"""
        )
    assert len(sizes) > 30
    assert sum(sizes) < FIRST_LOAD_MOST, sum(sizes)


def test_a_lost_tablet_forgets_its_cases_and_keeps_what_is_sealed(
    browser: Browser, stand_in: str
) -> None:
    with tablet_page(browser) as page:
        sign_in(page, stand_in)
        set_up(page)
        take_along(page)
        begin(page)
        first_half(page)
        ask(stand_in, {"is_lost": True})
        page.evaluate("location.hash = '#/visits'")
        page.get_by_role("button", name="立即上传").tap()
        page.get_by_role("heading", name="本机已报失").wait_for(timeout=LONG)
        assert ask(stand_in)["wiped"] == {"unsent": 1}
        with page.expect_download() as saved:
            page.get_by_role("button", name="另存副本到本机").tap()
        lines = saved.value.path().read_text("utf-8").splitlines()
        copied = opened(PRIVATE, json.loads(lines[1]))["submission"]
        assert copied["payload"]["findings"] == "夜间使用打桩机，没有夜间施工证明"
        page.get_by_role("button", name="删除本机上的检查记录").tap()
        expect(page.get_by_text("本机没有待上传的内容")).to_be_visible()
        picture(page, "lost")


def test_half_done_work_outlives_the_lock(browser: Browser, stand_in: str) -> None:
    with tablet_page(browser) as page:
        sign_in(page, stand_in)
        set_up(page)
        take_along(page)
        begin(page)
        first_half(page)
        page.evaluate("location.hash = '#/tablet'")
        page.get_by_role("button", name="立即锁定").tap()
        page.get_by_label("解锁码").fill("000000")
        page.get_by_role("button", name="解锁").tap()
        expect(page.get_by_role("alert")).to_contain_text("还可尝试9次")
        page.get_by_label("解锁码").fill(PIN)
        page.get_by_role("button", name="解锁").tap()
        page.get_by_role("button", name="立即锁定").wait_for()
        page.evaluate("location.hash = '#/'")
        page.get_by_role("link", name="继续填写").tap()
        section(page, "findings")
        expect(page.get_by_label("检查发现")).to_have_value("夜间使用打桩机，没有夜间施工证明")
