/* Drawing a part of the form by its type. Each drawer gets (form, part) and returns elements. */

import { button, h } from "../dom.js";
import { label, labels, moment, t } from "../words.js";
import { here } from "./camera.js";
import * as inputs from "./inputs.js";
import { readings } from "./reading_parts.js";
import { shots } from "./shots.js";
import { signatures } from "./signing.js";

function setter(form, path, isShaping = false) {
  return async (value) => {
    await form.set(path, value);
    if (isShaping) form.redraw();
  };
}

/* A moment is set by one tap and can be put right by hand; the place comes along. */
function momentPart(form, { path, place, label: words }) {
  const at = form.get(path);
  const now = async () => {
    await form.set(path, new Date().toISOString());
    form.redraw();
    await form.set(place, await here());
    form.redraw();
  };
  return h(
    "div",
    { class: "fa-field" },
    inputs.text(t(words), at ? localMinute(at) : "", (typed) => form.set(path, fromLocal(typed)), {
      type: "datetime-local",
    }),
    h("p", { class: "fa-small" }, at ? `${moment(at)} · ${placeWords(form.get(place))}` : ""),
    button(t("Now, and here"), now, { mark: "geo-alt", look: at ? "" : "fa-strong" }),
  );
}

function placeWords(place) {
  if (!place) return t("place not known");
  return t("place known to %(count)s m", { count: place.accuracy_m ?? "?" });
}

function localMinute(instant) {
  const at = new Date(instant);
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  const two = (one) => String(one).padStart(2, "0");
  return `${day.map(two).join("-")}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function fromLocal(typed) {
  const at = new Date(typed);
  return typed && !Number.isNaN(at.getTime()) ? at.toISOString() : "";
}

/* The first officer is who holds the tablet; the second is chosen; both confirm their numbers. */
function officers(form) {
  const both = form.payload.officers;
  const others = form.parcel.officers.filter(({ id }) => id !== form.parcel.user.id);
  const chosen = String(both[1]?.user_id ?? "");
  const options = [["", t("Choose")], ...others.map(({ id, name, unit }) => [String(id), `${name} ${unit ?? ""}`])];
  const choose = async (id) => {
    const one = others.find((other) => String(other.id) === id);
    both.length = 1;
    if (one) {
      both.push({ user_id: one.id, name: one.name, certificate: one.certificate ?? "", is_confirmed: false });
    }
    const second = form.payload.signatures.find(({ role }) => role === "second_officer");
    if (second) second.name = one?.name ?? "";
    await form.save();
    form.redraw();
  };
  return [
    officer(form, 0, label("signers", "officer")),
    inputs.select(label("signers", "second_officer"), chosen, options, choose),
    both[1] && officer(form, 1, label("signers", "second_officer")),
  ];
}

function officer(form, index, title) {
  const one = form.payload.officers[index];
  return h(
    "fieldset",
    { class: "fa-sub" },
    h("legend", {}, `${title}: ${one.name}`),
    inputs.text(t("Certificate number"), one.certificate, (typed) => {
      one.certificate = typed;
      form.save();
    }),
    inputs.flag(t("I have the certificate here and the number is right"), one.is_confirmed, (is) => {
      one.is_confirmed = is;
      form.save();
    }),
  );
}

/* Whom the petition names is offered, not filled in: the licence on the wall says who it is. */
function party(form, { path, label: words }) {
  const taken = form.parcel.cases?.find(({ id }) => id === form.record.submission.case_id);
  const named = taken?.words?.find(({ respondent }) => respondent)?.respondent;
  const use = async () => {
    await form.set(path, named);
    form.redraw();
  };
  return [
    inputs.text(t(words), form.get(path), setter(form, path)),
    named && !form.get(path) && button(t("The petition names: %(name)s. Use it", { name: named }), use, { mark: "pencil" }),
  ];
}

function people(form, { path, label: words }) {
  const list = form.get(path);
  const field = (person, name, title, props) =>
    inputs.text(title, person[name], (typed) => {
      person[name] = typed;
      form.save();
    }, props);
  return [
    h("h3", {}, t(words)),
    inputs.rows(
      list,
      (person) =>
        h(
          "div",
          { class: "fa-fields" },
          field(person, "name", t("Name")),
          field(person, "post", t("Post")),
          field(person, "phone", t("Telephone"), { type: "tel" }),
          field(person, "identity_document", t("Identity document")),
        ),
      {
        add: t("Add a person"),
        make: () => ({ name: "", post: "", phone: "", identity_document: "" }),
        title: (count) => t("Person %(count)s", { count }),
        changed: async () => {
          await form.save();
          form.redraw();
        },
      },
    ),
  ];
}

function rights(form, { path, label: words }) {
  return h(
    "fieldset",
    { class: "fa-field" },
    h("legend", { class: "fa-label" }, t(words)),
    labels("rights").map(([name, right]) =>
      inputs.flag(right, form.get(`${path}.${name}`), setter(form, `${path}.${name}`)),
    ),
  );
}

/* What else the official record holds of the site; typed here it stands above the signatures. */
function scene(form, { path }) {
  return [
    h("p", { class: "fa-small" }, t("What is left empty here is added at the desk, below the signatures.")),
    labels("scene_parts").map(([name, words]) =>
      inputs.area(words, form.get(`${path}.${name}`), setter(form, `${path}.${name}`))),
  ];
}

/* The checklist: each item answered, with words and photographs where they help. */
function items(form) {
  const answers = new Map(form.payload.items.map((item) => [item.code, item]));
  return form.checklist.items.map((item, index) => {
    let answer = answers.get(item.code);
    if (!answer) {
      answer = { code: item.code, answer: "", words: "", evidence: [] };
      form.payload.items.push(answer);
    }
    const choose = async (code) => {
      answer.answer = code;
      await form.save();
    };
    return h(
      "section",
      { class: "fa-item", id: `item-${item.code}`, tabindex: "-1" },
      inputs.choice(`${index + 1}. ${item.words}`, answer.answer, labels("answers"), choose),
      item.basis && h("p", { class: "fa-small" }, item.basis),
      inputs.text(t("Words to it"), answer.words, (typed) => {
        answer.words = typed;
        form.save();
      }),
      (item.asks_photograph || answer.evidence.length > 0) &&
        shots(form, answer.evidence, { stage: "inspection", caption: item.words.slice(0, 200) }),
    );
  });
}

function photographs(form, { label: words }) {
  const ids = (form.record.notes.photographs ??= []);
  return [
    h("h3", {}, t(words)),
    shots(form, ids, { stage: "inspection", caption: "" }, { hasFiles: true }),
  ];
}

const DRAWERS = {
  officers, party, people, rights, items, readings, scene, photographs, signatures,
  moment: momentPart,
  text: (form, { path, label: words, hint, capitals }) =>
    inputs.text(t(words), form.get(path), setter(form, path), {
      hint: hint && t(hint), autocapitalize: capitals ? "characters" : null,
    }),
  area: (form, { path, label: words, hint }) =>
    inputs.area(t(words), form.get(path), setter(form, path), hint && t(hint)),
  day: (form, { path, label: words }) => inputs.day(t(words), form.get(path), setter(form, path)),
  flag: (form, { path, label: words }) => inputs.flag(t(words), form.get(path), setter(form, path)),
  choice: (form, { path, label: words, table }) =>
    inputs.choice(t(words), form.get(path), labels(table), setter(form, path, true)),
};

/* Return the elements of a part; `data-path` lets a check jump to it. */
export function draw(form, part) {
  return h("div", { "data-path": part.path, tabindex: "-1" }, DRAWERS[part.type](form, part));
}

