/* The call screen: everything here only helps; the page is an ordinary form without it. */

import { chipGroup } from "./chips.js";
import { combobox } from "./combobox.js";
import { keepDraft } from "./drafts.js";
import { knowledgeOnACall } from "./knowledge.js";
import { townshipField } from "./townships.js";

const CALLER_WAIT_MS = 350;
const FIND_WAIT_MS = 180;
const byId = (id) => document.getElementById(id);

function waiting(ms, work) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    return new Promise((done) => {
      timer = setTimeout(() => done(work(...args)), ms);
    });
  };
}

async function getText(url, query) {
  try {
    const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { redirect: "manual" });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/* The telephone number goes in the body: addresses are logged, bodies are not. */
async function sendForText(url, fields) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/* Beside the telephone number: what this caller already has with us. */
function callerPanel(form) {
  const phone = byId("phone");
  const panel = byId("caller-panel");
  let last = "";
  const look = waiting(CALLER_WAIT_MS, async () => {
    const digits = phone.value.normalize("NFKC").replace(/\D/g, "");
    if (digits === last) return;
    last = digits;
    if (digits.length !== 4 && digits.length < 7) {
      panel.replaceChildren();
      return;
    }
    const html = await sendForText(form.dataset.callerUrl, { phone: digits });
    if (html !== null && digits === last) panel.innerHTML = html;
  });
  phone.addEventListener("input", look);
  last = phone.dataset.looked || "";
  if (phone.value && !last) look();
}

/* The subject shows what it will be if it is left empty. */
function subjectProposal() {
  const subject = byId("subject");
  const fallback = subject.placeholder;
  const propose = () => {
    const first = byId("body").value.trim().split(/[。！？!?；;\n\r]/)[0].trim();
    subject.placeholder = first.slice(0, 40) || fallback;
  };
  byId("body").addEventListener("input", propose);
  propose();
}

/* The place: a township by initials, or found in the address. */
function place(form) {
  const township = byId("township");
  const address = byId("address_text");
  const note = byId("township-note");
  let proposed = "";
  townshipField(township, byId("township-list"), () => {
    proposed = "";
    note.textContent = "";
  });
  const propose = waiting(FIND_WAIT_MS, async () => {
    if (township.value && township.value !== proposed) return;
    const json = await getText(form.dataset.placeUrl, { text: address.value });
    const { name = "" } = json ? JSON.parse(json) : {};
    if (township.value && township.value !== proposed) return;
    if (township.value !== name) {
      township.value = name;
      township.dispatchEvent(new Event("change", { bubbles: true }));
    }
    proposed = name;
    note.textContent = name ? note.dataset.words : "";
  });
  address.addEventListener("input", propose);
}

/* Who is complained of: a file that exists, a new one, or only words. */
function respondent(form) {
  const field = byId("respondent");
  const note = byId("source-note");
  const isNew = byId("new_source");
  const id = byId("source_id");
  const link = (value, words) => {
    id.value = value;
    note.textContent = words;
  };
  const find = waiting(FIND_WAIT_MS, async (text) => {
    if (!text.trim()) return [];
    const json = await getText(form.dataset.sourcesUrl, { q: text.trim() });
    const rows = json ? JSON.parse(json) : [];
    const options = rows.map((row) => ({ label: row.name, detail: row.detail, row }));
    if (isNew && !rows.some((row) => row.name === text.trim())) {
      const label = note.dataset.newWords.replace("…", text.trim());
      options.push({ label, isNew: true, isContent: false });
    }
    return options;
  });
  combobox({
    field,
    list: byId("source-list"),
    find,
    choose: (option) => {
      if (isNew) isNew.checked = Boolean(option.isNew);
      if (option.row) {
        field.value = option.row.name;
        link(option.row.id, `${note.dataset.linkedWords} ${option.row.detail}`);
      } else {
        link("", "");
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  field.addEventListener("input", () => {
    if (isNew && !field.value.trim()) isNew.checked = false;
    link("", "");
  });
}

/* When it was submitted, said back in full. */
function moment(form) {
  const field = byId("submitted");
  const echo = byId("submitted-echo");
  const say = waiting(FIND_WAIT_MS, async () => {
    const json = await getText(form.dataset.momentUrl, { text: field.value });
    if (json === null) return;
    const answer = JSON.parse(json);
    echo.textContent = answer.words;
    echo.dataset.state = answer.is_right ? "right" : "wrong";
  });
  field.addEventListener("input", say);
}

/* Ctrl+Enter registers, with Shift it goes on to the next call; works inside every field. */
function sendingKeys(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const isPlainField = event.target.matches("input:not([type=submit])");
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const isAnswer = event.altKey ? "answer" : "register";
      const wanted = event.shiftKey ? "register_next" : isAnswer;
      form.querySelector(`button[name=action][value=${wanted}]`).click();
    } else if (isPlainField && !event.defaultPrevented) {
      event.preventDefault();
    }
  });
}

function start() {
  const form = byId("registration");
  if (!form) return;
  if (byId("phone")) callerPanel(form);
  if (byId("body")) subjectProposal();
  place(form);
  respondent(form);
  if (byId("submitted")) moment(form);
  document.querySelectorAll("[data-chips]").forEach(chipGroup);
  sendingKeys(form);
  knowledgeOnACall(form);
  if (form.dataset.draftUrl) keepDraft(form, byId("draft-status"));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

start();
