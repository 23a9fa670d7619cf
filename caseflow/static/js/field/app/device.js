/* The tablet itself: set up, unlocked by PIN, locked, reported lost. The only holder of the key.

   The device's row: {device_id, salt, wrapped, part, bureau, user, tries, idle_minutes, state}.
   `part` is null once ten PINs were wrong or the tablet is to be wiped: the server must give it
   again to the user who signed in. */

import { fromBase64, newId, random } from "./bytes.js";
import * as database from "./database.js";
import { newKey, serverKey, unwrapped } from "./keys.js";

export const TRIES = 10;
export const PIN_LEAST = 6;
export const IDLE_MINUTES = 5;

let key = null;

export const storageKey = () => key;
export const isOpen = () => key !== null;

export const row = () => database.get("device", "device");

/* Change the device's row in one transaction. */
export function change(more) {
  return database.transact(["device"], "readwrite", ({ device }) => {
    const request = device.get("device");
    request.onsuccess = () => device.put({ ...request.result, ...more }, "device");
  });
}

/* Return the id this tablet introduces itself with; made once. */
export async function deviceId() {
  const found = await row();
  if (found?.device_id) return found.device_id;
  const device_id = newId();
  await change({ device_id, state: "new", tries: 0, idle_minutes: IDLE_MINUTES });
  return device_id;
}

/* Keep what the server answered to the introduction; `user`: {id, name} of who is signed in. */
export async function introduce(answer, user) {
  const { id, public_key } = answer.bureau_key;
  await change({
    part: await serverKey(fromBase64(answer.server_part)),
    bureau: { id, public_key: fromBase64(public_key) },
    user_id: user.id,
    tries: 0,
  });
}

/* Choose a PIN: a new key of the storage. What the key before encrypted is dropped; what is not
   sent stays, sealed to the bureau, to be saved as a copy. */
export async function choosePin(pin) {
  const found = await row();
  const salt = random(16);
  const made = await newKey(pin, salt, found.part);
  await database.clear("kept");
  await change({ salt, wrapped: made.wrapped, state: "ready", tries: 0 });
  key = made.key;
}

/* Try a PIN; returns {isOpen, left}. The try is written down before it is checked, so that
   switching the tablet off gives no further one. */
export async function unlock(pin) {
  const found = await row();
  if (!found.part || found.tries >= TRIES) return { isOpen: false, left: 0 };
  const tries = found.tries + 1;
  await change({ tries });
  key = await unwrapped(pin, found);
  if (key) await change({ tries: 0 });
  else if (tries >= TRIES) await change({ part: null });
  return { isOpen: isOpen(), left: TRIES - tries };
}

export function lock() {
  key = null;
}

/* Forget all that can be read with the PIN. Unsent records stay, sealed to the bureau. */
export async function wipe() {
  lock();
  await database.clear("kept");
  await change({ part: null, wrapped: null, state: "wiped" });
}
