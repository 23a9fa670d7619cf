/* The small inputs that every part of the form is made of. Each has a visible label. */

import { button, h } from "../dom.js";
import { t } from "../words.js";

let count = 0;
const newName = () => `field-${(count += 1)}`;

/* Return a label over a control. */
export function labelled(label, control, hint = "") {
  const id = control.id || newName();
  control.id = id;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return h(
    "div",
    { class: "fa-field" },
    h("label", { class: "fa-label", for: id }, label),
    hint && h("p", { class: "fa-hint", id: `${id}-hint` }, hint),
    control,
  );
}

export function text(label, value, change, { hint = "", ...props } = {}) {
  const input = h("input", {
    type: "text", class: "fa-input", value: value ?? "", autocomplete: "off",
    oninput: ({ target }) => change(target.value), ...props,
  });
  return labelled(label, input, hint);
}

export const number = (label, value, change) =>
  text(label, value, (typed) => change(typed.trim()), { inputmode: "decimal" });

export const day = (label, value, change) => text(label, value, change, { type: "date" });
export const time = (label, value, change) => text(label, value, change, { type: "time" });

export function area(label, value, change, hint = "") {
  const input = h("textarea", {
    class: "fa-input", rows: 4, autocomplete: "off", value: value ?? "", oninput: ({ target }) => change(target.value),
  });
  return labelled(label, input, hint);
}

export function flag(label, value, change) {
  const input = h("input", {
    type: "checkbox", autocomplete: "off", checked: Boolean(value), onchange: ({ target }) => change(target.checked),
  });
  return h("label", { class: "fa-check" }, input, h("span", {}, label));
}

/* Return buttons of which one is chosen; `options`: [[code, words], …]. Few only. */
export function choice(label, value, options, change) {
  const name = newName();
  return h(
    "fieldset",
    { class: "fa-field fa-choices" },
    h("legend", { class: "fa-label" }, label),
    h(
      "div",
      { class: "fa-row" },
      options.map(([code, words]) =>
        h(
          "label",
          { class: "fa-choice" },
          h("input", {
            type: "radio", autocomplete: "off", name, value: code, checked: code === value, onchange: () => change(code),
          }),
          h("span", {}, words),
        ),
      ),
    ),
  );
}

export function select(label, value, options, change) {
  const input = h(
    "select",
    { class: "fa-input", autocomplete: "off", onchange: ({ target }) => change(target.value) },
    options.map(([code, words]) => h("option", { value: code }, words)),
  );
  input.value = value ?? "";
  return labelled(label, input);
}

/* Return rows that can be added and taken away; `draw(row, index)` draws one. */
export function rows(list, draw, { add, make, changed, title }) {
  return h(
    "div",
    { class: "fa-rows" },
    list.map((row, index) =>
      h(
        "fieldset",
        { class: "fa-sub" },
        h("legend", {}, title(index + 1)),
        draw(row, index),
        button(
          t("Remove"),
          () => {
            list.splice(index, 1);
            changed();
          },
          { mark: "trash", "aria-label": `${t("Remove")}: ${title(index + 1)}` },
        ),
      ),
    ),
    button(
      add,
      () => {
        list.push(make());
        changed();
      },
      { mark: "plus-lg" },
    ),
  );
}
