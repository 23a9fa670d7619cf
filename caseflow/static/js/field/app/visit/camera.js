/* Photographs, films and sound: taken by the tablet's own camera, made small here, kept in pieces. */

import { newId, sha256 } from "../bytes.js";
import { clockOffset } from "../server.js";
import * as store from "../store.js";
import { label, limit, size, t } from "../words.js";

const LONGEST_SIDE = 2048;
const QUALITY = 0.8;
const PLACE_MS = 8_000;
const PLACE_AGE_MS = 60_000;

/* Return {latitude, longitude, accuracy_m}, or null where the tablet cannot or may not tell. */
export function here() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) =>
        resolve({ latitude, longitude, accuracy_m: Math.round(accuracy) }),
      () => resolve(null),
      { timeout: PLACE_MS, maximumAge: PLACE_AGE_MS, enableHighAccuracy: true },
    );
  });
}

/* Return a picture of at most LONGEST_SIDE as JPEG; one that is small enough stays as it is. */
async function smaller(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const part = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    if (part === 1 && file.type === "image/jpeg") return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * part);
    canvas.height = Math.round(bitmap.height * part);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  } finally {
    bitmap.close();
  }
}

/* Return why a file cannot be kept, or "". */
function refusal({ type, size: count }) {
  const most = limit("file_mb")[type];
  if (!most) return t("This kind of file is not kept: photographs, MP4 films, MP3, M4A and WAV sound, PDF.");
  if (count > most * 1_000_000) {
    return t("%(size)s is too large, at most %(most)s MB are kept.", { size: size(count), most });
  }
  return "";
}

/* Keep one file of a record; `told`: {stage, caption}. The hash of the original is taken before it
   is made smaller. Throws an Error with words for the person. */
export async function take(recordId, file, told, place, onProgress) {
  const isPicture = file.type.startsWith("image/") && file.type !== "image/gif";
  const original = await sha256(await file.arrayBuffer());
  let blob = file;
  if (isPicture) {
    blob = await smaller(file).catch(() => {
      throw new Error(t("%(name)s cannot be read as a picture.", { name: file.name }));
    });
  }
  const why = refusal(blob);
  if (why) throw new Error(why);
  const name = isPicture ? file.name.replace(/\.[^.]*$/, "") + ending(blob.type) : file.name;
  return store.addEvidence(
    {
      ...told,
      client_id: newId(),
      record_id: recordId,
      original_sha256: original,
      content_type: blob.type,
      file_name: name || `${label("stages", told.stage)}${ending(blob.type)}`,
      taken_at: new Date(file.lastModified || Date.now()).toISOString(),
      clock_offset_ms: clockOffset(),
      place,
    },
    blob,
    onProgress,
  );
}

const ending = (type) => ({ "image/jpeg": ".jpg", "image/png": ".png" })[type] ?? "";
