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

/* One key: the danger that the words suggest, else the likeliest, which the list can change. The
 * supervisor is told once, with what is typed of the place; and told once more if it is taken back.
 * One request after the other, so that taking back never overtakes the alarm. */
function emergency(form) {
  const { emergency: list, is_urgent: urgent } = form.elements;
  const said = document.getElementById("emergency-status");
  let isTickedHere = false;
  let earlier = Promise.resolve();
  function tick() {
    if (list.value && !urgent.checked) {
      urgent.checked = true;
      isTickedHere = true;
    } else if (!list.value && isTickedHere) {
      urgent.checked = false;
      isTickedHere = false;
    }
  }
  async function tell(kind) {
    const names = ["page_key", "address_text", "township"];
    const fields = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
    const url = kind ? form.dataset.emergencyUrl : form.dataset.emergencyOverUrl;
    const answer = await sendForJson(url, { ...fields, emergency: kind });
    const isDone = Boolean(answer && answer.isDone);
    said.textContent = (answer && answer.words) || said.dataset.failed;
    said.dataset.state = isDone ? "told" : "lost";
  }
  urgent.addEventListener("change", () => {
    isTickedHere = false;
  });
  list.addEventListener("change", () => {
    tick();
    const kind = list.value;
    earlier = earlier.then(() => tell(kind));
  });
  return () => {
    if (!list.value) {
      const hint = form.querySelector("[data-triage-emergency]");
      if (hint) list.value = hint.dataset.triageEmergency;
      if (!list.value) list.selectedIndex = 1;
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
