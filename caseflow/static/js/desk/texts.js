/* Canned texts: "::" (or "：：") in a field with data-texts opens a list beside the cursor's field,
 * narrowed by keyword, title, pinyin or initials. Arrows choose, Enter or Tab takes, Escape closes.
 * What is taken stands in the place of the "::" and its word; all else that was typed stays. Tab
 * goes from one blank of it to the next, and from the last to the next field. */

import { announce } from "./announce.js";
import { insertInto } from "./inserting.js";

const OPENING = /(?:::|：：)([^\s:：]{0,20})$/;
const MARK = /\[请填写[^\]\n]*\]/g;
const MOST = 8;
const plain = (text) => text.normalize("NFKC").toLowerCase();

/* Variables that the page's own form knows, by the names of its fields. */
const FIELDS = {
  source: (form) => form.respondent && form.respondent.value,
  place: (form) => {
    const parts = [form.township, form.address_text].map((field) => (field ? field.value.trim() : ""));
    return parts[1].includes(parts[0]) ? parts[1] : parts.join("");
  },
};

function rank(text, typed) {
  const words = [...text.keywords.split(" "), text.title].map(plain);
  if (words.some((word) => word.startsWith(typed))) return 0;
  if (text.letters.some(([initials]) => initials.startsWith(typed))) return 1;
  if (text.letters.some(([, pinyin]) => pinyin.startsWith(typed))) return 2;
  if (words.some((word) => word.includes(typed))) return 3;
  return plain(text.body).includes(typed) ? 4 : -1;
}

function narrowed(all, typed) {
  const wanted = plain(typed);
  return all
    .map((text) => ({ text, fit: wanted ? rank(text, wanted) : 0 }))
    .filter(({ fit }) => fit >= 0)
    .sort((one, other) => one.fit - other.fit)
    .slice(0, MOST)
    .map(({ text }) => text);
}

function filled(body, offer, form) {
  return body.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, name) => {
    const typed = form && FIELDS[name] ? (FIELDS[name](form.elements) || "").trim() : "";
    const known = typed || offer.facts[name];
    if (known) return known;
    return name in offer.marks ? `[请填写${offer.marks[name]}]` : written;
  });
}

function span(name, words) {
  const part = document.createElement("span");
  part.className = name;
  part.textContent = words;
  return part;
}

function drawOption(text, body, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.className = "cf-option cf-text-option";
  item.append(span("cf-text-keyword", text.keywords.split(" ")[0]));
  item.append(span("cf-option-label", text.title), span("cf-option-detail cf-text-body", body));
  return item;
}

class Texts {
  constructor(field, words) {
    this.field = field;
    this.words = words;
    this.offer = null;
    this.shown = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-texts`;
    this.list.className = "cf-options cf-texts-list";
    this.list.hidden = true;
    this.list.lang = "zh-Hans";
    this.list.translate = false;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words.label);
    const box = document.createElement("div");
    box.className = "cf-texts";
    box.append(this.list);
    field.after(box);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", (event) => {
      if (!event.isComposing) this.look();
    });
    field.addEventListener("compositionend", () => this.look());
    field.addEventListener("click", () => this.look());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const at = [...this.list.children].indexOf(event.target.closest("li"));
      if (at >= 0) this.take(at);
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  opening() {
    const { selectionStart: at, selectionEnd: end, value } = this.field;
    return at === end ? OPENING.exec(value.slice(0, at)) : null;
  }

  async look() {
    if (!this.opening()) {
      this.close();
      return;
    }
    if (!this.offer) this.offer = this.ask();
    const offer = await this.offer;
    const found = this.opening();
    if (!offer) this.offer = null;
    if (offer && found && document.activeElement === this.field) this.draw(offer, found[1]);
  }

  async ask() {
    const { texts: place, textsCase } = this.field.dataset;
    const query = textsCase ? `?${new URLSearchParams({ case: textsCase })}` : "";
    try {
      const answer = await fetch(`${this.words.url}${place}${query}`, { redirect: "manual" });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  draw(offer, typed) {
    this.shown = narrowed(offer.texts, typed);
    const options = this.shown.map((text, at) =>
      drawOption(text, filled(text.body, offer, this.field.form), `${this.list.id}-${at}`),
    );
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.list.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-controls", this.list.id);
    this.mark(options.length ? 0 : -1);
    announce(options.length ? this.words.count.replace("…", options.length) : this.words.none);
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === index));
      if (at !== index) return;
      this.field.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    if (!this.isOpen) return;
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
    this.active = -1;
  }

  /* Selects the first blank at or after `from`; returns whether there is one. */
  toBlank(from) {
    MARK.lastIndex = from;
    const mark = MARK.exec(this.field.value);
    if (mark) this.field.setSelectionRange(mark.index, MARK.lastIndex);
    return Boolean(mark);
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.isOpen) {
      const isOnward = event.key === "Tab" && !event.shiftKey;
      if (isOnward && this.toBlank(this.field.selectionEnd)) event.preventDefault();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark((this.active + step + this.shown.length) % this.shown.length);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.active);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async take(at) {
    const [text, found, end] = [this.shown[at], this.opening(), this.field.selectionEnd];
    this.close();
    if (!found) return;
    const words = filled(text.body, await this.offer, this.field.form);
    const start = end - found[0].length;
    if (!insertInto(this.field, words, start, end)) {
      announce(this.words.full);
      return;
    }
    this.close();
    const { value, selectionEnd } = this.field;
    const isBlankIn = value.slice(start, selectionEnd).match(MARK);
    if (isBlankIn) this.toBlank(start);
  }
}

export function texts() {
  const { dataset: words } = document.getElementById("texts-words") || {};
  if (!words) return;
  document.querySelectorAll("textarea[data-texts], input[data-texts]").forEach((field) => {
    new Texts(field, words);
  });
}
