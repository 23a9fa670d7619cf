/* Suggestions while one types. A form marked data-triage="URL" sends its words a moment after the
 * typing stops and shows the answer in [data-triage-panel]. Nothing is chosen until a suggestion is
 * pressed, or its key: Alt with the digit that it shows. data-alt-key works on every page. */

import { sendForText } from "./requests.js";

const WAIT_MS = 400;
const WORDS = ["subject", "body", "request", "respondent"];
const PLACE = { address: "address_text", township: "township" };

function value(form, name) {
  const field = form.elements[name];
  return field && typeof field.value === "string" ? field.value : "";
}

function asked(form) {
  const fields = new URLSearchParams();
  const words = WORDS.map((name) => value(form, name)).filter((text) => text.trim());
  fields.set("text", words.join("\n").slice(0, 20000));
  Object.entries(PLACE).forEach(([name, field]) => fields.set(name, value(form, field)));
  if (value(form, "track")) fields.set("track", value(form, "track"));
  form.querySelectorAll("input[name=categories]:checked").forEach((box) => fields.append("categories", box.value));
  return fields;
}

function take(form, input) {
  if (!input) return;
  if (input.tagName === "SELECT") input.value = input.dataset.suggested;
  else if (input.type === "checkbox") input.checked = !input.checked;
  else input.checked = true;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function inputOf(form, button) {
  const { triageCode, triageTrack } = button.dataset;
  if (triageCode) return form.querySelector(`input[name=categories][value="${CSS.escape(triageCode)}"]`);
  if (triageTrack) return form.querySelector(`input[name=track][value="${CSS.escape(triageTrack)}"]`);
  const list = form.elements.emergency;
  list.dataset.suggested = button.dataset.triageEmergency;
  return list;
}

function isTaken(input) {
  if (!input) return false;
  return input.tagName === "SELECT" ? input.value !== "" : input.checked;
}

function showTaken(form, panel) {
  panel.querySelectorAll(".cf-triage-take").forEach((button) => {
    const input = inputOf(form, button);
    button.setAttribute("aria-pressed", String(isTaken(input)));
  });
}

function panelOf(form, panel) {
  const shown = form.querySelector("[data-triage-sent]");
  let timer = 0;
  let last = "";
  async function look() {
    const fields = asked(form);
    const key = fields.toString();
    if (key === last) return;
    last = key;
    const html = await sendForText(form.dataset.triage, fields);
    if (html === null || key !== last) return;
    panel.innerHTML = html;
    const answer = panel.querySelector("[data-triage-shown]");
    if (shown && answer && answer.dataset.triageShown) shown.value = answer.dataset.triageShown;
    showTaken(form, panel);
  }
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
    showTaken(form, panel);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  panel.addEventListener("click", (event) => {
    const button = event.target.closest(".cf-triage-take");
    if (button) take(form, inputOf(form, button));
  });
  if (value(form, "body")) look();
}

/* A proposed choice of a list, beside it: pressing it chooses, and says so to the list. */
function choosers() {
  document.querySelectorAll("[data-choose-in]").forEach((link) => {
    link.addEventListener("click", (event) => {
      const list = document.querySelector(`select[name="${CSS.escape(link.dataset.chooseIn)}"]`);
      if (!list) return;
      event.preventDefault();
      list.value = link.dataset.chooseValue;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

function altKeys() {
  document.addEventListener("keydown", (event) => {
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (!digit || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = document.querySelector(`[data-alt-key="${digit[1]}"]`);
    if (!target || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    target.click();
  });
}

export function triage() {
  document.querySelectorAll("form[data-triage]").forEach((form) => {
    const panel = form.querySelector("[data-triage-panel]");
    if (panel) panelOf(form, panel);
  });
  choosers();
  altKeys();
}
