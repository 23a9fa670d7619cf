/* The knowledge base: answers that fit a call beside its form, and the page's search as one types. */

import { announce } from "./announce.js";
import { appendTo } from "./inserting.js";
import { getText, sendForText, waiting } from "./requests.js";

const WAIT_MS = 250;

/* For a consultation: what fits the words typed, or the words of the panel's own search field. A
 * button, or Ctrl+Alt and its number, adds the answer to what was answered on the call. */
export function knowledgeOnACall(form) {
  const panel = document.getElementById("knowledge-panel");
  const reply = form.elements.reply_words;
  if (!panel || !reply) return;
  const search = panel.querySelector("[data-knowledge-search]");
  const list = panel.querySelector("[data-knowledge-answers]");
  let shown = "";

  const isWanted = () => form.elements.track.value === "consultation";
  const words = () => search.value.trim() || `${form.elements.subject?.value || ""} ${form.elements.body?.value || ""}`.trim();

  async function look() {
    const asked = isWanted() ? words() : "";
    if (asked === shown) return;
    shown = asked;
    if (!asked) {
      list.replaceChildren();
      return;
    }
    const html = await sendForText(panel.dataset.answersUrl, { words: asked });
    if (html !== null && asked === shown) list.innerHTML = html;
  }

  function take(button) {
    const fold = reply.closest("details");
    if (fold) fold.open = true;
    const isIn = appendTo(reply, button.dataset.takeAnswer);
    announce(isIn ? panel.dataset.taken : panel.dataset.full);
    reply.scrollIntoView({ block: "nearest" });
  }

  const soon = waiting(WAIT_MS, look);
  const follow = () => {
    panel.hidden = !isWanted();
    soon();
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", follow);
  search.addEventListener("input", soon);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-answer]");
    if (button) take(button);
  });
  document.addEventListener("keydown", (event) => {
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (!digit || !event.ctrlKey || !event.altKey || panel.hidden) return;
    const button = list.querySelectorAll("[data-take-answer]")[digit[1] - 1];
    if (!button) return;
    event.preventDefault();
    take(button);
  });
  follow();
}

/* The page of the knowledge base finds while one types; without this, Enter finds. */
function searchAsTyped(form) {
  const results = document.getElementById("knowledge-found");
  let asked = window.location.search;
  const look = waiting(WAIT_MS, async () => {
    const fields = new FormData(form);
    const query = `?${new URLSearchParams(fields)}`;
    if (query === asked) return;
    asked = query;
    const html = await getText(form.getAttribute("action"), fields);
    if (html === null || query !== asked) return;
    const found = new DOMParser().parseFromString(html, "text/html").getElementById("knowledge-found");
    results.replaceChildren(...found.childNodes);
    window.history.replaceState(null, "", query);
  });
  form.addEventListener("input", look);
}

document.querySelectorAll("form[data-knowledge-form]").forEach(searchAsTyped);
