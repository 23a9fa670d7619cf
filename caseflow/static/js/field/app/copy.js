/* "Save a copy to the device": all that is not sent, sealed to the bureau; needs no PIN.

   JSON lines: {"format", "device_id", "user_id", "made_at"}, then one envelope a line, of
   {"submission": …} and of the pieces of files {"sha256", "offset", "bytes"}. */

import * as database from "./database.js";
import * as device from "./device.js";
import { asLine } from "./sealing.js";

export const FORMAT = "caseflow field copy 1";

/* Return the copy as a Blob and how many records it holds. */
export async function copyOfUnsent() {
  const found = await device.row();
  const records = (await database.all("records")).filter(({ sealed }) => sealed);
  const pieces = await database.all("pieces");
  const made_at = new Date().toISOString();
  const first = { format: FORMAT, device_id: found.device_id, user_id: found.user_id, made_at };
  const lines = [JSON.stringify(first)];
  for (const { sealed } of [...records, ...pieces]) lines.push(asLine(sealed));
  const blob = new Blob(lines.map((line) => `${line}\n`), { type: "application/x-ndjson" });
  const name = `caseflow-${made_at.slice(0, 16).replace(/[-:T]/g, "")}.caseflow-field-copy`;
  return { blob, name, count: records.length };
}

/* Let the browser save a file under a name. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
