/* The bar that is always there: online or not, how much is not sent, when it was last, whether the
   tablet promised to keep what is on it. */

import * as device from "./device.js";
import { append, h, icon } from "./dom.js";
import * as server from "./server.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { newer } from "./updates.js";
import { moment, t } from "./words.js";

let persistence = null;

/* Ask the tablet to keep what the app stores; returns true, false, or null where it cannot say. */
export async function askToPersist() {
  if (!navigator.storage?.persist) return null;
  persistence = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  show();
  return persistence;
}

export const isPersisted = () => persistence;
export const isOnline = () => navigator.onLine && server.reached() !== false;

function entry(mark, words, tone = "") {
  return h("span", { class: `fa-state ${tone}`.trim() }, icon(mark), h("span", {}, words));
}

export async function show() {
  const box = document.getElementById("status");
  const { unsent, draft, attention } = await store.counts();
  const row = await device.row();
  const { is, needsSignIn } = sync.state();
  const parts = [
    isOnline()
      ? entry("globe", is ? t("Online, sending") : t("Online"))
      : entry("x-circle", t("Offline"), "fa-state-off"),
    entry("cloud-upload", t("Not sent: %(count)s", { count: unsent }), unsent ? "fa-state-off" : ""),
    draft > 0 && entry("pencil", t("Half done: %(count)s", { count: draft }), "fa-state-off"),
    attention > 0 && entry("exclamation-triangle", t("Need attention: %(count)s", { count: attention }), "fa-state-off"),
    entry("clock-history", row?.synced_at ? t("Last sync %(when)s", { when: moment(row.synced_at) }) : t("Never synced")),
    persistence === false
      ? entry("exclamation-triangle", t("Storage not promised"), "fa-state-off")
      : entry("shield-check", persistence ? t("Storage kept") : t("Storage unknown")),
  ];
  if (needsSignIn) {
    parts.push(h("a", { href: document.body.dataset.signIn, class: "fa-state fa-state-off" }, icon("key"), t("Sign in to send")));
  }
  if (newer()) {
    parts.push(h("a", { href: "#/tablet", class: "fa-state fa-state-off" }, icon("arrow-repeat"), t("A newer app is there")));
  }
  /* Said aloud only when it says something else. */
  const now = parts.map((part) => part.textContent ?? "").join("|");
  if (box.dataset.now === now) return;
  box.dataset.now = now;
  box.replaceChildren();
  append(box, parts);
}

export function keepShowing() {
  for (const name of ["online", "offline"]) addEventListener(name, show);
  store.onChange(show);
  sync.onProgress(show);
  server.onReached(show);
  show();
}
