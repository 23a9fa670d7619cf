/* Filling in a visit: the list of its sections, one section at a time, the check, the summary. */

import { button, h, icon, note } from "../dom.js";
import * as page from "../page.js";
import { parcel as taken } from "../parcel.js";
import * as store from "../store.js";
import { sync } from "../sync.js";
import { partsOf, sectionOf, sectionsOf } from "../visit/definition.js";
import { faults } from "../visit/faults.js";
import { Form } from "../visit/form.js";
import { draw } from "../visit/parts.js";
import { titleOf } from "../visit/record.js";
import { moment, label, said, t, tables } from "../words.js";
import { summary } from "./summary.js";

let form = null;

/* Forget the opened visit: the app locks. */
export const close = () => {
  form = null;
};

async function opened(clientId) {
  if (form?.record.client_id === clientId) return form;
  const record = await store.record(clientId);
  const parcel = (await taken()) ?? null;
  if (!record || !parcel) return null;
  form = new Form(record, parcel);
  await form.loadFiles();
  return form;
}

/* What the server asks for, and that nothing was changed under a signature. */
const missing = (found) => [
  ...faults(found.payload, found.itemCodes, tables()),
  ...found.outdated.map(({ role }) => ({
    path: `signatures.${role}`,
    words: "Changed after the signature: %(who)s must sign again.",
    params: { who: `@${tables().signers[role]}` },
  })),
];

/* Show the visit: its list of sections, one of them, or "check". */
export async function visit(clientId, sectionId = "", at = "") {
  const found = await opened(clientId);
  if (!found) return page.show(t("Visits"), note("warn", t("This visit is not on this tablet, or the round must be taken along first.")), { here: "#/visits" });
  if (found.record.state !== "draft") return page.go(`#/record/${clientId}`);
  if (sectionId === "check") return check(found);
  const section = sectionsOf(found.payload).find(({ id }) => id === sectionId);
  return section ? one(found, section, at) : overview(found);
}

const address = (found, rest = "") => `#/visit/${found.record.client_id}${rest && `/${rest}`}`;

function overview(found) {
  const lacking = missing(found);
  const sections = sectionsOf(found.payload);
  const row = ({ id, title }) => {
    const count = lacking.filter(({ path }) => sectionOf(path) === id).length;
    return h(
      "li",
      {},
      h(
        "a",
        { href: address(found, id), class: "fa-section" },
        icon(count ? "pencil" : "check-circle"),
        h("span", { class: "fa-grow" }, t(title)),
        h("span", { class: count ? "fa-missing" : "fa-done" }, stateOf(found, id, count)),
        icon("chevron-right"),
      ),
    );
  };
  page.show(
    `${label("kinds", found.payload.kind)} · ${titleOf(found.record)}`,
    [saved(found), h("ol", { class: "fa-sections" }, sections.map(row)), discard(found)],
    { back: "#/", acts: [page.main(t("Check and send"), () => page.go(address(found, "check")), "send")] },
  );
}

/* Readings, the site and a statement may be left out; that is not the same as having them. */
function stateOf(found, id, count) {
  if (count) return t("%(count)s missing", { count });
  const { readings, scene, statement } = found.payload;
  const isEmpty = {
    readings: !readings.length, scene: !Object.values(scene).some(Boolean), statement: !statement,
  };
  return isEmpty[id] ? t("may stay empty") : t("complete");
}

/* When it was last kept; every change renews it. */
function saved(found) {
  const box = h("p", { class: "fa-saved", "data-state": "kept" }, found.savedAt ? t("Saved %(time)s", { time: moment(found.savedAt) }) : "");
  found.onSaved = (words, state) => {
    box.textContent = words;
    box.dataset.state = state;
    box.classList.toggle("fa-error", state === "lost");
  };
  return box;
}

function discard(found) {
  const box = h("div", { class: "fa-discard" });
  const drop = async () => {
    await store.removeRecord(found.record.client_id);
    close();
    page.go("#/");
  };
  const ask = () =>
    box.replaceChildren(
      h("p", {}, t("Everything entered in this visit, with its photographs, is deleted from the tablet.")),
      h("div", { class: "fa-row" }, button(t("Keep it"), () => box.replaceChildren(first)), button(t("Delete this visit"), drop, { mark: "trash", look: "fa-danger" })),
    );
  const first = button(t("Discard this visit …"), ask, { mark: "trash" });
  box.append(first);
  return box;
}

function one(found, section, at) {
  const sections = sectionsOf(found.payload);
  const index = sections.indexOf(section);
  const next = sections[index + 1];
  const body = h("div", {});
  found.redraw = () => {
    const top = document.documentElement.scrollTop;
    const kept = document.activeElement?.closest("[data-path]")?.dataset.path;
    body.replaceChildren(...partsOf(section, found.payload).map((part) => draw(found, part)));
    document.documentElement.scrollTop = top;
    if (kept) body.querySelector(`[data-path="${kept}"]`)?.focus({ preventScroll: true });
  };
  body.append(...partsOf(section, found.payload).map((part) => draw(found, part)));
  page.show(t(section.title), [h("div", { class: "fa-saving" }, h("p", { class: "fa-small" }, t("Section %(count)s of %(all)s", { count: index + 1, all: sections.length })), saved(found)), body], {
    back: address(found),
    acts: [
      button(t("All sections"), () => page.go(address(found)), { mark: "list" }),
      next
        ? page.main(t("Next: %(title)s", { title: t(next.title) }), () => page.go(address(found, next.id)))
        : page.main(t("Check and send"), () => page.go(address(found, "check")), "send"),
    ],
  });
  if (at) jump(body, decodeURIComponent(at));
}

/* Bring what is missing into view and put the cursor there. */
function jump(body, path) {
  const names = path.split(".");
  const found = [...names.keys()]
    .map((count) => names.slice(0, names.length - count).join("."))
    .map((name) => body.querySelector(`[data-path="${CSS.escape(name)}"]`) ?? body.querySelector(`#${CSS.escape(name.replace(/^items\./, "item-"))}`))
    .find(Boolean);
  const target = found?.querySelector("input:not([type=file]), textarea, select, button") ?? found;
  requestAnimationFrame(() => {
    found?.scrollIntoView({ block: "start" });
    target?.focus({ preventScroll: true });
    found?.classList.add("fa-wanted");
  });
}

/* An order is made out to a source; the visit is kept without one, but waits for a person. */
function lacksSource({ payload, parcel, record }) {
  const about = parcel.cases.find(({ id }) => id === record.submission.case_id);
  return payload.result === "ordered" && about !== undefined && !about.source_id;
}

function check(found) {
  const lacking = missing(found);
  const where = ({ path }) => address(found, `${sectionOf(path)}/${encodeURIComponent(path)}`);
  const list = lacking.map((fault) => h("li", {}, h("a", { href: where(fault), class: "fa-link" }, said(fault))));
  const send = async () => {
    found.record.state = "ready";
    found.record.submission.captured_at = new Date().toISOString();
    await found.save();
    const id = found.record.client_id;
    close();
    page.go(`#/record/${id}`);
    sync(true);
  };
  page.show(
    t("Check before sending"),
    [
      lacking.length
        ? h("section", { class: "fa-card fa-card-bad" }, h("h2", {}, icon("exclamation-triangle"), " ", t("%(count)s things are missing", { count: lacking.length })), h("ul", { class: "fa-faults" }, list))
        : note("good", t("Everything is there. Once sent, the visit cannot be changed."), "check-circle"),
      lacksSource(found) && note("warn", t("The case has no pollution source yet: a person at the bureau links it before the order counts. Tell them now, or link it when there is a network."), "exclamation-triangle"),
      summary(found.payload, found),
    ],
    {
      back: address(found),
      acts: [
        button(t("All sections"), () => page.go(address(found)), { mark: "list" }),
        lacking.length
          ? page.main(t("Go to the first missing thing"), () => page.go(where(lacking[0])))
          : page.main(t("Send"), send, "send"),
      ],
    },
  );
}
