/* [data-copy="words"] copies the words; also where the browser has no clipboard over plain http. */

import { announce } from "./announce.js";

const SHOWN_MS = 1800;

function copyBySelection(words) {
  const field = document.createElement("textarea");
  field.value = words;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  return isDone;
}

export async function copyWords(words) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      return copyBySelection(words);
    }
  }
  return copyBySelection(words);
}

export function copyButtons() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || !(await copyWords(button.dataset.copy))) return;
    button.focus();
    const shape = button.querySelector("use");
    const before = shape && shape.getAttribute("href");
    if (shape) shape.setAttribute("href", before.replace(/#.*/, "#check-lg"));
    announce(document.body.dataset.copied);
    window.setTimeout(() => {
      if (shape) shape.setAttribute("href", before);
    }, SHOWN_MS);
  });
}
