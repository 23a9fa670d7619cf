/* Several calls at once, each a draft of its own in a tab; and the keys of the call screen, which
 * work inside every field: Alt+N another call, Alt+PageUp/PageDown between calls, Alt+Down/Up
 * between sections, Alt+E an emergency, Alt+H the caller's history. */

import { sendForJson } from "./requests.js";

const tabs = () => [...document.querySelectorAll("[data-call-tab]")];

function isPlain(event) {
  return !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && event.button === 0;
}

/* What is typed is kept before the page is left for another call; not kept, it is not left. */
async function leaveFor(link, draft) {
  if (await draft.saveNow()) window.location.assign(link.href);
}

function go(by, draft) {
  const open = tabs().filter((tab) => !("callNew" in tab.dataset));
  const here = open.findIndex((tab) => tab.getAttribute("aria-current"));
  const next = open[(here + by + open.length) % open.length];
  if (next && next !== open[here]) leaveFor(next, draft);
}

function nextSection(form, by) {
  const sections = [...form.querySelectorAll("[data-section]")];
  const here = sections.findIndex((section) => section.contains(document.activeElement));
  const next = sections[Math.min(Math.max(here + by, 0), sections.length - 1)];
  const field = next.querySelector("input:not([type=hidden]), textarea, select");
  field.focus();
  field.scrollIntoView({ block: "nearest" });
}

/* One key: the danger that is likeliest, which the list can change; the supervisor is told once. */
function emergency(form) {
  const list = form.elements.emergency;
  const said = document.getElementById("emergency-status");
  async function tell() {
    if (!list.value) return;
    form.elements.is_urgent.checked = true;
    const answer = await sendForJson(form.dataset.emergencyUrl, {
      page_key: form.elements.page_key.value,
    });
    said.textContent = (answer && answer.words) || said.dataset.failed;
    said.dataset.state = answer && answer.isDone ? "told" : "lost";
  }
  list.addEventListener("change", tell);
  return () => {
    if (!list.value) {
      list.selectedIndex = 1;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }
    list.focus();
  };
}

export function calls(form, draft) {
  const raise = emergency(form);
  const acts = {
    n: () => leaveFor(document.querySelector("[data-call-new]"), draft),
    PageDown: () => go(1, draft),
    PageUp: () => go(-1, draft),
    ArrowDown: () => nextSection(form, 1),
    ArrowUp: () => nextSection(form, -1),
    e: raise,
    h: () => document.querySelector("#caller-panel a, #caller-panel button")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-call-tab]");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    if (!link.getAttribute("aria-current")) leaveFor(link, draft);
  });
}
