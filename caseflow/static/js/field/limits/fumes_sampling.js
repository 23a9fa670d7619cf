/* One sampling of cooking fumes as it was entered, and the rows in force for it. */

import { firstInForce, inForce } from "./rows.js";
import { Entries, message } from "./verdicts.js";

export class Sampling {
  constructor(table, day, pollutant) {
    Object.assign(this, { table, day, pollutant, sizeRow: null, samples: [] });
    Object.assign(this, { working: 0, total: 0, removal: null });
  }

  rule(name) {
    return firstInForce(this.table.fumes_rules, this.day, { name });
  }

  /* Return the limits in force, the strictest first. */
  limits(quantity, size = "") {
    const { pollutant } = this;
    const sign = quantity === "concentration" ? 1 : -1;
    return inForce(this.table.fumes_limits, this.day, { pollutant, quantity, size }).sort(
      (one, other) => sign * (one.value - other.value) || (one.id < other.id ? -1 : 1),
    );
  }

  /* Return the strictest limit in force, by which the sampling is judged. */
  deciding(quantity) {
    return this.limits(quantity)[0];
  }
}

/* Read samples and stoves into `found`; what is missing is among the problems then. */
export function complete(entries, found, given) {
  const needed = found.rule("samples").value;
  if (given.length < needed) {
    const params = { count: String(given.length), needed: String(needed) };
    entries.problems.push(message("missing.samples", params));
  }
  found.samples = given.map((sample) => read(entries, sample));
  const measure = entries.choice("measure", found.table.codes.fumes_measures);
  found.working = entries.amount("working", 3);
  found.removal = entries.number("removal", 1, false);
  found.total = entries.amount("total", 3, found.removal !== null);
  if (measure) found.sizeRow = firstInForce(found.table.fumes_sizes, found.day, { measure });
}

function read(entries, given) {
  const part = new Entries(given, "sample.");
  const concentration = part.number("concentration", 3) ?? 0;
  const flow = part.amount("flow", 1);
  const minutes = part.amount("minutes", 0);
  entries.problems.push(...part.problems);
  return { concentration, flow, minutes };
}
