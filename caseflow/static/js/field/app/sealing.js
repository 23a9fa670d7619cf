/* What is not yet sent is encrypted once, for two readers: the bureau by its P-256 key (the
   envelope of docs/field-protocol.md), and this tablet by its own key, which holds the content key.
   So a forgotten PIN loses nothing: the envelope can leave the tablet and be opened at the bureau. */

import { base64, fromUtf8, utf8 } from "./bytes.js";
import { decrypt, encrypt } from "./keys.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = utf8("caseflow record 1");
const NO_SALT = new Uint8Array(0);

async function contentKey(ours, theirs) {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
  const made = { name: "HKDF", hash: "SHA-256", salt: NO_SALT, info: INFO };
  return new Uint8Array(await crypto.subtle.deriveBits(made, material, 256));
}

const aes = (raw, use) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use]);

/* Return the envelope of bytes, in bytes, and `own`: its content key under the tablet's key.
   `bureau`: {id, public_key: bytes of the uncompressed point}. */
export async function seal(bureau, ownKey, bytes) {
  const theirs = await crypto.subtle.importKey("raw", bureau.public_key, CURVE, false, []);
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const raw = await contentKey(pair.privateKey, theirs);
  const { nonce, sealed } = await encrypt(await aes(raw, "encrypt"), bytes);
  const own = await encrypt(ownKey, raw);
  raw.fill(0);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { version: 1, key_id: bureau.id, ephemeral_key: point, nonce, sealed, own };
}

/* Return the bytes of an envelope that this tablet made. */
export async function unseal(ownKey, envelope) {
  const raw = await decrypt(ownKey, envelope.own);
  return decrypt(await aes(raw, "decrypt"), envelope);
}

export const sealJson = (bureau, ownKey, value) =>
  seal(bureau, ownKey, utf8(JSON.stringify(value)));

export async function unsealJson(ownKey, envelope) {
  return JSON.parse(fromUtf8(await unseal(ownKey, envelope)));
}

/* Return the envelope as it leaves the tablet; the tablet's own part stays here. */
export function asLine({ version, key_id, ephemeral_key, nonce, sealed }) {
  const texts = { ephemeral_key, nonce, sealed };
  for (const [name, bytes] of Object.entries(texts)) texts[name] = base64(bytes);
  return JSON.stringify({ version, key_id, ...texts });
}
