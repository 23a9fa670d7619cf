/* One case as it was taken along, and one planned inspection: facts, the source, what was before. */

import * as device from "../device.js";
import { announce, button, card, facts, h, icon, note } from "../dom.js";
import * as page from "../page.js";
import { fetchParcel, parcel as taken, placeOf } from "../parcel.js";
import * as store from "../store.js";
import * as inputs from "../visit/inputs.js";
import { newRecord } from "../visit/record.js";
import { age, label, labels, moment, t } from "../words.js";
import { due } from "./round.js";

export async function caseScreen(id) {
  const parcel = await taken();
  const one = parcel?.cases.find((other) => String(other.id) === id);
  if (!one) return missing();
  const source = parcel.sources.find((other) => other.id === one.source_id);
  const planned = (parcel.planned ?? []).find((other) => other.case_id === one.id) ?? null;
  return screen(parcel, {
    one, planned, source, title: one.subject,
    kinds: one.kinds?.length ? one.kinds : Object.keys(Object.fromEntries(labels("kinds"))),
    content: [
      h("p", { class: "fa-tags" }, due(one), h("span", { class: "fa-tag" }, icon("check-circle"), t("Ready offline, %(age)s", { age: age(parcel.made_at) }))),
      card(t("Place"), h("p", {}, placeOf(one) || t("no place given"))),
      ...(one.words ?? []).map(petition),
      complainants(one),
      card(t("Case"), facts([[t("Number"), one.number], [t("Categories"), categories(one, parcel)]])),
      past(t("Orders"), (one.orders ?? []).map(order)),
      past(t("Inspections"), (one.inspections ?? []).map(inspection)),
    ],
  });
}

export async function plannedScreen(id) {
  const parcel = await taken();
  const planned = parcel?.planned?.find((other) => String(other.id) === id);
  if (!planned) return missing();
  const source = parcel.sources.find((other) => other.id === planned.source_id);
  return screen(parcel, {
    one: null, planned: { ...planned, name: source?.name }, source, kinds: [planned.kind],
    title: source?.name ?? t("Planned inspections"),
    content: [facts([[t("Why the visit is made"), label("bases", planned.basis)], [t("Due"), planned.due_on]])],
  });
}

function missing() {
  page.show(t("Not on this tablet"), note("warn", t("This case is not taken along. Go back to the round and take it along anew.")), { here: "#/", back: "#/" });
}

const words = (text) => text.split("\n").map((line) => h("p", {}, line));

function petition(one) {
  return card(
    t("Petition %(number)s", { number: one.number }),
    words(one.body || one.subject || ""),
    facts([
      [t("What is asked for"), one.request], [t("Complained of"), one.respondent],
      [t("Submitted"), moment(one.submitted_at)],
    ]),
  );
}

const categories = ({ categories: codes = [] }, { codes: { categories: names = {} } }) =>
  codes.map((code) => names[code] ?? code).join(t(", "));

/* Who complained is on the tablet only if the visit needs them: asked for case by case, with the
   network, and recorded as a look. */
function complainants(one) {
  if (one.contact) return one.contact.map(person);
  if (!one.words?.some(({ has_person: hasPerson }) => hasPerson)) return null;
  let reason = "";
  const said = h("p", { class: "fa-error", role: "alert", hidden: true });
  const say = (sentence) => {
    said.textContent = sentence;
    said.hidden = false;
  };
  const ask = async () => {
    if (!reason.trim()) return say(t("Say why the visit needs the complainant."));
    const problem = await fetchParcel({ id: one.id, reason: reason.trim() });
    if (problem) return say(problem);
    announce(t("The complainant is taken along."));
    return caseScreen(String(one.id));
  };
  return card(
    t("Complainant"),
    h("p", {}, t("Not on this tablet. Ask only if the visit needs the complainant: the look is recorded.")),
    inputs.text(t("What it is needed for"), "", (typed) => {
      reason = typed;
    }, { maxlength: 200 }),
    said,
    button(t("Ask for the complainant"), ask, { mark: "eye" }),
  );
}

function person(one) {
  return card(
    t("Complainant"),
    one.wants_confidentiality && note("warn", t("Asked to stay confidential: say nothing of them on the site."), "shield-check"),
    facts([
      [t("Name"), one.name], [t("Telephone"), one.phone && h("a", { href: `tel:${one.phone}`, class: "fa-link" }, one.phone)],
      [t("Address"), one.address], [t("On behalf of"), one.on_behalf_of],
    ]),
  );
}

function order(one) {
  const told = labels("order_parts").map(([name, part]) => [part, one[name]]);
  const done = one.complied_at ? t("complied with %(when)s", { when: moment(one.complied_at) }) : t("not yet complied with");
  return [h("strong", {}, one.number), ` · ${done}`, facts(told)];
}

const inspection = (one) => [
  h("strong", {}, moment(one.visited_at)), one.is_violation && ` · ${t("a violation was found")}`, words(one.findings ?? ""),
];

function past(title, rows) {
  return rows.length > 0 && card(title, h("ul", {}, rows.map((row) => h("li", {}, row))));
}

/* Only who holds a certificate that is valid may inspect; others observe and report at the desk. */
function whyNot({ user }) {
  const today = new Date();
  const day = new Date(today - today.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  if (!user.certificate) return t("You hold no enforcement certificate: you may look and report, not inspect.");
  if (user.certificate_valid_until && user.certificate_valid_until < day) {
    return t("Your enforcement certificate ended on %(day)s: you may look and report, not inspect.", { day: user.certificate_valid_until });
  }
  return "";
}

async function screen(parcel, { one, planned, source, kinds, title, content }) {
  const open = (await store.records()).filter(
    ({ submission, state }) => state === "draft" && one && submission?.case_id === one.id,
  );
  let kind = planned?.kind ?? kinds[0];
  const mayNot = whyNot(parcel);
  const start = async () => {
    const record = newRecord(await device.deviceId(), kind, parcel, one, planned);
    record.submission.client_id = record.client_id;
    await store.saveRecord(record);
    page.go(`#/visit/${record.client_id}`);
  };
  const options = kinds.map((code) => [code, label("kinds", code)]);
  page.show(
    title,
    [
      content,
      source && sourceCard(source),
      mayNot && note("warn", mayNot, "shield-check"),
      !open.length && kinds.length > 1 && card(t("Start a visit"), inputs.choice(t("Kind of visit"), kind, options, (code) => {
        kind = code;
      })),
    ],
    {
      back: "#/", here: "#/",
      acts: [
        open.length
          ? page.main(t("Go on with the visit"), () => page.go(`#/visit/${open[0].client_id}`))
          : !mayNot && page.main(t("Start a visit"), start, "play-circle"),
      ],
    },
  );
}

function sourceCard(source) {
  const history = (source.history ?? []).map((one) => [one.on, one.number, one.words].filter(Boolean).join(" · "));
  return card(
    t("Pollution source"),
    h("p", { class: "fa-strongly" }, source.name),
    facts([
      [t("Address"), source.address], [t("Credit code"), source.credit_code],
      [t("Permit"), source.permit_number], [t("Risk grade"), label("risk_grades", source.risk_grade)],
    ]),
    h("h3", {}, t("What was before")),
    history.length ? h("ul", {}, history.map((line) => h("li", {}, line))) : h("p", {}, t("Nothing is known of it yet.")),
  );
}
