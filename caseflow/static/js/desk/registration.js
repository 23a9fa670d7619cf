/* The call screen: everything here only helps; the page is an ordinary form without it. */

import { callerPanel } from "./caller.js";
import { calls } from "./calls.js";
import { chipGroup } from "./chips.js";
import { combobox } from "./combobox.js";
import { keepDraft } from "./drafts.js";
import { duplicatesPanel } from "./duplicates.js";
import { knowledgeOnACall } from "./knowledge.js";
import { readBack } from "./read_back.js";
import { getText, sendForText, waiting } from "./requests.js";
import { townshipField } from "./townships.js";

const FIND_WAIT_MS = 180;
const byId = (id) => document.getElementById(id);

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
    const json = await sendForText(form.dataset.placeUrl, { text: address.value });
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
  const record = byId("source-record");
  const link = async (value, words) => {
    id.value = value;
    note.textContent = words;
    if (!record) return;
    record.replaceChildren();
    if (!value) return;
    const html = await getText(form.dataset.sourceFileUrl.replace(/0$/, value));
    if (html !== null && id.value === String(value)) record.innerHTML = html;
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

/* Ctrl+Enter registers, with Shift it goes on to the next call: anywhere on the page, in a field or
 * not, unless a dialog is open. Enter alone never sends the form from one of its plain fields. */
function sendingKeys(form) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || document.querySelector("dialog[open]")) return;
    const isPlainField = form.contains(event.target) && event.target.matches("input:not([type=submit])");
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const isAnswer = event.altKey ? "answer" : "register";
      const wanted = event.shiftKey ? "register_next" : isAnswer;
      form.querySelector(`button[name=action][value=${wanted}]`)?.click();
    } else if (isPlainField && !event.defaultPrevented) {
      event.preventDefault();
    }
  });
}

/* The call screen itself: its draft, its tabs, and what is read back at the end. */
function wholeCall(form) {
  const draft = keepDraft(form, byId("draft-status"));
  calls(form, draft);
  readBack(form);
  duplicatesPanel(form);
  if ("ringing" in form.dataset) {
    draft.touch();
    window.history.replaceState(null, "", form.dataset.pageUrl);
  }
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
  if (form.dataset.draftUrl) wholeCall(form);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

start();
