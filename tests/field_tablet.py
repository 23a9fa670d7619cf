"""A tablet for the tests: what it takes along, and a Chromium that can be killed."""

from __future__ import annotations

import json
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import force_locale
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from caseflow.field.inspections.limits import as_table
from caseflow.field.inspections.wording import words_table
from tests import servers
from tests.cast import PASSWORD

PIN = "246810"
SUBJECT, ADDRESS, PETITION = "果园路夜间打桩噪声扰民", "忠州街道果园路18号", "每晚十点后打桩机轰鸣"
SECRETS = (SUBJECT, ADDRESS, PETITION, "王五经理", "重庆某建筑公司")
"""Words of cases and visits that nothing on the tablet may show in plain text."""


def package(app: Flask, user: dict[str, Any]) -> dict[str, Any]:
    """Return a round of two cases, as the protocol has it."""
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        limits = {"table": as_table(), "words": words_table()}
    items = [
        {"code": "noise.hours", "words": "是否夜间施工", "basis": "噪声法第43条", "asks_photograph": True},
        {"code": "noise.permit", "words": "是否有夜间施工证明", "basis": "", "asks_photograph": False},
    ]  # fmt: skip
    case = {
        "version": 7, "state": "assigned", "kinds": ["noise", "dust"], "categories": ["噪声"],
        "township": "忠州街道", "due_on": "2026-12-05", "due_mark": "soon",
        "orders": [], "inspections": [], "contact": None,
    }  # fmt: skip
    return {
        "mark": "1", "made_at": "2026-11-28T02:00:00.000Z", "user": user,
        "officers": [user, {"id": 2002, "name": "方晴", "certificate": "渝-0002", "unit": "一中队"}],
        "cases": [
            case | {
                "id": 11, "number": "环信〔2026〕1号", "subject": SUBJECT, "address": ADDRESS,
                "place": {"latitude": 30.3, "longitude": 108.03}, "source_id": 5, "words": PETITION,
            },
            case | {
                "id": 12, "number": "环信〔2026〕2号", "subject": "餐馆油烟扰民", "due_mark": "late",
                "address": "白公街道州屏环路3号", "place": {"latitude": 30.31, "longitude": 108.05},
                "source_id": None, "words": "油烟直排", "kinds": ["fumes"],
            },
        ],
        "sources": [{
            "id": 5, "name": "重庆某建筑公司", "credit_code": "91500233MA5U000000", "address": ADDRESS,
            "permit_number": "", "risk_grade": "中", "history": ["2026-05-03 检查：责令改正"],
        }],
        "checklists": [{"code": "noise", "version": 1, "kind": "noise", "name": "噪声", "items": items}],
        "limits": limits, "codes": {}, "planned": [],
    }  # fmt: skip


def ask(address: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Tell the stand-in something, or hear what it has."""
    content = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(f"{address}/stand-in", data=content, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in?next=/field/app")
    page.get_by_label("用户名").fill("farid")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/field/app")


def set_up(page: Page) -> None:
    """Choose the PIN of a new tablet and wait until it works without the network."""
    page.get_by_label("新PIN码").fill(PIN)
    page.get_by_label("再次输入PIN码").fill(PIN)
    page.get_by_role("button", name="开始使用").tap()
    page.get_by_role("heading", name="我的任务").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def unlock(page: Page) -> None:
    page.get_by_label("PIN码").fill(PIN)
    page.get_by_role("button", name="解锁").tap()
    page.get_by_role("heading", name="我的任务").wait_for()


class Chromium:
    """A Chromium of its own over a profile that outlives it; `kill()` is the battery giving out."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self.playwright, self.profile = playwright, profile
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None

    def start(self) -> BrowserContext:
        port = servers.free_port()
        command = [
            servers.CHROMIUM, *servers.CHROMIUM_OPTIONS, "--headless=new", "--lang=zh-CN",
            "--touch-events=enabled", f"--remote-debugging-port={port}",
            f"--user-data-dir={self.profile}", "about:blank",
        ]  # fmt: skip
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            servers.dying_with_us(command, "KILL"), stdout=quiet, stderr=quiet
        )
        address = f"http://127.0.0.1:{port}"
        servers.wait_until(lambda: servers.answers(f"{address}/json/version"), what="Chromium")
        self.browser = self.playwright.chromium.connect_over_cdp(address)
        return self.browser.contexts[0]

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def tablet_page(browser: Browser) -> Iterator[Page]:
    """Yield a page of a fresh tablet, held upright, with touch."""
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 768, "height": 1024}, has_touch=True,
        geolocation={"latitude": 30.3, "longitude": 108.03}, permissions=["geolocation"],
    )  # fmt: skip
    yield context.new_page()
    context.close()
