"""A tablet for the tests: what it takes along, its hands, and its end by a dead battery."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import force_locale
from playwright.sync_api import Browser, Error, Page

from caseflow.field.inspections.limits import as_table
from caseflow.field.inspections.wording import words_table
from tests import servers
from tests.cast import PASSWORD

PIN = "246810"
SUBJECT, ADDRESS, PETITION = "果园路夜间打桩噪声扰民", "忠州街道果园路18号", "每晚十点后打桩机轰鸣"
SECOND = {"id": 2002, "name": "方晴", "certificate": "渝-0002", "unit": "一中队"}
SECRETS = (SUBJECT, ADDRESS, PETITION, "王五经理", "重庆某建筑公司")
"""Words of cases and visits that nothing on the tablet may show in plain text."""


def package(app: Flask, user: dict[str, Any]) -> dict[str, Any]:
    """Return a round of two cases, as the protocol has it."""
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        limits = {"table": as_table(), "words": words_table()}
    items = [
        {"code": "noise.hours", "words": "是否夜间施工",
         "basis": "噪声法第43条", "asks_photograph": True},
        {"code": "noise.permit", "words": "是否有夜间施工证明",
         "basis": "", "asks_photograph": False},
    ]  # fmt: skip
    case = {
        "version": 7, "state": "assigned", "kinds": ["noise", "dust"], "categories": ["噪声"],
        "township": "忠州街道", "due_on": "2026-12-05", "due_mark": "soon",
        "orders": [], "inspections": [], "contact": None,
    }  # fmt: skip
    return {
        "mark": "1", "made_at": "2026-11-28T02:00:00.000Z", "user": user,
        "officers": [user, SECOND],
        "cases": [
            case | {
                "id": 11, "number": "环信〔2026〕1号", "subject": SUBJECT, "address": ADDRESS,
                "place": {"latitude": 30.3, "longitude": 108.03}, "source_id": 5, "words": PETITION,
            },
            case | {
                "id": 12, "number": "环信〔2026〕2号", "subject": "餐馆油烟扰民",
                "due_mark": "late",
                "address": "白公街道州屏环路3号", "place": {"latitude": 30.31, "longitude": 108.05},
                "source_id": None, "words": "油烟直排", "kinds": ["fumes"],
            },
        ],
        "sources": [{
            "id": 5, "name": "重庆某建筑公司", "credit_code": "91500233MA5U000000",
            "address": ADDRESS,
            "permit_number": "", "risk_grade": "中", "history": ["2026-05-03 检查：责令改正"],
        }],
        "checklists": [
            {"code": "noise", "version": 1, "kind": "noise", "name": "噪声", "items": items}
        ],
        "limits": limits, "codes": {}, "planned": [],
    }  # fmt: skip


def ask(address: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Tell the stand-in something, or hear what it has."""
    content = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(f"{address}/stand-in", data=content, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def sign_in(page: Page, address: str) -> None:
    """Sign in as Farid; leads to the app."""
    page.goto(f"{address}/sign-in?next=/field/app")
    enter(page)


def enter(page: Page) -> None:
    """Fill in the page of the sign-in that leads to the app."""
    page.get_by_label("用户名").fill("farid")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/field/app")


def set_up(page: Page) -> None:
    """Choose the PIN of a new tablet and wait until it works without the network."""
    page.get_by_label("新解锁码").fill(PIN)
    page.get_by_label("再次输入解锁码").fill(PIN)
    page.get_by_role("button", name="开始使用").tap()
    page.get_by_role("button", name=re.compile("下载|重新下载")).wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def unlock(page: Page) -> None:
    page.get_by_label("解锁码").fill(PIN)
    page.get_by_role("button", name="解锁").tap()
    page.get_by_role("button", name=re.compile("下载|重新下载")).wait_for()


HELD: dict[str, Any] = {
    "locale": "zh-CN",
    "viewport": {"width": 768, "height": 1024},
    "has_touch": True,
    "geolocation": {"latitude": 30.3, "longitude": 108.03},
    "permissions": ["geolocation"],
}
"""A tablet held upright."""

NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}
"""A proxy where nobody listens: no request of any kind leaves the tablet."""


class Tablet:
    """A Chromium over a profile that outlives it; `kill` is the battery giving out."""

    def __init__(self, browser: Browser, profile: Path) -> None:
        self.kind, self.profile = browser.browser_type, profile
        self.page: Page

    def start(self, address: str, *, online: bool) -> Page:
        """Open the app, with the network or without any."""
        context = self.kind.launch_persistent_context(
            self.profile,
            executable_path=servers.CHROMIUM,
            args=servers.CHROMIUM_OPTIONS,
            proxy=None if online else NOWHERE,  # type: ignore[arg-type]
            **HELD,
        )
        self.page = context.pages[0] if context.pages else context.new_page()
        if not online:
            self.page.goto(f"{address}/field/app")
        return self.page

    def kill(self) -> None:
        """Kill the browser's own process, whose number its profile names."""
        number = os.readlink(self.profile / "SingletonLock").rpartition("-")[2]
        os.kill(int(number), signal.SIGKILL)
        with contextlib.suppress(Error):
            self.page.context.close()
        for left in self.profile.glob("Singleton*"):
            left.unlink(missing_ok=True)


DUMP = """async () => {
  const text = (value) => {
    if (value instanceof ArrayBuffer) value = new Uint8Array(value);
    if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value && typeof value === 'object' && !(value instanceof CryptoKey)) {
      return Object.entries(value).map(([name, one]) => name + '=' + text(one)).join(' ');
    }
    return String(value);
  };
  const out = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      indexedDB.open(name).onsuccess = ({ target }) => done(target.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      out.push(store + ': ' + rows.length, ...rows.map(text));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) out.push(key.url, await (await cache.match(key)).text());
  }
  return out.join('\\n');
}"""
"""Everything a script can read of what is kept: databases, caches, local storage."""


def leaked(page: Page, profile: Path | None = None) -> list[str]:
    """Return the known words that can be read on the tablet: by a script, and on its disk."""
    dump = page.evaluate(DUMP)
    assert "records: " in dump
    found = [f"{word} in storage" for word in SECRETS if word in dump]
    for path in sorted(profile.rglob("*")) if profile else ():
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found += [
                f"{word} in {path.name} ({coding})"
                for word in SECRETS
                for coding in ("utf-8", "utf-16-le")
                if word.encode(coding) in content
            ]
    return found


@contextmanager
def tablet_page(browser: Browser) -> Iterator[Page]:
    """Yield a page of a fresh tablet."""
    context = browser.new_context(**HELD)
    yield context.new_page()
    context.close()
