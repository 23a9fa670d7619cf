/* What a judgement returns, and how a reading is read (as limits/verdicts.py). */

import { isDay, minuteOfDay, scaled } from "./numbers.js";

const OUTCOMES = [
  "exceeds", "void", "insufficient", "incomplete", "alert", "complies", "out_of_scope",
];
const BREACHES = ["exceeds", "insufficient"];

export const message = (code, params = {}) => ({ code, params });

/* Return one quantity against one limit; what `given` leaves out is empty. */
export function comparison(given) {
  return {
    detail: "",
    measured: "",
    background: "",
    minus: "",
    value: "",
    limit: "",
    over: "",
    unit: "",
    standard: "",
    clause: "",
    is_verified: true,
    ...given,
  };
}

/* Return a row or comparison as it is cited: standard and clause. */
export const cited = ({ standard, clause }) => `${standard} ${clause}`.trim();

export const isPlain = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/* Reads the fields of a reading and gathers what is missing or malformed in `problems`. */
export class Entries {
  constructor(reading, prefix = "") {
    this.reading = isPlain(reading) ? reading : {};
    this.prefix = prefix;
    this.problems = [];
  }

  text(name) {
    const found = Object.hasOwn(this.reading, name) ? this.reading[name] : "";
    return typeof found === "string" ? found : "";
  }

  flag(name) {
    return Object.hasOwn(this.reading, name) && this.reading[name] === true;
  }

  /* Return yes or no; neither of both is a problem. */
  answer(name) {
    const found = Object.hasOwn(this.reading, name) ? this.reading[name] : null;
    if (typeof found !== "boolean") this.problem("missing", name);
    return found === true;
  }

  list(name) {
    const found = Object.hasOwn(this.reading, name) ? this.reading[name] : [];
    return Array.isArray(found) ? found : [];
  }

  problem(code, name) {
    this.problems.push(message(code, { field: `@field.${this.prefix}${name}` }));
  }

  needed(name, isNeeded) {
    const found = this.text(name);
    if (!found && isNeeded) this.problem("missing", name);
    return found;
  }

  choice(name, allowed) {
    const found = this.needed(name, true);
    if (!found || allowed.includes(found)) return found;
    this.problem("malformed", name);
    return "";
  }

  number(name, digits, isNeeded = true) {
    const found = this.needed(name, isNeeded);
    const value = found ? scaled(found, digits) : null;
    if (found && value === null) this.problem("malformed", name);
    return value;
  }

  amount(name, digits, isNeeded = true) {
    const value = this.number(name, digits, isNeeded);
    if (value === 0) this.problem("malformed", name);
    return value ?? 0;
  }

  day(name, isNeeded = true) {
    const found = this.needed(name, isNeeded);
    if (!found || isDay(found)) return found;
    this.problem("malformed", name);
    return "";
  }

  minute(name) {
    const found = this.needed(name, true);
    const value = found ? minuteOfDay(found) : null;
    if (found && value === null) this.problem("malformed", name);
    return value;
  }
}

/* Return a verdict without comparisons. */
export function only(kind, outcome, ...messages) {
  return { kind, outcome, is_verified: true, comparisons: [], messages, rows: [] };
}

/* Return the verdict over comparisons; `rows` are all rows consulted, in their order. */
export function verdict(kind, comparisons, messages, rows, outcome = "") {
  const outcomes = comparisons.map((one) => one.outcome);
  const worst = outcome || OUTCOMES.find((one) => outcomes.includes(one)) || "complies";
  const over = comparisons.filter((one) => BREACHES.includes(worst) && one.outcome === worst);
  const verified = comparisons.length ? comparisons : rows;
  return {
    kind,
    outcome: worst,
    is_verified: over.length
      ? over.some((one) => one.is_verified)
      : verified.every((one) => one.is_verified),
    comparisons,
    messages: [...messages, ...unverified(rows)],
    rows: [...new Set(rows.map((row) => row.id))],
  };
}

/* Return a message for each standard not read in its text; a practice (@…) has no text. */
function unverified(rows) {
  const marks = new Map();
  for (const row of rows.filter((one) => !one.is_verified && !one.standard.startsWith("@"))) {
    marks.set(row.standard, (marks.get(row.standard) ?? new Set()).add(row.mark));
  }
  return [...marks].map(([standard, found]) =>
    message("unverified", { standard, marks: [...found].sort().join(", ") }),
  );
}
