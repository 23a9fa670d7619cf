/* Beside the telephone number: what this caller already has with us, taken over or chased. */

import { sendForJson, sendForText, waiting } from "./requests.js";

const CALLER_WAIT_MS = 350;
const byId = (id) => document.getElementById(id);

function type(field, value) {
  if (!value || field.value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* The same person calls again: name and address are there already, go on to what happened. */
function takeCaller(panel) {
  const known = panel.querySelector("[data-take-caller]");
  if (known) {
    type(byId("name"), known.dataset.name);
    type(byId("person_address"), known.dataset.address);
  }
  byId("body").focus();
  return Boolean(known);
}

/* Pressed again only where it was not logged: whoever handles it is told once. */
async function chase(form) {
  const said = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  button.disabled = true;
  const answer = await sendForJson(form.action, new FormData(form));
  said.textContent = (answer && answer.words) || said.dataset.failed;
  button.disabled = Boolean(answer && answer.isDone);
}

export function callerPanel(form) {
  const phone = byId("phone");
  const panel = byId("caller-panel");
  let last = phone.dataset.looked || "";
  let looking = Promise.resolve();

  async function ask() {
    const digits = phone.value.normalize("NFKC").replace(/\D/g, "");
    if (digits === last) return looking;
    last = digits;
    panel.replaceChildren();
    if (digits.length !== 4 && digits.length < 7) return null;
    const page = form.elements.page_key.value;
    const html = await sendForText(form.dataset.callerUrl, { phone: digits, page_key: page });
    if (digits !== last) return null;
    if (html === null) last = "";
    else panel.innerHTML = html;
    return null;
  }

  function show() {
    looking = ask();
    return looking;
  }

  const look = waiting(CALLER_WAIT_MS, show);
  phone.addEventListener("input", look);
  phone.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (phone.value) await show();
    if (document.activeElement === phone) takeCaller(panel);
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-take-caller]")) takeCaller(panel);
  });
  panel.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-chase]")) return;
    event.preventDefault();
    chase(event.target);
  });
  if (phone.value && !last) look();
}
