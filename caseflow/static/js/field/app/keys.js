/* From the PIN to the key of the tablet's storage.

   A random key encrypts the storage. It is wrapped by a key made of the PIN (PBKDF2-SHA-256,
   600,000 rounds, salt of the device) and the server's part (HKDF-SHA-256: the part is the key
   material, what comes of the PIN is the salt). The part is kept only as a key that no script can
   read out; without it every PIN fails. */

import { random, utf8 } from "./bytes.js";

export const ROUNDS = 600_000;
const INFO = utf8("caseflow storage 1");
const AES = { name: "AES-GCM", length: 256 };

/* Return the server's part as a key for HKDF that cannot be read out. */
export function serverKey(bytes) {
  return crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
}

async function wrapping(pin, salt, part) {
  const typed = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  const rounds = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  const bits = await crypto.subtle.deriveBits(rounds, typed, 256);
  const made = { name: "HKDF", hash: "SHA-256", salt: bits, info: INFO };
  return crypto.subtle.deriveKey(made, part, AES, false, ["encrypt", "decrypt"]);
}

function importData(raw) {
  return crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);
}

/* Return a new key of the storage and the same wrapped by the PIN and the server's part. */
export async function newKey(pin, salt, part) {
  const raw = random(32);
  const wrapped = await encrypt(await wrapping(pin, salt, part), raw);
  const key = await importData(raw);
  raw.fill(0);
  return { key, wrapped };
}

/* Return the key of the storage, or null if the PIN is wrong. */
export async function unwrapped(pin, { salt, part, wrapped }) {
  const wrapper = await wrapping(pin, salt, part);
  try {
    return await importData(await decrypt(wrapper, wrapped));
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
}

/* Return {nonce, sealed} of bytes under an AES-GCM key. */
export async function encrypt(key, bytes) {
  const nonce = random(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, bytes);
  return { nonce, sealed: new Uint8Array(sealed) };
}

export async function decrypt(key, { nonce, sealed }) {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, sealed));
}
