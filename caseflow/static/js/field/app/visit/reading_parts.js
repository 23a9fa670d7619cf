/* Readings of a visit, judged on the spot: the sentences are the server's own words. */

import { sentences } from "../../limits.js";
import { h, icon } from "../dom.js";
import { t } from "../words.js";
import * as inputs from "./inputs.js";
import { FIELDS, judge } from "./readings.js";

const MARKS = { complies: "check-circle", exceeds: "exclamation-triangle", insufficient: "exclamation-triangle", void: "x-circle", alert: "exclamation-circle" };
const TONES = { complies: "good", exceeds: "bad", insufficient: "bad", void: "bad", alert: "warn" };

export function readings(form) {
  const list = form.payload.readings;
  const today = new Date();
  const day = new Date(today - today.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  return inputs.rows(list, (one) => reading(form, one), {
    add: t("Add a reading"),
    title: (count) => t("Reading %(count)s", { count }),
    make: () => ({ entered: { measured_on: day }, verdict: null }),
    changed: async () => {
      await form.save();
      form.redraw();
    },
  });
}

function reading(form, one) {
  const verdict = h("div", { role: "status" });
  const fields = h("div", { class: "fa-fields" });
  let shape = "";
  const changed = () => {
    one.verdict = judge(form.payload.kind, one.entered, form.parcel);
    verdict.replaceChildren(spoken(form, one.verdict));
    form.save();
    if (shapeOf(form, one.entered) !== shape) redraw();
  };
  /* Fields that a choice brings in or takes away are drawn anew; typing keeps its field. */
  const redraw = () => {
    shape = shapeOf(form, one.entered);
    const kept = document.activeElement?.closest("[data-field]")?.dataset.field;
    fields.replaceChildren(...shown(form, one.entered).map((field) => fieldOf(form, field, one.entered, changed, redraw)));
    const again = kept && fields.querySelector(`[data-field="${kept}"]`);
    again?.querySelector("input:checked, input, select")?.focus();
  };
  redraw();
  verdict.replaceChildren(spoken(form, one.verdict));
  return [fields, verdict];
}

const shown = (form, entered) =>
  (FIELDS[form.payload.kind] ?? []).filter(({ when }) => !when || when(entered));

const shapeOf = (form, entered) => shown(form, entered).map(({ name }) => name).join();

function spoken(form, verdict) {
  if (!verdict) return h("p", { class: "fa-hint" }, t("The verdict stands here as soon as the reading is whole."));
  const words = sentences(form.parcel.limits.words, verdict);
  const outcome = form.parcel.limits.words.labels[`outcome.${verdict.outcome}`] ?? verdict.outcome;
  return h(
    "div",
    { class: `fa-note fa-note-${TONES[verdict.outcome] ?? "info"}` },
    icon(MARKS[verdict.outcome] ?? "info-circle"),
    h("div", {}, h("p", { class: "fa-strongly" }, outcome), words.map((sentence) => h("p", {}, sentence))),
  );
}

function fieldOf(form, field, entered, changed, redraw) {
  const words = form.parcel.limits.words.labels;
  const key = field.name.split(".").at(-1);
  const title = field.own ? t(field.own) : (words[`field.${field.name}`] ?? field.name);
  const change = (value) => {
    if (value === "") delete entered[key];
    else entered[key] = value;
    changed();
  };
  const options = (codes) =>
    form.parcel.limits.table.codes[codes].map((code) => [code, words[`${key}.${code}`] ?? code]);
  const drawers = {
    choice: () => inputs.choice(title, entered[key], options(field.codes), change),
    number: () => inputs.number(title, entered[key], change),
    text: () => inputs.text(title, entered[key], (typed) => change(typed.trim())),
    day: () => inputs.day(title, entered[key], change),
    time: () => inputs.time(title, entered[key], change),
    flag: () => inputs.flag(title, entered[key], change),
    answer: () =>
      inputs.choice(title, { true: "yes", false: "no" }[entered[key]], [["yes", t("Yes")], ["no", t("No")]], (code) => change(code === "yes")),
    rows: () => rowsOf(form, field, entered, changed, redraw),
  };
  return h("div", { "data-field": field.name, class: `fa-part-${field.type}` }, drawers[field.type]());
}

function rowsOf(form, field, entered, changed, redraw) {
  entered[field.name] ??= [];
  return h(
    "fieldset",
    { class: "fa-field" },
    h("legend", { class: "fa-label" }, t(field.own)),
    inputs.rows(
      entered[field.name],
      (row) => h("div", { class: "fa-fields" }, field.fields.map((one) => fieldOf(form, one, row, changed, redraw))),
      {
        add: t(field.add),
        title: (count) => `${t(field.own)} ${count}`,
        make: () => ({}),
        changed: () => {
          changed();
          redraw();
        },
      },
    ),
  );
}
