"""The style page in a real browser: room, contrast, targets, keys, forms, paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LAYOUTS = ["/styleguide/", "/styleguide/field", "/styleguide/public"]
SIZES = [(360, 740), (768, 1024), (1024, 768), (1366, 768)]

SMALL_TARGETS = """(least) => [...document.querySelectorAll(
  'a[href], button, summary, input:not([type=hidden]), select, textarea')]
  .filter((e) => !e.closest('p, dialog, .cf-skip') && e.getClientRects().length)
  .map((e) => [e.closest('label') || e, e])
  .filter(([box]) => {
    const size = box.getBoundingClientRect();
    return size.height < least || size.width < Math.min(least, 24);
  })
  .map(([, e]) => e.outerHTML.slice(0, 120))"""


def visit(page, url: str, size: tuple[int, int] = (1366, 768)) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(url)
    if not url.endswith("/public"):  # Public pages have no script.
        page.wait_for_selector("html.cf-js")


def serious(page) -> list[str]:
    """Return what axe finds serious or critical, with its place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary']}"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", LAYOUTS)
def test_no_layout_scrolls_sideways(page, design_url: str, path: str, size) -> None:
    visit(page, design_url + path, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("path", LAYOUTS)
@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_nothing_serious(page, design_url: str, path: str, width: int) -> None:
    visit(page, design_url + path, (width, 768))
    assert serious(page) == []


def test_axe_finds_nothing_serious_in_an_erroneous_form(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.click("#form [type=submit]")
    page.wait_for_selector("[data-error-summary]")
    assert serious(page) == []


@pytest.mark.parametrize(("path", "least"), [("/styleguide/", 24), ("/styleguide/field", 44)])
def test_targets_are_large_enough(page, design_url: str, path: str, least: int) -> None:
    visit(page, design_url + path, (1024, 768))
    assert page.evaluate(SMALL_TARGETS, least) == []


def test_errors_take_the_focus_and_lead_to_their_field(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.click("#form [type=submit]")
    page.wait_for_selector("[data-error-summary]")
    page.wait_for_selector("html.cf-js")
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    page.click("[data-error-summary] a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "phone"


def test_a_township_is_chosen_by_its_initials(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.focus("#township")
    page.keyboard.type("rxz")
    page.keyboard.press("Enter")
    assert page.input_value("#township") == "汝溪镇"
    assert page.evaluate("document.querySelector('[name=township]').value") == "汝溪镇"
    page.keyboard.press("Control+a")
    page.keyboard.type("没有这个地方")
    page.keyboard.press("Tab")
    assert page.input_value("#township") == "汝溪镇"


def test_without_javascript_the_township_is_an_ordinary_list(browser, design_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "role", "value": "administrator", "url": design_url}])
    page = context.new_page()
    page.goto(f"{design_url}/styleguide/")
    page.select_option("select#township", "白公街道")
    page.click("#form [type=submit]")
    assert page.input_value("select#township") == "白公街道"
    context.close()


def test_the_question_mark_shows_the_keys_and_they_can_be_switched_off(
    page, design_url: str
) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.keyboard.press("?")
    assert page.is_visible("#keys-dialog")
    assert "搜索" in page.inner_text("[data-keys]")
    page.click("[data-keys-switch]")
    page.wait_for_selector("#keys-dialog[data-keys-off]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys-dialog", state="hidden")
    page.keyboard.press("/")
    assert not page.evaluate("document.activeElement.id === 'bar-search'")
    page.evaluate("document.querySelector('[data-open-dialog=keys-dialog]').click()")
    page.click("[data-keys-switch]")
    page.wait_for_selector("#keys-dialog:not([data-keys-off])")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys-dialog", state="hidden")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "bar-search"


def test_keys_move_in_a_list_and_are_silent_in_a_field(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    links = "[...document.querySelectorAll('[data-row-link]')]"
    assert page.evaluate(f"{links}.indexOf(document.activeElement)") == 1
    page.keyboard.press("k")
    assert page.evaluate(f"{links}.indexOf(document.activeElement)") == 0
    page.focus("#subject")
    page.keyboard.type("/?gi")
    assert page.input_value("#subject") == "/?gi"
    assert page.url.endswith("/styleguide/")


def test_two_keys_in_turn_open_a_page(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox")


def test_a_menu_closes_on_escape_and_gives_the_focus_back(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.click(".cf-person summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('.cf-person').open")
    assert page.evaluate("document.activeElement.parentElement.matches('.cf-person')")


def test_a_number_is_copied(page, design_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, f"{design_url}/styleguide/")
    page.click("[data-copy] >> nth=0")
    assert page.evaluate("navigator.clipboard.readText()") == "忠环访〔2026〕128号"
    expect(page.locator("#announcer")).to_have_text("已复制")


def test_the_skip_link_leads_to_the_content(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_has_no_bars_and_no_buttons(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.emulate_media(media="print")
    assert not page.is_visible(".cf-bar")
    assert not page.is_visible(".btn >> nth=0")
    assert page.is_visible("h1")


def test_typed_words_come_back_after_a_lost_page_and_go_with_the_sign_out(
    page, design_url: str
) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.fill("#words", "夜间施工，持续到凌晨。")
    visit(page, f"{design_url}/inbox-is-elsewhere")
    visit(page, f"{design_url}/styleguide/")
    assert page.input_value("#words") == "夜间施工，持续到凌晨。"
    page.click(".cf-person summary")
    page.click("form[data-forget-typing] button")
    visit(page, f"{design_url}/styleguide/")
    assert page.input_value("#words") == ""


def test_words_that_were_taken_do_not_come_back(page, design_url: str) -> None:
    visit(page, f"{design_url}/styleguide/")
    page.evaluate(
        """() => sessionStorage.setItem("caseflow.keep.styleguide",
             JSON.stringify({words: "sent", at: "0", isSent: true}))"""
    )
    visit(page, f"{design_url}/styleguide/")
    assert page.input_value("#words") == ""


def test_before_an_idle_sign_out_the_page_says_so(page, design_url: str) -> None:
    page.clock.install()
    visit(page, f"{design_url}/styleguide/")
    page.clock.run_for(27 * 60 * 1000)
    assert not page.is_visible("#session-warning")
    page.clock.run_for(2 * 60 * 1000)
    assert page.is_visible("#session-warning")
    page.click("#session-warning button")
    expect(page.locator("#session-warning")).to_be_hidden()
