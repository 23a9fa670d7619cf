/* Results while one types. What is typed goes in the body, not in an address: it may name somebody.
 * Without this the boxes are ordinary forms, sent with Enter. */

import { announce } from "./announce.js";

const WAIT_MS = 200;

async function ask(form, words, signal) {
  const fields = { q: words, few: "searchFew" in form.dataset ? "1" : "" };
  const answer = await fetch(form.dataset.searchUrl, {
    method: "POST",
    headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
    body: new URLSearchParams(fields),
    redirect: "manual",
    signal,
  });
  return answer.ok ? answer.text() : null;
}

function searchBox(form) {
  const field = form.querySelector("input[name=q]");
  const results = document.getElementById(form.dataset.searchInto);
  const isPanel = form.contains(results);
  let timer = 0;
  let running = new AbortController();
  let last = field.value.trim();

  const stop = () => {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
  };

  const close = () => {
    stop();
    results.replaceChildren();
    last = "";
  };

  const show = async (words) => {
    const { signal } = running;
    try {
      const html = await ask(form, words, signal);
      if (html === null || signal.aborted) return;
      results.innerHTML = html;
      form.querySelector("details[open]")?.removeAttribute("open");
      const count = results.querySelector("[data-count]");
      if (count) announce(count.textContent.trim());
    } catch (error) {
      if (error.name !== "AbortError") results.replaceChildren();
    }
  };

  const typed = (event) => {
    if (event.isComposing) return;
    const words = field.value.trim();
    if (words === last) return;
    stop();
    last = words;
    if (!words) {
      results.replaceChildren();
      return;
    }
    timer = setTimeout(() => show(words), WAIT_MS);
  };

  field.addEventListener("input", typed);
  field.addEventListener("compositionend", typed);
  form.addEventListener("submit", stop);
  if (!isPanel) return;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      field.focus();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}

export function searchBoxes() {
  document.querySelectorAll("form[data-search]").forEach(searchBox);
}
