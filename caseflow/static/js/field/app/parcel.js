/* What was taken along: the server's package, kept whole, and the order of the round.

   It is always fetched whole: half of a round is no round, and the answer is small. */

import * as server from "./server.js";
import * as store from "./store.js";
import { t } from "./words.js";

export const parcel = () => store.kept("package");

/* Fetch the package and keep it; returns words for the person where it failed, "" otherwise.
   `asked`: {id, reason} of the case whose complainant is to be met; the look is recorded there. What
   was asked for before stays as long as its case is taken along. */
export async function fetchParcel(asked = null) {
  const query = asked ? `?${new URLSearchParams({ contact: asked.id, reason: asked.reason })}` : "";
  const answer = await server.get(`package${query}`);
  if (answer.means === "later") return t("The server is out of reach. What was taken along before is still here.");
  if (answer.means === "sign_in") return t("You are signed out. Sign in, then take the round along.");
  if (answer.means !== "receipt" || !Array.isArray(answer.body.cases)) return server.wordsOf(answer);
  const before = new Map(((await parcel())?.cases ?? []).map(({ id, contact }) => [id, contact]));
  for (const one of answer.body.cases) one.contact ??= before.get(one.id) ?? null;
  await store.keep("package", answer.body);
  return "";
}

/* Return the ids of the cases in the order set by hand, new ones at the end. */
export async function order({ cases }) {
  const set = await store.kept("order", []);
  const ids = cases.map(({ id }) => id);
  const known = set.filter((id) => ids.includes(id));
  return [...known, ...ids.filter((id) => !known.includes(id))];
}

export const setOrder = (ids) => store.keep("order", ids);

/* Return township and address; the township once. */
export function placeOf({ township, address }) {
  if (!township || address?.startsWith(township)) return address ?? "";
  return [township, address].filter(Boolean).join(" ");
}
