"""The offline field app in a real browser, against caseflow itself: four visits without network."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from sqlalchemy import Select, func, select

from caseflow.core.cases.models import Case
from caseflow.core.documents.sheet import ADDED
from caseflow.core.enforcement.models import Inspection, RectificationOrder
from caseflow.core.evidence.models import Evidence
from caseflow.core.petitions.models import ComplainantLook
from caseflow.core.plans.models import PlannedInspection
from caseflow.core.visits.models import Visit
from caseflow.field.sync.actions.devices import report_lost
from caseflow.field.sync.models import FieldDevice, FieldFile, FieldSubmission
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.record_sealing import bureau_keys
from caseflow.ground.regions.boundary import keep_boundary
from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.browser.sweep import look_at
from tests.cast import present_cast
from tests.factories import CALLER
from tests.field_tablet import (
    PIN,
    PLANNED_SOURCE,
    SUBJECT,
    Round,
    Tablet,
    enter,
    leaked,
    make_round,
    refuse,
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

OUTLINE = json.dumps({
    "type": "Polygon",
    "coordinates": [[[107.6, 30.1], [108.3, 30.0], [108.2, 30.6], [107.7, 30.5], [107.6, 30.1]]],
}).encode()  # fmt: skip
ON_SITE = "现场监测1次，拍照1张"
FINDINGS = "夜间使用打桩机，没有夜间施工证明"

LONG = 60_000
"""Milliseconds to wait for what a tablet does."""

SECTIONS = (
    "officers", "arrival", "party", "rights", "items", "readings", "scene", "findings",
    "statement", "result", "signing", "check",
)  # fmt: skip


@pytest.fixture
def round_of_farid(app: Flask) -> Round:
    with app.app_context():
        keep_boundary(OUTLINE)
    return make_round(app)


@pytest.fixture
def gate(round_of_farid: Round, environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of caseflow behind its gate (field_gate.py)."""
    own = servers.environment(tmp_path / "home", **environment)
    yield from servers.web_server(own, "tests.field_gate:app", SLOW_START)


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


def begin(page: Page, subject: str = SUBJECT) -> None:
    """Start a visit to a case or a planned inspection of the round."""
    page.evaluate("location.hash = '#/'")
    page.get_by_text(subject).first.tap()
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


def first_half(page: Page, findings: str = FINDINGS) -> None:
    section(page, "officers")
    second = page.get_by_label("执法人员二")
    second.select_option(value=second.locator("option", has_text="方晴").get_attribute("value"))
    confirmed = page.get_by_label("证件在手，证号无误")
    expect(confirmed).to_have_count(2)
    for box in confirmed.all():
        box.check()
    section(page, "arrival")
    page.get_by_role("button", name="记录此时此地").tap()
    expect(page.get_by_text("定位精度")).to_be_visible()
    section(page, "party")
    page.get_by_label("统一社会信用代码").fill("91500233MA5U12345X")
    page.get_by_label("姓名").fill("王五经理")
    page.get_by_label("职务").fill("项目经理")
    page.get_by_label("身份证件").fill("500233199001011234")
    if not page.get_by_label("地址").input_value():
        page.get_by_label("地址").fill("忠州街道滨江路")
    section(page, "findings")
    page.get_by_label("检查发现").fill(findings[:5])
    page.get_by_label("检查发现").press_sequentially(findings[5:])
    kept(page)


def second_half(page: Page, enter_readings: Callable[[Page], None] | None, result: str) -> None:
    section(page, "rights")
    for box in page.locator("#main input[type=checkbox]").all():
        box.check()
    section(page, "items")
    for group in page.get_by_role("group").all():
        group.get_by_label("是", exact=True).tap()
    shot = FilePayload(name="现场.jpg", mimeType="image/jpeg", buffer=photograph())
    page.locator("input[type=file]").first.set_input_files([shot])
    page.get_by_label("证明内容").fill("现场情况", timeout=LONG)
    kept(page)
    if enter_readings is not None:
        section(page, "readings")
        page.get_by_role("button", name="添加读数").tap()
        enter_readings(page)
        kept(page)
    section(page, "scene")
    page.get_by_label("采样、拍摄及陪同情况").fill(ON_SITE)
    section(page, "statement")
    page.get_by_label("被检查人陈述").fill("工期紧。")
    section(page, "result")
    page.locator(f"input[value={result}]").tap()
    if result == "ordered":
        order(page)
    else:
        page.get_by_label("当场改正的内容或其他说明").fill("当场停止。")
    sign(page)


def order(page: Page) -> None:
    """Fill in the six fixed things."""
    for label, words in (
        ("整改责任人", "王五经理"), ("责任内容", "项目负责人"), ("整改目标", "油烟达标排放"),
        ("整改任务", "安装油烟净化装置"), ("验收标准", "GB 18483-2001"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("整改期限").fill("2099-12-01")


def choose(page: Page, name: str, code: str) -> None:
    page.locator(f"[data-field={name}] input[value={code}]").tap()


def fill(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"[data-field='{name}'] input").last.fill(value)


def noise(page: Page) -> None:
    """A building site last night, over its limit; the verdict stands there at once."""
    night = clock.today() - timedelta(days=1)
    choose(page, "source", "construction")
    choose(page, "place", "boundary")
    choose(page, "weather", "dry")
    fill(page, {
        "measured_on": night.isoformat(), "began_at": "23:00", "duration_s": "1200",
        "leq": "62.3", "background": "45",
        "wind": "1", "calibrated_before": "93.8", "calibrated_after": "93.9",
    })  # fmt: skip
    expect(page.locator(".fa-note-bad")).to_contain_text("62")
    section(page, "arrival")
    page.get_by_label("到达时间").fill(f"{night.isoformat()}T22:50")


def fumes(page: Page) -> None:
    """Five samples of a middle-sized kitchen, over the limit."""
    page.locator("[data-field=pollutant] input").first.tap()
    page.locator("[data-field=measure] input").first.tap()
    fill(page, {"working": "4", "total": "4"})
    for _number in range(5):
        page.get_by_role("button", name="添加样品").tap()
        fill(page, {"sample.concentration": "3.1", "sample.flow": "8000", "sample.minutes": "10"})
    expect(page.locator(".fa-note-bad")).to_be_visible()


def waste(page: Page) -> None:
    fill(page, {"code": "900-214-08", "class": "HW08", "stored_on": "2024-01-05"})
    page.locator("[data-field=holder] input").first.tap()
    page.locator("[data-field=store] input").first.tap()
    fill(page, {"quantity": "1.2"})
    expect(page.locator("#main [role=status] .fa-note")).to_be_visible()


def sign(page: Page) -> None:
    section(page, "signing")
    if page.locator("details").get_by_text("等效声级").count():
        expect(page.locator("details")).to_contain_text("62.3")
    page.get_by_role("button", name="记录此时此地").tap()
    for role in ("officer", "second_officer"):
        box = page.locator(f"[data-path='signatures.{role}']")
        box.get_by_role("button", name="在此签名").tap()
        draw(page, box.locator("canvas"))
        box.get_by_role("button", name="保存签名").tap()
        expect(box.get_by_role("button", name="重新签名")).to_be_visible(timeout=LONG)
    party = page.locator("[data-path='signatures.party']")
    party.get_by_label("拒绝签名").check()
    party.get_by_label("拒绝原因").fill("不认可结果")
    party.get_by_label("拒签见证人").fill("社区网格员")


def draw(page: Page, canvas: Locator) -> None:
    pad = canvas.bounding_box()
    assert pad is not None
    assert pad["width"] > 600
    for part in range(4):
        page.touchscreen.tap(pad["x"] + 150 + 60 * part, pad["y"] + 80 + 20 * (part % 2))


def send(page: Page) -> None:
    section(page, "check")
    assert page.locator(".fa-faults li").all_inner_texts() == []
    page.get_by_role("button", name="上传", exact=True).tap()
    expect(page.locator(".fa-badge")).to_contain_text("待上传")


def test_four_visits_without_network_outlive_the_battery_and_arrive_once(
    app: Flask, browser: Browser, gate: str, round_of_farid: Round, tmp_path: Path
) -> None:
    tablet = Tablet(browser, tmp_path / "profile")
    page = tablet.start(gate, online=True)
    sign_in(page, gate)
    set_up(page)
    take_along(page)
    tablet.kill()

    page = tablet.start(gate, online=False)
    unlock(page)
    expect(page.locator("#status")).to_contain_text("离线")
    begin(page)
    first_half(page)
    tablet.kill()

    page = tablet.start(gate, online=False)
    unlock(page)
    page.get_by_role("link", name="继续填写").tap()
    section(page, "findings")
    expect(page.get_by_label("检查发现")).to_have_value(FINDINGS)
    second_half(page, noise, "put_right")
    send(page)
    expect(page.locator("#status")).to_contain_text("未上传：1")
    page.evaluate("location.hash = '#/visits'")
    expect(page.locator("#main .fa-round")).to_be_visible()
    page.get_by_role("button", name="立即上传").tap()
    expect(page.locator("main")).to_contain_text("有网络后会自动上传")
    page.wait_for_timeout(500)  # What was tried in vain is drawn anew, and the words stay.
    expect(page.locator("main")).to_contain_text("有网络后会自动上传", timeout=1)
    picture(page, "no-network")
    visit(page, "餐馆油烟扰民", "油烟未经净化直排。", fumes, "ordered")
    visit(page, "修理厂废机油", "废机油露天堆放。", waste, "put_right")
    visit(page, PLANNED_SOURCE, "工地围挡破损。", None, "put_right")
    expect(page.locator("#status")).to_contain_text("未上传：4")
    assert leaked(page, tmp_path / "profile") == []
    with app.app_context():
        assert list(db.session.scalars(select(FieldSubmission))) == []
    tablet.kill()

    refuse(gate, {"path": "submissions", "status": 503, "times": 1},
           {"path": "evidence", "status": 500, "times": 1})  # fmt: skip
    page = tablet.start(gate, online=True)
    page.goto(f"{gate}/field/app")
    unlock(page)
    page.get_by_role("link", name="登录后上传").tap()  # A dead browser is signed out.
    enter(page)
    unlock(page)
    page.evaluate("location.hash = '#/visits'")
    for _attempt in range(6):
        page.get_by_role("button", name="立即上传").tap()
        page.wait_for_timeout(1500)
    expect(page.locator("#status")).to_contain_text("未上传：0", timeout=LONG)
    picture(page, "arrived")
    assert page.locator(".fa-badge").all_inner_texts() == ["已上传"] * 4
    assert "records: 0 evidence: 0 pieces: 0" in page.evaluate(DUMP_COUNTS)
    with app.app_context():
        arrived(round_of_farid)
    print_record(page, gate, round_of_farid.noise)
    tablet.kill()


def visit(
    page: Page, subject: str, findings: str, enter_readings: Callable[[Page], None] | None,
    result: str,
) -> None:  # fmt: skip
    """Make one visit from beginning to end."""
    begin(page, subject)
    first_half(page, findings)
    second_half(page, enter_readings, result)
    send(page)


def arrived(trip: Round) -> None:
    """The server has each visit once, with its files; the planned one has its case now."""
    visits = {one.kind: one for one in db.session.scalars(select(Visit))}
    assert sorted(visits) == ["dust", "fumes", "hazardous_waste", "noise"]
    assert len(list(db.session.scalars(select(Inspection)))) == 4
    for kind in ("noise", "fumes", "hazardous_waste"):
        assert visits[kind].case_id == getattr(trip, kind)
    planned = db.session.get_one(PlannedInspection, trip.planned)
    assert (planned.state, planned.case_id) == ("done", visits["dust"].case_id)
    record = visits["noise"].record
    assert record["readings"][0]["verdict"]["outcome"] == "exceeds"
    assert record["arrived_place"]["latitude"] == 30.3
    assert db.session.get_one(Case, trip.fumes).state == "rectifying"
    assert db.session.scalars(select(RectificationOrder)).one().standard == "GB 18483-2001"
    files = list(db.session.scalars(select(FieldFile)))
    assert {file.state for file in files} == {"attached"}
    evidence = {one.client_id: one for one in db.session.scalars(select(Evidence))}
    assert len(evidence) == len(files) == 12
    for file in files:
        assert evidence[file.client_id].id == file.evidence_id
    photographs = [file for file in files if file.caption == "现场情况"]
    assert len(photographs) == 4
    assert photographs[0].original_sha256 != photographs[0].sha256
    assert photographs[0].byte_count > 1024 * 1024
    assert {row.status for row in db.session.scalars(select(FieldSubmission))} == {"taken"}


def print_record(page: Page, address: str, case_id: int) -> None:
    """The record of the visit is drafted, issued, printed and taken away as a Word file."""
    page.goto(f"{address}/cases/{case_id}")
    picture(page, "case")
    page.locator(".cf-new-document select").select_option(label="现场检查（勘察）笔录")
    page.get_by_role("button", name="制作文书").tap()
    page.get_by_role("button", name="保存草稿").wait_for()
    for box in page.locator("main form textarea").all():
        if not box.input_value():
            box.fill("无。")
    page.get_by_role("button", name="保存草稿").tap()
    picture(page, "draft")
    page.get_by_role("button", name="签发文书").tap()
    expect(page.locator("main")).to_contain_text("忠环勘〔")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word文件").tap()
    with zipfile.ZipFile(taken.value.path()) as content:
        words = content.read("word/document.xml").decode()
    assert "夜间使用打桩机" in words
    assert "渝-0001" in words
    signed, line, added = words.partition(ADDED)
    assert line
    assert ON_SITE in signed
    assert signed.index(ON_SITE) < signed.index("拒绝签名")
    assert "生产、设备及原辅材料情况" in added
    assert "采样、拍摄及陪同情况" not in added
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="打印").tap()
    sheet = opened.value
    expect(sheet.locator("body")).to_contain_text("夜间使用打桩机")
    picture(sheet, "printed")


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


SMALL_TARGETS = """() => [...document.querySelectorAll(
  '#main :is(a, button, select, textarea, input:not(.visually-hidden)), #foot :is(a, button)')]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.closest('.fa-check, .fa-choice') ?? one, one])
  .map(([target, one]) => [target.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([box]) => box.height < 47.9 || box.width < 47.9)
  .map(([box, words]) => Math.round(box.width) + ' x ' + Math.round(box.height) + ' ' + words)"""

FIRST_LOAD_MOST = 300_000
"""Bytes on the wire."""


def test_every_screen_can_be_used_by_everybody(browser: Browser, gate: str) -> None:
    faulty: list[str] = []
    with tablet_page(browser) as page:
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(f"script: {error}"))
        sign_in(page, gate)

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
        page.get_by_role("link", name="任务地图").tap()
        page.locator("svg.fa-map").wait_for()
        look("map")
        page.get_by_role("button", name="我的位置").tap()
        expect(page.locator(".fa-map-here")).to_have_count(1)
        page.evaluate("location.hash = '#/'")
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


def test_the_round_is_ordered_by_distance_and_stays_so(
    app: Flask, browser: Browser, gate: str, round_of_farid: Round
) -> None:
    places = {
        round_of_farid.noise: 30.40, round_of_farid.fumes: 30.31,
        round_of_farid.hazardous_waste: 30.35,
    }  # fmt: skip
    with app.app_context(), unit_of_work():
        for case_id, latitude in places.items():
            case = db.session.get_one(Case, case_id)
            case.latitude, case.longitude = latitude, 108.03
    with tablet_page(browser) as page:
        sign_in(page, gate)
        set_up(page)
        take_along(page)
        page.get_by_role("button", name="按距离排序").tap()
        order = ["餐馆油烟扰民", "修理厂废机油露天堆放", SUBJECT]
        titles = page.locator(".fa-round").first.locator(".fa-case-link strong")
        expect(titles).to_have_text(order)
        page.get_by_role("button", name=f"上移：{SUBJECT}").tap()
        moved = [order[0], SUBJECT, order[1]]
        expect(titles).to_have_text(moved)
        page.get_by_role("button", name="重新下载").tap()
        page.wait_for_timeout(1000)
        expect(titles).to_have_text(moved)


def test_only_who_holds_a_valid_certificate_starts_a_visit(
    app: Flask, browser: Browser, gate: str
) -> None:
    with app.app_context(), unit_of_work():
        present_cast().farid.certificate_valid_until = date(2026, 1, 31)
    with tablet_page(browser) as page:
        sign_in(page, gate)
        set_up(page)
        take_along(page)
        page.get_by_text(SUBJECT).first.tap()
        expect(page.locator("main")).to_contain_text("您的执法证件已于2026-01-31到期")
        expect(page.get_by_role("button", name="开始检查")).to_have_count(0)


def test_a_half_done_visit_outlives_a_newer_app_and_an_idle_tablet(
    browser: Browser, gate: str
) -> None:
    """Another language makes it another app; five minutes alone lock it."""
    with tablet_page(browser) as page:
        page.clock.install()
        sign_in(page, gate)
        set_up(page)
        take_along(page)
        begin(page)
        first_half(page)
        page.clock.run_for(5 * 60_000 + 10_000)
        page.get_by_label("解锁码").wait_for()
        unlock_again(page)
        cookie = {"name": "caseflow_language", "value": "en", "url": gate}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.evaluate("navigator.serviceWorker.getRegistration('/field/').then((r) => r.update())")
        page.evaluate("location.hash = '#/tablet'")
        page.evaluate("location.hash = '#/'")
        servers.wait_until(lambda: "新版" in page.locator("#status").inner_text(), 60, "the word")
        page.evaluate("location.hash = '#/tablet'")
        page.get_by_role("button", name="立即更新").tap()
        page.get_by_label("PIN").fill(PIN)
        page.get_by_role("button", name="Unlock").tap()
        page.get_by_role("button", name="Lock now").wait_for()
        page.evaluate("location.hash = '#/'")
        page.get_by_role("link", name="Go on with it").tap()
        page.evaluate("location.hash = location.hash + '/findings'")
        expect(page.get_by_label("What was found")).to_have_value(FINDINGS)


def unlock_again(page: Page) -> None:
    page.get_by_label("解锁码").fill(PIN)
    page.get_by_role("button", name="解锁").tap()
    page.get_by_label("解锁码").wait_for(state="detached")


def test_the_first_load_is_small(browser: Browser, gate: str) -> None:
    with tablet_page(browser) as page:
        sign_in(page, gate)
        page.get_by_label("新解锁码").wait_for()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        sizes = page.evaluate(
            """() => performance.getEntriesByType('resource').map((one) => one.transferSize)
               .concat(performance.getEntriesByType('navigation').map((one) => one.transferSize))"""
        )
    assert len(sizes) > 30
    assert sum(sizes) < FIRST_LOAD_MOST, sum(sizes)


def test_a_lost_tablet_forgets_its_cases_and_keeps_what_is_sealed(
    app: Flask, browser: Browser, gate: str
) -> None:
    with tablet_page(browser) as page:
        sign_in(page, gate)
        set_up(page)
        take_along(page)
        begin(page)
        first_half(page)
        with app.app_context(), unit_of_work():
            device = db.session.scalars(select(FieldDevice)).one()
            report_lost(device, present_cast().farid, is_everybodys=False)
        page.evaluate("location.hash = '#/visits'")
        page.get_by_role("button", name="立即上传").tap()
        page.get_by_role("heading", name="本机已报失").wait_for(timeout=LONG)
        with app.app_context():
            wiped = select(FieldDevice.unsent_count).where(FieldDevice.wiped_at.is_not(None))
            servers.wait_until(lambda: said(wiped) is not None, 20, "the word of the wiped tablet")
            assert said(wiped) == 1
        with page.expect_download() as saved:
            page.get_by_role("button", name="另存副本到本机").tap()
        lines = saved.value.path().read_text("utf-8").splitlines()
        with app.app_context():
            copied = json.loads(bureau_keys().unseal(json.loads(lines[1])))["submission"]
        assert copied["payload"]["findings"] == FINDINGS
        page.get_by_role("button", name="删除本机上的检查记录").tap()
        expect(page.get_by_text("本机没有待上传的内容")).to_be_visible()
        picture(page, "lost")


def said(wanted: Select[Any]) -> Any:
    """Return one value as the database has it now."""
    db.session.rollback()
    return db.session.scalar(wanted)


def test_a_saved_copy_is_brought_in_at_the_desk_and_the_tablet_goes_on(
    app: Flask, browser: Browser, gate: str, round_of_farid: Round
) -> None:
    """What was handed in half done waits at the desk; finished, it is sent as a new record."""
    with tablet_page(browser) as page:
        sign_in(page, gate)
        set_up(page)
        take_along(page)
        begin(page)
        first_half(page)
        page.evaluate("location.hash = '#/tablet'")
        with page.expect_download() as saved:
            page.get_by_role("button", name="另存副本到本机").tap()
        desk = page.context.new_page()
        desk.goto(f"{gate}/desk/records/copies")
        desk.locator("input[type=file]").set_input_files(saved.value.path())
        desk.get_by_role("button", name="导入").tap()
        expect(desk.locator("main")).to_contain_text("1")
        with app.app_context():
            row = db.session.scalars(select(FieldSubmission)).one()
            assert row.status == "needs_attention"
        desk.close()
        page.evaluate("location.hash = '#/'")
        page.get_by_role("link", name="继续填写").tap()
        second_half(page, noise, "put_right")
        section(page, "check")
        page.get_by_role("button", name="上传", exact=True).tap()
        page.get_by_role("button", name="作为新记录上传").tap(timeout=LONG)
        expect(page.locator("#status")).not_to_contain_text("需处理", timeout=LONG)
        expect(page.locator("#status")).to_contain_text("未上传：0", timeout=LONG)
    with app.app_context():
        assert db.session.scalars(select(Visit)).one().case_id == round_of_farid.noise
        assert len(list(db.session.scalars(select(Evidence)))) == 3


def test_the_complainant_comes_along_only_when_asked_for(
    app: Flask, browser: Browser, gate: str
) -> None:
    with tablet_page(browser) as page:
        sign_in(page, gate)
        set_up(page)
        take_along(page)
        page.get_by_text(SUBJECT).first.tap()
        expect(page.locator("main")).not_to_contain_text(CALLER.name)
        page.get_by_role("button", name="索取诉求人信息").tap()
        expect(page.get_by_role("alert")).to_contain_text("请说明")
        page.get_by_label("用途").fill("约定室内测点")
        page.get_by_role("button", name="索取诉求人信息").tap()
        expect(page.locator("main")).to_contain_text(CALLER.phone, timeout=LONG)
        picture(page, "complainant")
    with app.app_context():
        look = db.session.scalars(select(ComplainantLook)).one()
        assert look.reason == "约定室内测点"


def test_a_record_changed_after_it_was_signed_is_signed_again(
    app: Flask, browser: Browser, gate: str, round_of_farid: Round
) -> None:
    """And an order whose case has no source is warned of before it is sent."""
    with app.app_context(), unit_of_work():
        db.session.get_one(Case, round_of_farid.noise).source_id = None
    with tablet_page(browser) as page:
        sign_in(page, gate)
        set_up(page)
        take_along(page)
        begin(page)
        section(page, "party")
        page.get_by_label("被检查人名称").fill("果园路安置房工地")
        first_half(page)
        second_half(page, None, "ordered")
        read = page.locator("details summary")
        read.tap()
        expect(page.locator("details")).to_contain_text(FINDINGS)
        expect(page.locator("details")).to_contain_text(ON_SITE)
        section(page, "findings")
        page.get_by_label("检查发现").fill(f"{FINDINGS}，改动一处")
        kept(page)
        section(page, "check")
        expect(page.locator(".fa-faults li")).to_have_count(2)
        picture(page, "signed-before")
        page.get_by_role("button", name="前往第一处缺项").tap()
        again = page.get_by_text("签字后记录有改动，请重新签字。")
        expect(again).to_have_count(2)
        for role in ("officer", "second_officer"):
            box = page.locator(f"[data-path='signatures.{role}']")
            box.get_by_role("button", name="重新签名").tap()
            draw(page, box.locator("canvas"))
            box.get_by_role("button", name="保存签名").tap()
            expect(box.get_by_role("button", name="重新签名")).to_be_visible(timeout=LONG)
        expect(again).to_have_count(0)
        section(page, "check")
        assert page.locator(".fa-faults li").all_inner_texts() == []
        expect(page.locator("main")).to_contain_text("尚未关联污染源")
        page.get_by_role("button", name="上传", exact=True).tap()
        expect(page.locator(".fa-badge")).to_contain_text("需处理", timeout=LONG)
        picture(page, "waiting")
        kept_files = select(func.count()).select_from(FieldFile).where(FieldFile.state == "kept")
        with app.app_context():
            servers.wait_until(lambda: said(kept_files) == 3, 60, "the files of the record")
        page.goto(f"{gate}/cases/{round_of_farid.noise}")
        expect(page.locator(".cf-callout")).to_contain_text("有一条平板记录等待处理")
        picture(page, "case-waiting")
        page.get_by_role("link", name="查看并处理").tap()
        expect(page.locator(".cf-pictures img")).to_have_count(3)
        expect(page.get_by_role("link", name="关联污染源")).to_be_visible()
        picture(page, "record-waiting")


def test_half_done_work_outlives_the_lock(browser: Browser, gate: str) -> None:
    with tablet_page(browser) as page:
        sign_in(page, gate)
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
        expect(page.get_by_label("检查发现")).to_have_value(FINDINGS)
