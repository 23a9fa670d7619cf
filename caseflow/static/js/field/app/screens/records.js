/* The visits on this tablet by their state, one visit that is no draft any more, and what was sent. */

import * as copy from "../copy.js";
import { announce, button, card, h, icon, note } from "../dom.js";
import * as page from "../page.js";
import { parcel as taken } from "../parcel.js";
import { isOnline } from "../status.js";
import * as store from "../store.js";
import * as syncing from "../sync.js";
import { checklistOf, titleOf } from "../visit/record.js";
import { label, moment, size, t } from "../words.js";
import { summary } from "./summary.js";

const LOOKS = {
  draft: ["pencil", "Draft", "draft"],
  ready: ["clock", "Ready", "ready"],
  sending: ["arrow-repeat", "Sending", "sending"],
  sent: ["check-circle", "Sent", "sent"],
  attention: ["exclamation-triangle", "Needs attention", "attention"],
};

/* Return the state as people see it: the row's, or sending while it is on its way. */
function shownState({ client_id: id, state }, files = []) {
  if (state === "draft" || state === "attention") return state;
  if (files.some((file) => file.state === "refused")) return "attention";
  if (state === "files" || syncing.state().record === id) return "sending";
  return "ready";
}

export function badge(state) {
  const [mark, words, look] = LOOKS[state];
  return h("span", { class: `fa-badge fa-badge-${look}` }, icon(mark), t(words));
}

export async function records() {
  const box = h("div", {});
  const notice = h("div", {});
  const draw = async () => {
    const found = await store.records();
    const rows = await Promise.all(found.map(async (record) => row(record, await store.evidenceOf(record.client_id, false))));
    const sent = await store.kept("sent", []);
    const { problem } = syncing.state();
    if (isOnline()) notice.replaceChildren();
    box.replaceChildren(
      problem ? note("bad", problem, "exclamation-triangle") : "",
      rows.length ? h("ul", { class: "fa-round" }, rows) : note("info", t("No visit waits on this tablet.")),
      sent.length ? card(t("Sent"), h("ul", { class: "fa-sent" }, sent.map(gone))) : "",
    );
  };
  await draw();
  page.show(t("Visits"), [notice, box], {
    here: "#/visits",
    acts: [page.main(t("Send now"), () => sendNow(notice), "send")],
  });
  return draw;
}

function row(record, files) {
  const href = record.state === "draft" ? `#/visit/${record.client_id}` : `#/record/${record.client_id}`;
  return h("li", { class: "fa-card fa-case" }, h("a", { href, class: "fa-case-link" },
    h("span", {}, badge(shownState(record, files))),
    h("strong", {}, record.notes.case.subject || record.notes.case.number),
    h("span", { class: "fa-small" }, `${t("Saved %(time)s", { time: moment(record.updated_at) })} · ${t("%(count)s files", { count: files.length })}`),
    record.state === "attention" && h("span", {}, record.notes.words)));
}

const gone = ({ case: about, received_at: at, words }) =>
  h("li", {}, badge("sent"), ` ${about.subject || about.number} · ${moment(at)}`, words && h("span", { class: "fa-small" }, ` ${words}`));

/* Send at once; without a network say what happens instead, in `place`: beside what is drawn anew
   when the attempt ends, which would wipe it away. */
async function sendNow(place) {
  await syncing.sync(true);
  place.replaceChildren();
  if (isOnline()) return;
  const words = t("There is no network. The visits are sent by themselves as soon as there is one.");
  place.append(note("info", words));
  announce(words);
}

/* Show one visit on its way. */
export async function record(clientId) {
  const box = h("div", {});
  const notice = h("div", {});
  page.show(t("Visit"), [notice, box], { here: "#/visits", back: "#/visits", acts: [page.main(t("Send now"), () => sendNow(notice), "send")] });
  const draw = async () => {
    if (isOnline()) notice.replaceChildren();
    const found = await store.record(clientId);
    if (!found) return box.replaceChildren(await finished(clientId));
    const files = await store.evidenceOf(clientId);
    const parcel = await taken();
    const held = found.submission?.payload;
    box.replaceChildren();
    box.append(
      h("p", {}, badge(shownState(found, files)), " ", h("strong", {}, titleOf(found))),
      ...[said(found), waiting(found), fileList(files), wayBack(found), wayOut()].filter(Boolean),
    );
    if (held && parcel) box.append(...summary(held, { files: new Map(files.map((file) => [file.client_id, file])), checklist: checklistOf(held, parcel), parcel }).filter(Boolean));
    return null;
  };
  await draw();
  return draw;
}

async function finished(clientId) {
  const sent = (await store.kept("sent", [])).find(({ client_id: id }) => id === clientId);
  if (!sent) return note("info", t("This visit is not on this tablet."));
  return h("div", {}, h("p", {}, badge("sent"), " ", h("strong", {}, sent.case.subject || sent.case.number)), note("good", `${t("The server has it since %(when)s.", { when: moment(sent.received_at) })} ${sent.words ?? ""}`, "check-circle"));
}

function said({ state, notes }) {
  if (state !== "attention") return null;
  return note("bad", notes.words || t("A person at the bureau decides on it."), "exclamation-triangle");
}

function waiting({ state, wait_until: until }) {
  if (state === "draft" || state === "attention" || !until) return null;
  return h("p", { class: "fa-small" }, t("Tried in vain; tried again %(when)s, or by the button.", { when: moment(until) }));
}

function fileList(files) {
  if (!files.length) return null;
  return card(t("Photographs and files"), h("ul", { class: "fa-files" }, files.map((file) =>
    h("li", {},
      h("span", { class: "fa-grow" }, file.caption || file.file_name, " · ", size(file.byte_count)),
      h("progress", { max: file.byte_count, value: file.have, "aria-label": t("Sent of %(name)s", { name: file.file_name }) }),
      file.state === "refused" && refused(file)))));
}

function refused(file) {
  return h("div", {},
    note("bad", file.words, "exclamation-triangle"),
    h("div", { class: "fa-row" },
      button(t("Try again"), async () => {
        await store.markEvidence(file.client_id, { state: "kept" });
        await syncing.sync(true);
      }, { mark: "arrow-repeat" }),
      button(t("Leave it out"), () => store.removeEvidence(file.client_id), { mark: "trash" })));
}

/* What the server refused can be put right; under a new id where the old one is taken. */
function wayBack(found) {
  if (found.state !== "attention" || !found.notes.is_refused) return null;
  const again = async () => {
    await store.saveRecord({ ...found, state: "ready", notes: { ...found.notes, is_refused: false } });
    await syncing.sync(true);
  };
  const change = async () => {
    await store.toDraft(found);
    page.go(`#/visit/${found.client_id}`);
  };
  const anew = async () => {
    page.go(`#/record/${await store.renew(found)}`);
    await syncing.sync(true);
  };
  return h("div", { class: "fa-row" },
    found.notes.status === 409
      ? button(t("Send it as a new record"), anew, { mark: "send" })
      : [button(t("Put it right"), change, { mark: "pencil" }), button(t("Try again"), again, { mark: "arrow-repeat" })]);
}

const wayOut = () =>
  button(t("Save a copy to the device"), async () => {
    const { blob, name } = await copy.copyOfUnsent();
    copy.save(blob, name);
  }, { mark: "download" });
