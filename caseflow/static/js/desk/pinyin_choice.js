/* A <select data-pinyin-choice> becomes a field that narrows its options by characters, pinyin or
 * initials. The select stays in the form, hidden, and keeps the value; without JavaScript it is used
 * as it is. Options carry data-pinyin and data-initials. */

import { combobox } from "./combobox.js";

const MOST = 60;
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s'’]/g, "");

function rank(option, typed) {
  const label = plain(option.textContent);
  const { pinyin = "", initials = "" } = option.dataset;
  if (label.startsWith(typed)) return 0;
  if (initials.startsWith(typed)) return 1;
  if (pinyin.startsWith(typed)) return 2;
  if (label.includes(typed)) return 3;
  return initials.includes(typed) || pinyin.includes(typed) ? 4 : -1;
}

function matches(select, text, label) {
  const typed = plain(text);
  const all = [...select.options].filter((option) => option.value || !typed);
  if (!typed || text === label) return all.slice(0, MOST);
  return all
    .map((option) => ({ option, fit: rank(option, typed) }))
    .filter(({ fit }) => fit >= 0)
    .sort((one, other) => one.fit - other.fit)
    .slice(0, MOST)
    .map(({ option }) => option);
}

function build(select) {
  const box = document.createElement("div");
  const field = document.createElement("input");
  const list = document.createElement("ul");
  box.className = "cf-combo";
  field.type = "text";
  field.className = "form-control";
  field.id = select.id;
  field.spellcheck = false;
  ["aria-describedby", "aria-invalid"].forEach((name) => {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  });
  list.className = "cf-options";
  list.id = `${select.id}-options`;
  list.hidden = true;
  const label = document.querySelector(`label[for="${select.id}"]`);
  if (label) list.setAttribute("aria-label", label.textContent.trim());
  select.id = `${select.id}-select`;
  select.hidden = true;
  select.before(box);
  box.append(field, list, select);
  return { field, list };
}

export function pinyinChoice(select) {
  const { field, list } = build(select);
  const chosen = () => select.selectedOptions[0];
  const words = () => (select.value ? chosen().textContent.trim() : "");
  field.value = words();
  field.placeholder = select.value ? "" : select.options[0].textContent.trim();
  combobox({
    field,
    list,
    picksFirst: true,
    find: (text) =>
      matches(select, text, words()).map((option) => ({
        label: option.textContent.trim(),
        detail: option.value ? option.dataset.initials || "" : "",
        option,
        isContent: Boolean(option.value),
      })),
    choose: ({ option }) => {
      select.value = option.value;
      field.value = words();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  select.addEventListener("change", () => {
    field.value = words();
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", () => {
    if (list.hidden) field.dispatchEvent(new Event("input"));
  });
  field.addEventListener("blur", () => {
    if (!field.value.trim()) {
      const empty = [...select.options].find((option) => !option.value);
      if (empty) select.value = "";
    }
    field.value = words();
  });
}

export function pinyinChoices(within = document) {
  within.querySelectorAll("select[data-pinyin-choice]").forEach(pinyinChoice);
}
