/* While one types: earlier cases that this call may repeat, each with a button that makes the
 * petition part of that case. Nothing is joined unasked, and it can be taken back until it is sent.
 * Alt+J takes the first, or takes it back. */

import { sendForText, waiting } from "./requests.js";

const WAIT_MS = 500;
const ASKED = ["subject", "body", "address_text", "township", "respondent", "source_id", "phone"];
const ENOUGH = 4;

function typed(form) {
  const fields = new URLSearchParams();
  ASKED.forEach((name) => {
    if (form.elements[name]?.value) fields.set(name, form.elements[name].value);
  });
  form.querySelectorAll("[name=categories]:checked").forEach((box) => fields.append("categories", box.value));
  return fields;
}

function isEnough(form) {
  const place = form.elements.address_text.value + form.elements.respondent.value;
  return form.elements.body.value.trim().length >= ENOUGH || place.trim().length >= ENOUGH;
}

export function duplicatesPanel(form) {
  const panel = document.getElementById("duplicates-panel");
  const note = document.getElementById("joins-note");
  const joins = form.elements.joins;
  let last = "";

  function show() {
    note.hidden = !joins.value;
    note.querySelector("span").textContent = note.dataset.words.replace("…", joins.value);
    panel.querySelectorAll("[data-join]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.join === joins.value));
    });
  }

  function join(number) {
    joins.value = joins.value === number ? "" : number;
    joins.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  }

  function addButtons() {
    panel.querySelectorAll("[data-number]").forEach((row, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-outline-primary cf-join";
      button.dataset.join = row.dataset.number;
      button.textContent = panel.dataset.join;
      if (index === 0) {
        const key = document.createElement("kbd");
        key.textContent = "Alt+J";
        button.append(" ", key);
      }
      row.append(button);
    });
    show();
  }

  async function look() {
    const fields = isEnough(form) ? typed(form) : null;
    const key = fields ? fields.toString() : "";
    if (key === last) return;
    last = key;
    const html = fields ? await sendForText(panel.dataset.url, fields) : "";
    if (html === null || key !== last) return;
    panel.innerHTML = html;
    addButtons();
  }

  const later = waiting(WAIT_MS, look);
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-join]");
    if (button) join(button.dataset.join);
  });
  note.querySelector("[data-join-none]").addEventListener("click", () => join(joins.value));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.key.toLowerCase() !== "j") return;
    const first = panel.querySelector("[data-join]");
    if (!first) return;
    event.preventDefault();
    join(first.dataset.join);
  });
  look();
}
