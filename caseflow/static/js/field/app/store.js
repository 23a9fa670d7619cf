/* What the tablet keeps of cases and visits. Everything is encrypted; in plain text stand only ids
   made on the tablet, sizes, hashes, states and times.

   A record: {client_id, state, updated_at, tries, wait_until, submission, notes}; its states are
   draft, ready, files (taken, its files are still to go), attention. `submission` is what is sent
   and what a copy holds; `notes` are of this tablet alone: {case, words, status, faults}. */

import { base64, fromBase64, fromUtf8, newId, sha256, utf8 } from "./bytes.js";
import * as database from "./database.js";
import * as device from "./device.js";
import { decrypt, encrypt } from "./keys.js";
import { seal, sealJson, unseal, unsealJson } from "./sealing.js";

export const PIECE = 1024 * 1024;

const ownSealed = (value) => encrypt(device.storageKey(), utf8(JSON.stringify(value)));
const ownOpened = async (sealed) =>
  JSON.parse(fromUtf8(await decrypt(device.storageKey(), sealed)));

/* --- what the server gave ------------------------------------------------------------------- */

export async function keep(name, value) {
  await database.put("kept", await ownSealed(value), name);
}

export async function kept(name, otherwise = null) {
  const found = await database.get("kept", name);
  return found ? ownOpened(found) : otherwise;
}

/* --- records -------------------------------------------------------------------------------- */

const changed = [];

/* Call `listener` whenever something about records or evidence changed. */
export const onChange = (listener) => changed.push(listener);

const tell = () => {
  for (const listener of changed) listener();
};

/* Write a record whole; `submission` may be null once the server took it. */
export async function saveRecord(record) {
  const { bureau } = await device.row();
  const { submission, notes, ...plain } = record;
  const stored = { ...plain, updated_at: record.updated_at ?? new Date().toISOString() };
  stored.sealed = submission
    ? await sealJson(bureau, device.storageKey(), { submission })
    : null;
  stored.notes = await ownSealed(notes);
  await database.put("records", stored);
  tell();
}

/* Return a stored record opened; null if another PIN sealed it (see device.choosePin). */
async function opened(stored) {
  try {
    const { sealed, notes, ...plain } = stored;
    const found = sealed ? await unsealJson(device.storageKey(), sealed) : { submission: null };
    return { ...plain, submission: found.submission, notes: await ownOpened(notes) };
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
}

export async function record(clientId) {
  const stored = await database.get("records", clientId);
  return stored ? opened(stored) : null;
}

/* Return the records that can be opened, the oldest first. */
export async function records() {
  const found = await Promise.all((await database.all("records")).map(opened));
  const readable = found.filter(Boolean);
  return readable.sort((one, other) => (one.created_at < other.created_at ? -1 : 1));
}

/* Return how many records wait to be sent, are half done, and need a person; needs no PIN. */
export async function counts() {
  const found = (await database.all("records")).map(({ state }) => state);
  const draft = found.filter((state) => state === "draft").length;
  const attention = found.filter((state) => state === "attention").length;
  return { unsent: found.length - draft - attention, draft, attention };
}

/* Return how many records are on the tablet at all; needs no PIN. */
export const heldCount = async () => (await database.all("records")).length;

/* Remove a record with all its files. */
export async function removeRecord(clientId) {
  for (const one of await evidenceOf(clientId, false)) await removeEvidence(one.client_id);
  await database.remove("records", clientId);
  tell();
}

/* Make a refused record a draft again. */
export const toDraft = (found) =>
  saveRecord({ ...found, state: "draft", notes: { ...found.notes, words: "", is_refused: false } });

/* Give a record and its files new ids, ready to be sent: the old ones came with other content, as
   when a copy of the half-done visit was handed in. Returns the new id. */
export async function renew(found) {
  const files = await evidenceOf(found.client_id);
  const ids = new Map([found.client_id, ...files.map(({ client_id }) => client_id)].map((id) => [id, newId()]));
  let text = JSON.stringify(found.submission);
  for (const [before, now] of ids) text = text.replaceAll(before, now);
  const client_id = ids.get(found.client_id);
  for (const { client_id: before, record_id: _record, facts: _facts, state: _state, have: _have, words: _words, ...told } of files) {
    const { sha256: hash, byte_count } = told;
    const row = { client_id: ids.get(before), record_id: client_id, sha256: hash, byte_count, state: "kept", have: 0 };
    await database.put("evidence", { ...row, facts: await ownSealed(told) });
  }
  const notes = { ...found.notes, words: "", is_refused: false };
  await saveRecord({ ...found, client_id, submission: JSON.parse(text), notes, state: "ready", tries: 0, wait_until: "" });
  await removeRecord(found.client_id);
  return client_id;
}

/* Delete what is not sent; only after a copy of it was saved on a tablet that was reported lost. */
export const dropUnsent = () => database.clear("records", "evidence", "pieces");

/* --- files ---------------------------------------------------------------------------------- */

/* Keep a file in pieces; `facts`: {client_id, record_id, …}. Returns the row of evidence. */
export async function addEvidence(facts, blob, onProgress = () => {}) {
  const { bureau } = await device.row();
  const hash = await sha256(await blob.arrayBuffer());
  for (let offset = 0; offset < blob.size; offset += PIECE) {
    const bytes = new Uint8Array(await blob.slice(offset, offset + PIECE).arrayBuffer());
    const line = utf8(JSON.stringify({ sha256: hash, offset, bytes: base64(bytes) }));
    const sealed = await seal(bureau, device.storageKey(), line);
    await database.put("pieces", { sha256: hash, offset, byte_count: bytes.length, sealed });
    onProgress(Math.min(1, (offset + bytes.length) / blob.size));
  }
  const { client_id, record_id, ...rest } = facts;
  const told = { ...rest, sha256: hash, byte_count: blob.size };
  const row = { client_id, record_id, sha256: hash, byte_count: blob.size, state: "kept", have: 0 };
  await database.put("evidence", { ...row, facts: await ownSealed(told) });
  tell();
  return { ...row, ...told };
}

/* Change the state of a file: kept, sending, refused; how much the server has; its words. */
export async function markEvidence(clientId, more) {
  const stored = await database.get("evidence", clientId);
  if (!stored) return;
  const { words, ...plain } = more;
  if (words !== undefined) plain.words = await ownSealed(words);
  await database.put("evidence", { ...stored, ...plain });
  tell();
}

/* Change what is told of a file (caption). */
export async function tellOfEvidence(clientId, more) {
  const stored = await database.get("evidence", clientId);
  const told = { ...(await ownOpened(stored.facts)), ...more };
  await database.put("evidence", { ...stored, facts: await ownSealed(told) });
}

export async function evidenceOf(recordId, isOpened = true) {
  const found = await database.matching("evidence", "record_id", recordId);
  if (!isOpened) return found;
  return Promise.all(
    found.map(async ({ facts, words, ...plain }) => ({
      ...plain,
      ...(await ownOpened(facts)),
      words: words ? await ownOpened(words) : "",
    })),
  );
}

/* Remove a file; its bytes too, unless another one has the same. */
export async function removeEvidence(clientId) {
  const row = await database.get("evidence", clientId);
  if (!row) return;
  await database.remove("evidence", clientId);
  const others = (await database.all("evidence")).some(({ sha256: hash }) => hash === row.sha256);
  if (!others) {
    for (let offset = 0; offset < row.byte_count; offset += PIECE) {
      await database.remove("pieces", [row.sha256, offset]);
    }
  }
  tell();
}

/* Return the bytes of the piece of a file that begins at `offset`, a multiple of PIECE. */
export async function piece(hash, offset) {
  const stored = await database.get("pieces", [hash, offset]);
  const line = JSON.parse(fromUtf8(await unseal(device.storageKey(), stored.sealed)));
  return fromBase64(line.bytes);
}

/* Return a whole file, to be looked at. */
export async function blobOf({ sha256: hash, byte_count: count, content_type: type }) {
  const parts = [];
  for (let offset = 0; offset < count; offset += PIECE) parts.push(await piece(hash, offset));
  return new Blob(parts, { type });
}
