/* Single-key shortcuts, read from the page: [data-key="n"] is clicked, [data-key-focus="/"] focused.
 *
 * Two keys in turn are written "g i". Inside a list (a link with data-row-link in each row) j and k
 * move, o opens, x marks the row's box. "?" shows what this page has. They never fire in a field or
 * with Ctrl, Alt or Meta, and can be switched off in this browser (WCAG 2.1.4). */

const SWITCH = "caseflow.keys";
const PAUSE_MS = 1200;

const isOff = () => {
  try {
    return localStorage.getItem(SWITCH) === "off";
  } catch {
    return false;
  }
};

const isTyping = (target) =>
  target.isContentEditable || Boolean(target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select"));

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

function open() {
  const row = document.activeElement.closest("tr, li");
  const link = row && row.querySelector("[data-row-link]");
  if (!link) return false;
  link.click();
  return true;
}

const LIST_KEYS = { j: () => step(1), k: () => step(-1), o: open, x: mark };

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
  }
  table.replaceChildren(...lines.map(([keys, label]) => line(keys, label)));
}

function prepareDialog(dialog) {
  const box = dialog.querySelector("[data-keys-switch]");
  box.checked = !isOff();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  fill(dialog.querySelector("[data-keys]"));
}

export function keys() {
  const dialog = document.getElementById("keys-dialog");
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
