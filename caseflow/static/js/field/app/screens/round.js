/* My round: the cases taken along, in the order they are driven to. */

import * as device from "../device.js";
import { announce, button, h, icon, note } from "../dom.js";
import * as page from "../page.js";
import * as parcels from "../parcel.js";
import * as store from "../store.js";
import { here } from "../visit/camera.js";
import { titleOf } from "../visit/record.js";
import { age, label, moment, t } from "../words.js";

export async function round() {
  const parcel = await parcels.parcel();
  const drafts = (await store.records()).filter(({ state }) => state === "draft");
  const box = h("div", {});
  page.show(t("My round"), box, {
    here: "#/",
    acts: [page.main(parcel ? t("Take along anew") : t("Take my round along"), (made) => takeAlong(made), "download")],
  });
  box.append(...drafts.map(unfinished));
  if (!parcel) {
    box.append(note("info", t("Nothing is taken along yet. One tap fetches every case of your round for use without the network.")));
    return;
  }
  box.append(h("p", { class: "fa-small" }, icon("check-circle"), " ", t("Taken along %(when)s", { when: moment(parcel.made_at) })));
  await list(box, parcel);
}

/* The prompt to go on with what was begun. */
function unfinished(record) {
  return h(
    "section",
    { class: "fa-card fa-card-warn" },
    h("h2", {}, icon("pencil"), " ", t("A visit is half done")),
    h("p", {}, `${label("kinds", record.submission.payload.kind)} · ${titleOf(record)} · ${t("Saved %(time)s", { time: moment(record.updated_at) })}`),
    h("a", { class: "fa-button fa-strong", href: `#/visit/${record.client_id}` }, icon("arrow-right"), t("Go on with it")),
  );
}

async function takeAlong() {
  const words = await parcels.fetchParcel();
  if (!words) await device.change({ synced_at: new Date().toISOString() });
  await round();
  if (words) document.getElementById("main").prepend(note("bad", words, "exclamation-triangle"));
  announce(words || t("The round is taken along."));
}

async function list(box, parcel) {
  const order = await parcels.order(parcel);
  const byId = new Map(parcel.cases.map((one) => [one.id, one]));
  const cases = order.map((id) => byId.get(id)).filter(Boolean);
  const items = h("ol", { class: "fa-round" });
  let from = null;
  const draw = () => items.replaceChildren(...cases.map((one, index) => card(one, index)));
  const move = async (index, by) => {
    const [one] = cases.splice(index, 1);
    cases.splice(index + by, 0, one);
    await parcels.setOrder(cases.map(({ id }) => id));
    draw();
    const made = items.children[index + by].querySelector(by < 0 ? ".fa-up" : ".fa-down");
    (made.disabled ? items.children[index + by].querySelector("button:not(:disabled)") : made)?.focus();
    announce(t("%(name)s is number %(count)s now.", { name: one.subject, count: index + by + 1 }));
  };
  const card = (one, index) =>
    h(
      "li",
      { class: "fa-card fa-case" },
      h(
        "a",
        { href: `#/case/${one.id}`, class: "fa-case-link" },
        h("span", { class: "fa-tags" }, due(one), h("span", { class: "fa-tag" }, icon("check-circle"), t("Ready offline, %(age)s", { age: age(parcel.made_at) }))),
        h("strong", {}, one.subject),
        h("span", {}, icon("geo-alt"), " ", parcels.placeOf(one) || t("no place given")),
        h("span", { class: "fa-small" }, one.number, distanceWords(from, one.place)),
      ),
      h(
        "div",
        { class: "fa-row" },
        button(t("Up"), () => move(index, -1), { class: "fa-button fa-up", mark: "chevron-down", disabled: index === 0, "aria-label": t("Up: %(name)s", { name: one.subject }) }),
        button(t("Down"), () => move(index, 1), { class: "fa-button fa-down", mark: "chevron-down", disabled: index === cases.length - 1, "aria-label": t("Down: %(name)s", { name: one.subject }) }),
      ),
    );
  const nearest = async () => {
    from = await here();
    if (!from) return box.prepend(note("warn", t("This tablet does not tell where it is."), "geo-alt"));
    cases.sort((one, other) => (distance(from, one.place) ?? 1e9) - (distance(from, other.place) ?? 1e9));
    await parcels.setOrder(cases.map(({ id }) => id));
    return draw();
  };
  draw();
  box.append(
    h("div", { class: "fa-row" },
      cases.length > 1 && button(t("Order by distance"), nearest, { mark: "pin-map" }),
      cases.length > 0 && h("a", { href: "#/map", class: "fa-button" }, icon("geo-alt"), t("Map of the round"))),
    cases.length ? items : note("info", t("No case is assigned to you.")),
  );
  box.append(...planned(parcel), ...left(parcel));
}

/* A round has its limits: what did not fit is named, not passed over. */
function left({ more = [] }) {
  if (!more.length) return [];
  return [
    h("h2", {}, t("%(count)s more cases are yours, and not on this tablet", { count: more.length })),
    h("ul", {}, more.map(({ number, subject }) => h("li", {}, `${number} · ${subject}`))),
  ];
}

function planned(parcel) {
  const free = (parcel.planned ?? []).filter(({ case_id: id }) => !id);
  if (!free.length) return [];
  return [
    h("h2", {}, t("Planned inspections")),
    h("ul", { class: "fa-round" }, free.map((one) => plannedCard(one, parcel))),
  ];
}

function plannedCard(one, parcel) {
  const source = parcel.sources.find(({ id }) => id === one.source_id);
  return h(
    "li",
    { class: "fa-card fa-case" },
    h("a", { href: `#/planned/${one.id}`, class: "fa-case-link" },
      h("strong", {}, source?.name ?? ""),
      h("span", {}, `${label("kinds", one.kind)} · ${label("bases", one.basis)}`),
      one.due_on && h("span", { class: "fa-small" }, t("Due %(day)s", { day: one.due_on }))),
  );
}

const MARKS = { late: "exclamation-triangle", today: "bell", soon: "hourglass-split", ok: "clock" };

export function due({ due_on: day, due_mark: mark }) {
  if (!day) return null;
  const words = { late: t("late since %(day)s", { day }), today: t("due today") }[mark] ?? t("Due %(day)s", { day });
  return h("span", { class: `fa-tag fa-due-${mark || "ok"}` }, icon(MARKS[mark] ?? "clock"), words);
}

const RADIUS_M = 6_371_000;

/* Return metres as the crow flies, or null. */
export function distance(from, to) {
  if (!from || !to) return null;
  const turn = Math.PI / 180;
  const [a, b] = [from.latitude * turn, to.latitude * turn];
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(((to.longitude - from.longitude) * turn) / 2) ** 2;
  return Math.round(2 * RADIUS_M * Math.asin(Math.sqrt(half)));
}

function distanceWords(from, to) {
  const metres = distance(from, to);
  if (metres === null) return "";
  return ` · ${metres < 1000 ? `${metres} m` : `${(metres / 1000).toFixed(1)} km`}`;
}
