"""Take the pictures of the README: each role's main page of a running demonstration.

make run                                        # prints address and password
.venv/bin/python tools/pictures.py http://127.0.0.1:8000 PASSWORD
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
DESK = {"width": 1366, "height": 768}
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 360, "height": 740}
APP, PIN = "/field/app", "246810"
PAGES = (
    # file, account (none: the public), page, size
    ("operator", "operator", "/desk/registration/", DESK),
    ("dispatcher", "dispatcher", "/work", DESK),
    ("officer", "officer", APP, TABLET),
    ("supervisor", "supervisor", "/supervision/", DESK),
    ("publisher", "publisher", "/desk/publications/", DESK),
    ("reward", "reward", "/rewards/", DESK),
    ("auditor", "auditor", "/audit/", DESK),
    ("administrator", "admin", "/people", DESK),
    ("public", None, "/results/", PHONE),
    ("petition", None, "/petition/kind", PHONE),
)


def take(browser: Browser, address: str, password: str) -> None:
    """Take every picture."""
    for name, account, path, size in PAGES:
        context = browser.new_context(
            viewport=size, locale="zh-CN", has_touch=size is not DESK, device_scale_factor=1
        )
        page = context.new_page()
        if account:
            sign_in(page, address, account, password)
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        if path == APP:
            take_along(page)
        if name == "petition":
            begin_petition(page)
        keep(name, page.screenshot())
        context.close()


def sign_in(page: Page, address: str, account: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("[name=username]", account)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def begin_petition(page: Page) -> None:
    """Answer the first question, so that the place is asked for."""
    page.locator("[name=kinds]").first.check()
    page.click("[name=go_on]")
    page.wait_for_load_state("networkidle")


def take_along(page: Page) -> None:
    """Set the tablet up and take the round along."""
    for field in page.locator("input[type=password]").all():
        field.fill(PIN)
    page.locator(".fa-main").click()
    page.locator(".fa-nav").wait_for()
    page.locator(".fa-main").click()
    page.locator(".fa-round a").first.wait_for()
    page.wait_for_timeout(1000)


def keep(name: str, taken: bytes) -> None:
    """Keep a picture in 128 colours: a few tens of kilobytes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        FOLDER / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take(chromium, sys.argv[1].rstrip("/"), sys.argv[2])
        chromium.close()
