"""The keys of the call screen: registering from anywhere, and Tab never behind the bottom bar."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from caseflow.ground.unit_of_work import unit_of_work
from tests.browser.sweep import DESK, signed_in
from tests.cast import make_cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

# The browser scrolls to a focused field a few frames later: it has a second to do so.
COVERED = """async () => {
  const at = document.activeElement;
  const bar = document.querySelector(".cf-call-buttons");
  if (!at.closest("#registration") || bar.contains(at)) return null;
  const end = performance.now() + 1000;
  let field, over;
  do {
    await new Promise(requestAnimationFrame);
    [field, over] = [at.getBoundingClientRect(), bar.getBoundingClientRect()];
    if (field.bottom <= over.top + 1 && field.top >= 0) return "";
  } while (performance.now() < end);
  return `${at.outerHTML.slice(0, 70)} ${field.top}–${field.bottom}, bar at ${over.top}`;
}"""


@pytest.fixture
def call(app: Flask, live_server: str, browser: Browser) -> Page:
    """An empty call screen of the operator."""
    with app.app_context(), unit_of_work():
        make_cast()
    page = signed_in(browser, live_server, "olga", DESK).new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{live_server}/desk/registration/")
    return page


@pytest.mark.parametrize(
    ("keys", "where"), [("Control+Enter", "/done/"), ("Control+Shift+Enter", "after=")]
)
def test_registering_works_where_no_field_has_the_focus(call: Page, keys: str, where: str) -> None:
    call.locator("[name=track][value=suggestion]").check()
    call.locator("[name=identity][value=anonymous]").check()
    call.locator("[name=phone]").fill("13800000001")
    call.locator("[name=body]").fill("建议在果园路种树。")
    call.keyboard.press("Escape")
    call.locator("h1").click()
    assert call.evaluate("!document.activeElement.closest('#registration')")
    call.keyboard.press("?")
    expect(call.locator("#keys-dialog")).to_be_visible()
    call.keyboard.press("Control+Enter")
    expect(call.locator("#keys-dialog")).to_be_visible()
    call.keyboard.press("Escape")
    expect(call.locator("#keys-dialog")).to_be_hidden()
    with call.expect_navigation():
        call.keyboard.press(keys)
    assert where in call.url
    call.context.close()


def test_the_question_mark_lists_every_key_of_the_call_page(call: Page) -> None:
    call.locator("h1").click()
    call.keyboard.press("?")
    rows = call.locator("#keys-dialog tbody tr").all_inner_texts()
    listed = [" ".join(row.split("\t")[1].split()) for row in rows]
    assert len(listed) == len(set(listed)), "each key once"
    for keys in ("Alt+N", "Alt+E", "Alt+H", "Alt+J", "Alt+↓", "Alt+PageDown", "Ctrl+Enter"):
        assert keys in listed
    call.context.close()


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_no_field_reached_by_tab_is_behind_the_bar(call: Page, key: str) -> None:
    call.locator("[name=phone]").focus()
    if key == "Shift+Tab":
        call.locator(".cf-call-buttons button").first.focus()
        call.evaluate("window.scrollTo(0, 0)")
    seen = []
    for _step in range(40):
        call.keyboard.press(key)
        found = call.evaluate(COVERED)
        if found is not None:
            seen.append(found)
    assert len(seen) >= 20
    assert [name for name in seen if name] == [], "\n".join(seen)
    call.context.close()
