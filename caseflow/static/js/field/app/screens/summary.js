/* A visit on one page, in the order of the form. */

import { sentences } from "../../limits.js";
import { card, facts, h } from "../dom.js";
import { FIELDS } from "../visit/readings.js";
import { label, labels, moment, t } from "../words.js";

const yes = (is) => (is ? t("Yes") : t("No"));

/* Return the summary of a payload; `form` has the files and the package. */
export function summary(payload, { files, checklist, parcel }) {
  return [
    card(t("Who and when"), facts([
      [t("Kind of visit"), label("kinds", payload.kind)],
      [t("Why the visit is made"), label("bases", payload.basis)],
      [t("Officers"), payload.officers.map(({ name, certificate }) => `${name} (${certificate})`).join(t(", "))],
      [t("Arrived"), moment(payload.arrived_at)],
      [t("Leaving"), moment(payload.left_at)],
      [t("Name of the party"), payload.party.name],
      [t("Address"), payload.party.address],
      [t("Present for the party"), payload.party.present.map(({ name, post }) => [name, post].filter(Boolean).join(" ")).join(t(", "))],
      [t("Both officers showed their certificates"), yes(payload.are_certificates_shown)],
      [t("The party was told"), labels("rights").filter(([name]) => payload.rights_told[name]).map(([, words]) => words).join(t(", "))],
    ])),
    answers(payload, checklist),
    payload.readings.length > 0 && card(t("Readings"), payload.readings.map((one, index) => reading(one, index, payload.kind, parcel))),
    Object.values(payload.scene).some(Boolean) &&
      card(t("The site"), facts(labels("scene_parts").map(([name, part]) => [part, payload.scene[name]]))),
    card(t("Findings"), words(payload.findings), payload.statement && [h("h3", {}, t("Statement")), words(payload.statement)]),
    card(t("Result"), facts([
      [t("Result of the visit"), payload.result && label("results", payload.result)],
      [t("In words"), payload.result_words],
      [t("To whom it is passed on"), payload.result === "passed_on" && payload.passed_to],
      ...(payload.result === "ordered" && payload.order ? labels("order_parts").map(([name, part]) => [part, payload.order[name]]) : []),
    ])),
    card(t("Signatures and files"), facts([
      ...payload.signatures.map(({ role, name, evidence, is_refused: isRefused, reason }) => [
        label("signers", role), isRefused ? `${name} ${t("refused to sign")}: ${reason}` : evidence ? `${name} ✓` : t("not signed"),
      ]),
      [t("Photographs and files"), files ? String(files.size) : ""],
    ])),
  ];
}

const words = (text) => text.split("\n").map((line) => h("p", {}, line));

function answers(payload, checklist) {
  const asked = new Map((checklist?.items ?? []).map(({ code, words: item }) => [code, item]));
  const rows = payload.items.filter(({ answer }) => answer);
  if (!rows.length) return null;
  return card(t("Checklist"), h("ul", {}, rows.map(({ code, answer, words: more }) =>
    h("li", {}, `${asked.get(code) ?? code}: `, h("strong", {}, label("answers", answer)), more && ` · ${more}`))));
}

function reading({ entered, verdict }, index, kind, parcel) {
  const found = verdict ? sentences(parcel.limits.words, verdict) : [t("not judged")];
  return h("div", {},
    h("p", {}, h("strong", {}, t("Reading %(count)s", { count: index + 1 })), ` ${found[0] ?? ""}`),
    facts(entries(FIELDS[kind] ?? [], entered, parcel.limits.words.labels)));
}

/* What was entered, each by its name: whoever signs reads the figures, not the verdict alone. */
function entries(fields, entered, labels) {
  return fields.flatMap(({ name, own, fields: inner }) => {
    const key = name.split(".").at(-1);
    const value = entered[key];
    if (Array.isArray(value)) return value.flatMap((row) => entries(inner, row, labels));
    if (value === undefined) return [];
    const shown = value === true ? t("Yes") : value === false ? t("No") : (labels[`${key}.${value}`] ?? value);
    return [[own ? t(own) : (labels[`field.${name}`] ?? name), String(shown)]];
  });
}
