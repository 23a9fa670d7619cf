/* Every sentence of the app comes from the server in the language of the user; code names it in
   English. `words` are sentences by their English, `tables` the English words of codes. */

let table = { words: {}, tables: {}, limits: {}, language: "zh-Hans" };

export async function loadWords(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`words: ${answer.status}`);
  const found = await answer.json();
  const tables = Object.entries(found.tables).map(([name, rows]) => [name, Object.fromEntries(rows)]);
  table = { ...found, tables: Object.fromEntries(tables) };
}

/* Return the sentence with its parameters filled in. */
export function t(english, params = {}) {
  const sentence = table.words[english] ?? english;
  return sentence.replace(/%\(([a-z_]+)\)s/g, (_whole, name) => String(params[name] ?? ""));
}

/* Return the sentence of a fault: a parameter that begins with @ is itself one. */
export function said({ words, params = {} }) {
  const found = Object.entries(params).map(([name, value]) => [
    name,
    String(value).startsWith("@") ? t(value.slice(1)) : value,
  ]);
  return t(words, Object.fromEntries(found));
}

export const tables = () => table.tables;

/* Return [[code, words], …] of a table of codes. */
export const labels = (name) =>
  Object.entries(table.tables[name] ?? {}).map(([code, english]) => [code, t(english)]);

export const label = (name, code) => {
  const english = table.tables[name]?.[code];
  return english ? t(english) : code;
};

export const limit = (name) => table.limits[name];
export const language = () => table.language;

const format = (options) => new Intl.DateTimeFormat(language(), options);

/* Return “today 14:02” or day and time, in the time of the tablet. */
export function moment(instant) {
  if (!instant) return "";
  const when = new Date(instant);
  const hours = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(when);
  if (when.toDateString() === new Date().toDateString()) return t("today %(time)s", { time: hours });
  return `${format({ month: "long", day: "numeric" }).format(when)} ${hours}`;
}

export const clock = (instant) =>
  format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(instant));

/* Return how long ago it was, in words. */
export function age(instant) {
  const minutes = Math.max(0, Math.round((Date.now() - new Date(instant)) / 60_000));
  if (minutes < 60) return t("%(count)s min old", { count: minutes });
  if (minutes < 48 * 60) return t("%(count)s h old", { count: Math.round(minutes / 60) });
  return t("%(count)s days old", { count: Math.round(minutes / 1440) });
}

export function size(bytes) {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
