"""Looking at one page as people and machines do: axe, width, language, what the console says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.cast import PASSWORD, csrf_token_in

DESK = {"width": 1366, "height": 768}
TABLET = {"width": 768, "height": 1024}
TABLET_WIDE = {"width": 1024, "height": 768}
PHONE = {"width": 360, "height": 740}

SERIOUS = {"serious", "critical"}

WORDS_SHOWN = """() => {
  const here = document.documentElement.lang;
  const skipped = 'script, style, template, noscript, svg title, [translate="no"], code, kbd, '
    + 'option, textarea, label:has(input[name=source_id]), label:has(input[name=petition_id])';
  const shown = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest(skipped)) continue;
    const other = parent.closest('[lang]');
    if (other && other.lang !== here) continue;
    shown.push(node.data.trim());
  }
  for (const field of document.querySelectorAll('[placeholder], [aria-label], [title], [alt]')) {
    if (field.closest('[translate="no"]')) continue;
    const other = field.closest('[lang]');
    if (other && other.lang !== here) continue;
    for (const name of ['placeholder', 'aria-label', 'title', 'alt']) {
      const words = field.getAttribute(name);
      if (words) shown.push(words);
    }
  }
  return shown;
}"""
"""Words of the interface: text not marked as content or as being of another language.

Options and what was typed are content: names of people, units and places.
"""

SETTLED = """() => Promise.race([
  Promise.allSettled(document.getAnimations().map((one) => one.finished)),
  new Promise((go) => setTimeout(go, 2000)),
])"""
"""What fades in is looked at when it is there; what moves for ever is not waited for."""

MEANT = frozenset(
    {"caseflow", "12345", "12369", "JSON", "xlsx", "csv", "CSV", "XLSX", "holiday", "papers",
     "days", "year", "PDF", "Ctrl", "Shift", "Enter", "Esc", "Tab", "Alt", "utf", "UTF", "GB18030",
     "WeChat", "audit", "verify", "json", "MB", "px", "http", "https", "com", "name", "example",
     "IP", "Word", "wang", "squad", "evidence",
     "SHA", "JPEG", "PNG", "WebP", "MP4", "DOCX", "XLS", "DOC", "Excel", "SMTP", "ID",
     "CSRF", "Open", "city", "EMS"}
)  # fmt: skip
"""Names and examples that stand in Chinese text as they are."""

SAMPLES = frozenset({"执法一中队"})
"""Content of the style page, shown in every language."""


@dataclass
class Look:
    """What is wrong with a page; empty lists where nothing is."""

    serious: list[str]
    foreign: list[str]
    wider_by: int
    said: list[str]

    @property
    def faults(self) -> list[str]:
        wide = [f"{self.wider_by} px wider than the window"] if self.wider_by > 0 else []
        return [*self.serious, *wide, *self.said, *(f"foreign words: {w}" for w in self.foreign)]


def foreign_words(shown: list[str], language: str) -> list[str]:
    """Return the words that are not of the page's language."""
    if language == "en":
        # A sentence in English may quote a number, an instrument or an example in Chinese.
        wholly = (w for w in shown if re.search(r"[\u4e00-\u9fff]", w))
        return sorted({w[:60] for w in wholly if not re.search(r"[A-Za-z]{3,}", w)} - SAMPLES)
    found = []
    for words in shown:
        english = set(re.findall(r"[A-Za-z]{3,}", words)) - MEANT
        if english:
            found.append(words[:60])
    return sorted(set(found))


def serious_faults(page: Page) -> list[str]:
    """Return what axe calls serious or critical in the page that is open."""
    results = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"axe {row['id']}: {row['nodes'][0]['html'][:160]} {row['nodes'][0]['any'][:1]}"
        for row in results
        if row["impact"] in SERIOUS
    ]


def look_at(page: Page, language: str, said: list[str]) -> Look:
    """Return what is wrong with the page that is open.

    Axe looks in Chinese only: the markup is the same in English, and axe is most of the time.
    """
    page.evaluate(SETTLED)
    serious = [] if language == "en" else serious_faults(page)
    wider = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    foreign = foreign_words(page.evaluate(WORDS_SHOWN), language)
    return Look(serious, foreign, wider, list(said))


def signed_in(
    browser: Browser, address: str, name: str, viewport: dict[str, int]
) -> BrowserContext:
    """Return a browser context in which a person of the cast has signed in ("" for a stranger)."""
    context = browser.new_context(
        locale="zh-CN",
        viewport=viewport,
        has_touch=viewport["width"] < 1100,
        reduced_motion="reduce",
    )
    if name:
        form = context.request.get(f"{address}/sign-in").text()
        typed = {"username": name, "password": PASSWORD, "csrf_token": csrf_token_in(form)}
        answer = context.request.post(f"{address}/sign-in", form=typed, max_redirects=0)
        assert answer.status == 303, answer.text()
    return context


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """Return a new page and the list of what goes wrong in it."""
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    page.on(
        "console",
        lambda m: (
            said.append(f"console: {m.text}")
            if m.type == "error" and "status of 4" not in m.text
            else None
        ),
    )
    return page, said
