/* Sending: one record at a time, facts first, then its files in pieces; a thing leaves the tablet
   only after the receipt that names it. On load, every five minutes, when the network comes back,
   and by button; all waiting is in the record's row, so that it outlives the app. */

import { sha256 } from "./bytes.js";
import * as device from "./device.js";
import * as server from "./server.js";
import * as store from "./store.js";

const EVERY_MS = 5 * 60_000;
const DONE = new Set(["taken", "settled"]);
const SENT_KEPT = 50;

const sending = { is: false, needsSignIn: false, problem: "", record: null, progress: null };
const listeners = [];

export const state = () => ({ ...sending });
export const onProgress = (listener) => listeners.push(listener);

function tell(more) {
  Object.assign(sending, more);
  for (const listener of listeners) listener();
}

/* Send what waits; `isAsked`: by button or because the network came back: waits no longer. */
export async function sync(isAsked = false) {
  if (!device.isOpen() || sending.is) return;
  const alone = (work) =>
    navigator.locks
      ? navigator.locks.request("caseflow-field-sync", { ifAvailable: true }, (held) => held && work())
      : work();
  tell({ is: true });
  try {
    await alone(() => round(isAsked));
  } catch (error) {
    /* The tablet was locked in the middle: what was under way is tried again. */
    if (device.isOpen()) throw error;
  } finally {
    tell({ is: false, record: null, progress: null });
  }
}

/* Return whether the server knows this tablet; wipes it if it was reported lost. */
async function mayGoOn() {
  const { device_id } = await device.row();
  const answer = await server.get(`devices/${device_id}`);
  if (answer.means === "sign_in") tell({ needsSignIn: true });
  if (answer.means === "refused") tell({ problem: server.wordsOf(answer) });
  if (answer.means !== "receipt") return false;
  tell({ needsSignIn: false, problem: "" });
  if (answer.body.state !== "wipe") return true;
  await wiped(device_id);
  return false;
}

/* Obey the server's word, and tell it how much was not sent. */
export async function wiped(deviceId) {
  const unsent = await store.heldCount();
  await device.wipe();
  await server.write("POST", `devices/${deviceId}/wiped`, { body: { unsent } });
  dispatchEvent(new Event("caseflow-wiped"));
}

async function round(isAsked) {
  if (!(await mayGoOn())) return;
  for (const { client_id } of await store.records()) {
    if (!device.isOpen()) return;
    const record = await store.record(client_id);
    if (!record || !isDue(record, isAsked)) continue;
    tell({ record: client_id });
    if (!(await one(record))) return;
  }
  await device.change({ synced_at: new Date().toISOString() });
}

function isDue({ state, wait_until, notes }, isAsked) {
  if (state === "draft") return false;
  if (state === "attention" && notes.is_refused) return false;
  return isAsked || !wait_until || wait_until <= new Date().toISOString();
}

/* Send one record and its files; returns whether the next one may be tried now. */
async function one(record) {
  if (record.state === "files") return files(record);
  const answer =
    record.state === "attention"
      ? await server.get(`submissions/${record.client_id}`)
      : await server.write("POST", "submissions", { body: await submission(record) });
  return took(record, answer);
}

async function submission(record) {
  return { ...record.submission, sent_at: new Date().toISOString() };
}

async function took(record, answer) {
  if (answer.means === "receipt") {
    const { receipt } = answer.body;
    if (receipt?.client_id === record.client_id) return received(record, receipt);
    return later(record, answer);
  }
  if (answer.means === "refused") return refused(record, answer);
  return later(record, answer);
}

async function received(record, receipt) {
  const isDone = DONE.has(receipt.status);
  const notes = { ...record.notes, words: sentences(receipt.words), status: receipt.status };
  Object.assign(notes, { received_at: receipt.received_at, is_refused: false });
  const next = { ...record, notes, tries: 0, wait_until: "" };
  next.state = isDone ? "files" : "attention";
  if (isDone) next.submission = null;
  await store.saveRecord(next);
  return files(next);
}

/* A receipt says several sentences, each for itself. */
const sentences = (words) => [words ?? []].flat().join(" ");

async function refused(record, answer) {
  const notes = { ...record.notes, words: server.wordsOf(answer), status: answer.status };
  await store.saveRecord({
    ...record, state: "attention", notes: { ...notes, is_refused: true }, tries: 0, wait_until: "",
  });
  return true;
}

/* Keep the record and wait; whether signed out or out of reach, the next one would fare alike. */
async function later(record, answer) {
  if (answer.means === "sign_in") {
    tell({ needsSignIn: true });
    return false;
  }
  const tries = (record.tries ?? 0) + 1;
  const wait = Math.max(server.waitMs(tries), answer.wait_ms ?? 0);
  await store.saveRecord({
    ...record, tries, wait_until: new Date(Date.now() + wait).toISOString(),
  });
  return false;
}

/* --- files ---------------------------------------------------------------------------------- */

/* Send the files of a record that the server has; the record goes when none is left. */
async function files(record) {
  for (const file of await store.evidenceOf(record.client_id)) {
    if (file.state === "refused" || file.state === "attached") continue;
    const answer = await whole(file);
    if (answer.means === "receipt") await attached(record, file, answer);
    else if (answer.means === "refused") await refusedFile(file, answer);
    else return later(record, answer);
  }
  if (record.state !== "files") return true;
  const left = await store.evidenceOf(record.client_id, false);
  if (!left.length) await finished(record);
  return true;
}

/* A file is removed once its receipt names its hash. */
async function attached(record, file, { body }) {
  const isNamed = body.receipt?.sha256 === file.sha256 && body.receipt.client_id === file.client_id;
  if (!isNamed) return;
  await store.removeEvidence(file.client_id);
}

async function refusedFile(file, answer) {
  await store.markEvidence(file.client_id, { state: "refused", words: server.wordsOf(answer) });
}

/* Send a file from where the server left off, then have it attached. Where the two disagree on
   how far they are, the server is right, but not for ever. */
async function whole(file, attempts = 3) {
  const there = await server.get(`files/${file.sha256}`);
  if (there.means !== "receipt") return there;
  const sent = await pieces(file, there.body.have ?? 0);
  if (sent.means !== "receipt" && sent.status !== 409) return sent;
  const answer = await server.write("POST", `evidence/${file.client_id}`, { body: {} });
  if (answer.status === 409 && attempts > 1) return whole(file, attempts - 1);
  return answer.status === 409 ? { ...answer, means: "later" } : answer;
}

async function pieces(file, from) {
  let have = from;
  let answer = { means: "receipt", status: 200, body: { have } };
  while (have < file.byte_count) {
    await tellProgress(file, have);
    const start = have - (have % store.PIECE);
    const bytes = (await store.piece(file.sha256, start)).subarray(have - start);
    answer = await put(file, have, bytes);
    if (answer.means !== "receipt") return answer;
    const now = Number(answer.body.have);
    if (!(now > have)) return { ...answer, means: "later" };
    have = now;
  }
  await tellProgress(file, have);
  return answer;
}

/* A piece that was hurt on its way is sent once more. */
async function put(file, offset, bytes, isAgain = false) {
  const headers = { "X-Piece-SHA256": await sha256(bytes) };
  const path = `files/${file.sha256}?offset=${offset}`;
  const answer = await server.write("PUT", path, { bytes, headers });
  return answer.status === 422 && !isAgain ? put(file, offset, bytes, true) : answer;
}

async function tellProgress(file, have) {
  await store.markEvidence(file.client_id, { have, state: "sending" });
  tell({ progress: { client_id: file.client_id, have, byte_count: file.byte_count } });
}

/* Everything of the record is with the server: keep a line of it, and let it go. */
async function finished(record) {
  const { received_at, words } = record.notes;
  const line = { client_id: record.client_id, case: record.notes.case, received_at, words };
  const sent = (await store.kept("sent", [])).filter(({ client_id }) => client_id !== line.client_id);
  await store.keep("sent", [line, ...sent].slice(0, SENT_KEPT));
  await store.removeRecord(record.client_id);
}

/* Try now and then, and when the network comes back. */
export function keepSyncing() {
  setInterval(() => sync(), EVERY_MS);
  addEventListener("online", () => sync(true));
}
