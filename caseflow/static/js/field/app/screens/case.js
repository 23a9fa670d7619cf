/* One case as it was taken along, and one planned inspection: facts, the source, what was before. */

import * as device from "../device.js";
import { card, facts, h, icon, note } from "../dom.js";
import * as page from "../page.js";
import { lines, parcel as taken, placeOf } from "../parcel.js";
import * as store from "../store.js";
import * as inputs from "../visit/inputs.js";
import { newRecord } from "../visit/record.js";
import { age, label, labels, t } from "../words.js";
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
      card(t("Petition"), lines(one.words).map((words) => h("p", {}, words))),
      one.contact && card(t("Complainant"), facts([[t("Name"), one.contact.name], [t("Telephone"), one.contact.phone]])),
      card(t("Case"), facts([[t("Number"), one.number], [t("Categories"), (one.categories ?? []).join(t(", "))]])),
      past(t("Orders"), one.orders),
      past(t("Inspections"), one.inspections),
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

function past(title, told) {
  const found = lines(told);
  return found.length > 0 && card(title, h("ul", {}, found.map((words) => h("li", {}, words))));
}

async function screen(parcel, { one, planned, source, kinds, title, content }) {
  const open = (await store.records()).filter(
    ({ submission, state }) => state === "draft" && one && submission?.case_id === one.id,
  );
  let kind = planned?.kind ?? kinds[0];
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
      !open.length && kinds.length > 1 && card(t("Start a visit"), inputs.choice(t("Kind of visit"), kind, options, (code) => {
        kind = code;
      })),
    ],
    {
      back: "#/", here: "#/",
      acts: [
        open.length
          ? page.main(t("Go on with the visit"), () => page.go(`#/visit/${open[0].client_id}`))
          : page.main(t("Start a visit"), start, "play-circle"),
      ],
    },
  );
}

function sourceCard(source) {
  const history = lines(source.history);
  return card(
    t("Pollution source"),
    h("p", { class: "fa-strongly" }, source.name),
    facts([
      [t("Address"), source.address], [t("Credit code"), source.credit_code],
      [t("Permit"), source.permit_number], [t("Risk grade"), source.risk_grade],
    ]),
    h("h3", {}, t("What was before")),
    history.length ? h("ul", {}, history.map((words) => h("li", {}, words))) : h("p", {}, t("Nothing is known of it yet.")),
  );
}
