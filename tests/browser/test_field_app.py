"""The offline field app in a real browser, against a server that speaks the protocol."""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.browser.sweep import look_at, watched
from tests.cast import make_cast
from tests.field_tablet import (
    PIN,
    SUBJECT,
    ask,
    package,
    set_up,
    sign_in,
    tablet_page,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def stand_in(app: Flask, environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of caseflow with the stand-in before it; it knows a round for Farid."""
    with app.app_context(), unit_of_work():
        farid = make_cast().farid
        user = {"id": farid.id, "name": farid.display_name, "certificate": "渝-0001", "unit": ""}
    own = servers.environment(tmp_path / "home", **environment)
    for address in servers.web_server(own, "tests.field_stand_in:app", 120):
        ask(address, {"package": package(app, user)})
        yield address


def picture(page: Page, name: str) -> None:
    """Keep a picture where CASEFLOW_LOOK says, for a person to look at."""
    if folder := os.environ.get("CASEFLOW_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_first_screens(browser: Browser, stand_in: str) -> None:
    with tablet_page(browser) as page:
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        sign_in(page, stand_in)
        page.wait_for_timeout(2000)
        print(said)
        picture(page, "setup")
        set_up(page)
        picture(page, "round0")
        page.get_by_role("button", name="下载我的案件").tap()
        page.get_by_text(SUBJECT).first.wait_for()
        picture(page, "round")
        page.get_by_text(SUBJECT).first.tap()
        page.get_by_role("button", name="开始检查").wait_for()
        picture(page, "case")
        page.get_by_role("button", name="开始检查").tap()
        page.wait_for_timeout(1000)
        picture(page, "visit")
        print(page.url, said)
        base = page.url
        for s in "officers arrival party rights items readings findings statement result signing check".split():
            page.goto(f"{base}/{s}")
            page.wait_for_timeout(300)
            picture(page, f"s-{s}")
        print(said)
