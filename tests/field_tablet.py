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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Error, Page

from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.cast import PASSWORD, make_cast
from tests.factories import a_source, case_in, do

PIN = "246810"
SUBJECT, ADDRESS, PETITION = "果园路夜间打桩噪声扰民", "忠州街道果园路18号", "每晚十点后打桩机轰鸣"
PLANNED_SOURCE = "忠县滨江路工地"
SECRETS = (SUBJECT, ADDRESS, PETITION, "王五经理", "忠县某建筑公司", PLANNED_SOURCE)
"""Words of cases and visits that nothing on the tablet may show in plain text."""


@dataclass(frozen=True, slots=True)
class Round:
    """Ids of what Farid has to visit: a case a kind, and a planned inspection without a case."""

    noise: int
    fumes: int
    hazardous_waste: int
    planned: int


def make_round(app: Flask) -> Round:
    """Give Farid a round of three petitions and one planned dust inspection."""
    with app.app_context():
        with unit_of_work():
            cast = make_cast()
        noise = case_in("assigned", subject=SUBJECT, address_text=ADDRESS, body=PETITION)
        fumes = case_in(
            "assigned", subject="餐馆油烟扰民", category_codes=("air-fumes",),
            address_text="白公街道州屏环路3号", body="油烟直排进楼道。",
        )  # fmt: skip
        waste = case_in(
            "assigned", subject="修理厂废机油露天堆放", category_codes=("hazardous",),
            address_text="忠州街道红星路8号", body="废机油桶没有盖。",
        )  # fmt: skip
        for case in (noise, fumes, waste):
            do(case, "link_source")
        source_id = a_source(PLANNED_SOURCE).id
        with unit_of_work():
            farid, fang = db.session.merge(cast.farid), db.session.merge(cast.fang)
            plan = InspectionPlan(
                name="扬尘专项", basis="campaign", year=clock.today().year, kind="dust", caps={},
                published_items="施工扬尘", created_at=clock.now(), created_by_id=cast.sunil.id,
            )  # fmt: skip
            db.session.add(plan)
            db.session.flush()
            planned = PlannedInspection(
                plan_id=plan.id, source_id=source_id, officer_id=farid.id,
                second_officer_id=fang.id, due_on=clock.today(), state="planned",
                created_at=clock.now(), created_by_id=cast.sunil.id,
            )  # fmt: skip
            db.session.add(planned)
            db.session.flush()
            return Round(noise.id, fumes.id, waste.id, planned.id)


def refuse(address: str, *wrong: dict[str, Any]) -> None:
    """Let the gate of the server refuse requests (field_gate.py)."""
    content = json.dumps({"wrong": wrong}).encode()
    with urllib.request.urlopen(f"{address}/gate", data=content, timeout=10) as answer:
        answer.read()


def sign_in(page: Page, address: str) -> None:
    """Sign in as Farid; leads to the app."""
    page.goto(f"{address}/sign-in?next=/field/app")
    enter(page)


def enter(page: Page, name: str = "farid") -> None:
    """Fill in the page of the sign-in that leads to the app."""
    page.get_by_label("用户名").fill(name)
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
    "timezone_id": "Asia/Shanghai",
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
