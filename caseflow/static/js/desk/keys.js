/* Single-key shortcuts, read from the page: [data-key="n"] is clicked, [data-key-focus="/"] focused.
 *
 * Two keys in turn are written "g i". Inside a list (a link with data-row-link in each row) j and k
 * move, o opens, x marks the row's box, Shift+x all from the one marked before, * the whole page. "?" shows what this page has, with the chords of its
 * [data-chords] and those named on its buttons in <kbd>. Single keys never fire in a field or with Ctrl, Alt or Meta; each person can
 * switch them off, and the server keeps that (WCAG 2.1.4). */

const PAUSE_MS = 1200;
const FIELDS = "input, textarea, select, [role=textbox], [role=listbox]";

const theDialog = () => document.getElementById("keys-dialog");
const isOff = () => theDialog().hasAttribute("data-keys-off");

/* The box of a row of a list is no field: x ticks it, and j goes on from there. */
const isRowBox = (target) =>
  target.matches("input[type=checkbox]") && Boolean(target.closest("tr, li")?.querySelector("[data-row-link]"));

/* A field keeps the focus for a moment after its dialog was closed: nobody types there. */
const isTyping = (target) =>
  !target.closest("dialog:not([open])")
  && (target.isContentEditable || (Boolean(target.closest(FIELDS)) && !isRowBox(target)));

function rowLinks() {
  return [...document.querySelectorAll("[data-row-link]")];
}

function step(by) {
  const links = rowLinks();
  if (!links.length) return false;
  const row = document.activeElement.closest("tr, li");
  const here = links.findIndex((link) => link === document.activeElement || (row && row.contains(link)));
  const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function mark() {
  const row = document.activeElement.closest("tr, li");
  const box = row && row.querySelector("input[type=checkbox]");
  if (!box) return false;
  box.click();
  return true;
}

/* lists.js knows which box was marked before. */
function markRange() {
  const row = document.activeElement.closest("tr, li");
  const box = row && row.querySelector("input[name=case]");
  if (!box) return false;
  document.dispatchEvent(new CustomEvent("caseflow:range", { detail: { box } }));
  return true;
}

function markAll() {
  if (!document.querySelector("[data-list] input[name=case]")) return false;
  document.dispatchEvent(new CustomEvent("caseflow:all"));
  return true;
}

function open() {
  const row = document.activeElement.closest("tr, li");
  const link = row && row.querySelector("[data-row-link]");
  if (!link) return false;
  link.click();
  return true;
}

const LIST_KEYS = { j: () => step(1), k: () => step(-1), o: open, x: mark, X: markRange, "*": markAll };

function shown(element) {
  return element.getClientRects().length > 0 || element.closest(".cf-nav");
}

function find(attribute, keys) {
  return [...document.querySelectorAll(`[${attribute}]`)].find(
    (element) => element.getAttribute(attribute) === keys && shown(element),
  );
}

function press(keys) {
  const field = find("data-key-focus", keys);
  const target = field || find("data-key", keys);
  if (!target) return keys in LIST_KEYS && LIST_KEYS[keys]();
  if (field) field.focus();
  else target.click();
  return true;
}

function line(keys, words) {
  const row = document.createElement("tr");
  const what = document.createElement("td");
  const how = document.createElement("td");
  what.textContent = words;
  keys.split(" ").forEach((key, index) => {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    if (index) how.append(" ");
    how.append(cap);
  });
  row.append(what, how);
  return row;
}

/* What a button says without the keys that stand on it. */
function labelOf(button) {
  const copy = button.cloneNode(true);
  copy.querySelectorAll("kbd, .visually-hidden").forEach((part) => part.remove());
  return copy.textContent.trim();
}

/* The chords that the page itself lists, as [keys, label] pairs. */
const listed = () =>
  [...document.querySelectorAll("[data-chords]")].flatMap((element) => JSON.parse(element.dataset.chords));

/* The chords on the page's buttons; of several with one label, the first and the last. */
function onButtons() {
  const found = new Map();
  [...document.querySelectorAll("button kbd")].filter(shown).forEach((cap) => {
    const label = labelOf(cap.closest("button"));
    const [first] = found.get(label) || [];
    const keys = cap.textContent.trim();
    found.set(label, first ? [first, keys] : [keys]);
  });
  return [...found].map(([label, caps]) => [caps.join(" … "), label]);
}

function fill(table) {
  const words = table.dataset;
  const lines = [["?", words.help]];
  document.querySelectorAll("[data-key], [data-key-focus]").forEach((element) => {
    const keys = element.dataset.key || element.dataset.keyFocus;
    lines.push([keys, element.dataset.keyLabel || element.textContent.trim()]);
  });
  if (rowLinks().length) {
    lines.push(["j", words.down], ["k", words.up], ["o", words.open]);
    if (document.querySelector("tr input[type=checkbox], li input[type=checkbox]")) {
      lines.push(["x", words.mark]);
    }
    if (document.querySelector("[data-list] input[name=case]")) {
      lines.push(["Shift x", words.range], ["*", words.all]);
    }
  }
  const pairs = listed();
  const names = new Set(pairs.map(([, label]) => label));
  lines.push(...pairs, ...onButtons().filter(([, label]) => !names.has(label)));
  if (document.querySelector("[data-texts]:is(textarea, input)")) lines.push(["::", words.texts]);
  table.replaceChildren(...lines.map(([keys, label]) => line(keys, label)));
}

/* The box in the dialog: kept by the server at once, and said; put back if that failed. */
function keepChoice(dialog) {
  const form = dialog.querySelector("[data-keys-form]");
  const box = form.querySelector("[data-keys-switch]");
  const said = dialog.querySelector("[data-keys-said]");
  box.addEventListener("change", async () => {
    const isOn = box.checked;
    const headers = { "X-Requested-With": "fetch" };
    const body = new URLSearchParams(new FormData(form));
    let isKept = false;
    try {
      const answer = await fetch(form.action, { method: "POST", headers, body, redirect: "manual" });
      isKept = answer.ok;
    } catch {
      isKept = false;
    }
    if (isKept) dialog.toggleAttribute("data-keys-off", !isOn);
    else box.checked = !isOn;
    const outcome = isOn ? said.dataset.on : said.dataset.off;
    said.textContent = isKept ? outcome : said.dataset.failed;
  });
}

function prepareDialog(dialog) {
  keepChoice(dialog);
  const table = dialog.querySelector("[data-keys]");
  fill(table);
  document.querySelectorAll("[data-open-dialog=keys-dialog]").forEach((button) => {
    button.addEventListener("click", () => fill(table));
  });
}

export function keys() {
  const dialog = theDialog();
  if (!dialog) return;
  prepareDialog(dialog);
  let before = "";
  let pressedAt = 0;
  document.addEventListener("keydown", (event) => {
    const isChord = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (isChord || isOff() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      fill(dialog.querySelector("[data-keys]"));
      dialog.showModal();
      return;
    }
    if (event.key.length !== 1) return;
    const isSecond = before && event.timeStamp - pressedAt < PAUSE_MS;
    const pair = isSecond ? `${before} ${event.key}` : "";
    before = event.key;
    pressedAt = event.timeStamp;
    if ((pair && press(pair)) || press(event.key)) {
      event.preventDefault();
      before = "";
    }
  });
}
