/* The mean of the samples, converted to reference stoves, against the limit that decides: the
   strictest in force. A milder one is a note, if it is exceeded too. */

import { fixed, halfEven, halfEvenSmall, short } from "./numbers.js";
import { cited, comparison, message } from "./verdicts.js";

/* Return why the sampling is void (empty: it is valid): too short, or too few samples left. */
export function voidReasons(found, kept, dropped) {
  const brief = tooShort(found);
  const { value, standard } = found.rule("valid_least");
  if (brief.length || kept.length >= value) return brief;
  const params = { kept: String(kept.length), least: String(value), standard };
  return [message("void.samples", params), ...dropped];
}

function tooShort(found) {
  const { value, standard } = found.rule("minutes");
  return found.samples.flatMap(({ minutes }, index) => {
    if (minutes >= value) return [];
    const params = { number: String(index + 1), minutes: String(minutes), least: String(value) };
    return [message("void.minutes", { ...params, standard })];
  });
}

export function voidComparison(found, rows) {
  const { value, standard, clause } = found.deciding("concentration");
  return comparison({
    quantity: found.pollutant,
    outcome: "void",
    limit: short(value, 3),
    unit: "mg/m³",
    standard,
    clause,
    is_verified: rows.every((row) => row.is_verified),
  });
}

/* Return the samples that take part in the mean, and a message for each one dropped. */
export function keptSamples(found) {
  const { value, standard } = found.rule("part");
  const largest = Math.max(...found.samples.map(({ concentration }) => concentration));
  const isKept = ({ concentration }) => concentration * value >= largest;
  const dropped = found.samples.flatMap((sample, index) => {
    if (isKept(sample)) return [];
    const params = {
      number: String(index + 1),
      value: short(sample.concentration, 3),
      largest: short(largest, 3),
    };
    return [message("fumes.dropped", { ...params, standard })];
  });
  return [found.samples.filter(isKept), dropped];
}

/* Convert the mean of `kept` to the working reference stoves; compare it with the limit. */
export function judgeMean(found, kept, method) {
  const flow = found.rule("flow");
  const size = found.sizeRow;
  const sum = kept.reduce((all, one) => all + BigInt(one.concentration) * BigInt(one.flow), 0n);
  const total = sum * BigInt(size.unit);
  const divisor = BigInt(kept.length) * BigInt(found.working) * BigInt(flow.value);
  const value = fixed(halfEven(total, divisor), 3);
  const [row, ...others] = found.limits("concentration");
  const one = compared(found, row, value, [total, divisor], [...method, flow, size, row]);
  const excessOf = (limit) => total - BigInt(limit.value) * divisor;
  const exceeded = others.filter((other) => excessOf(other) > 0n);
  const notes = exceeded.map((other) => tooMuch(other, overBy(excessOf(other), divisor)));
  const converted = message("fumes.converted", {
    kept: String(kept.length),
    count: String(found.samples.length),
    flow: short(flow.value, 1),
    stoves: short(halfEvenSmall(found.working * 100, size.unit), 2),
    value,
    standard: flow.standard,
  });
  return [[one], [result(one), ...notes, converted], [flow, size, row, ...exceeded]];
}

const overBy = (excess, divisor) => (excess > 0n ? short(halfEven(excess, divisor), 3) : "");

/* Return the note on a milder limit that is exceeded too. */
function tooMuch(row, over) {
  const params = { limit: short(row.value, 3), unit: "mg/m³", over, cited: cited(row) };
  return message("fumes.exceeds_too", params);
}

function compared(found, row, value, [total, divisor], deciding) {
  const excess = total - BigInt(row.value) * divisor;
  return comparison({
    quantity: found.pollutant,
    outcome: excess > 0n ? "exceeds" : "complies",
    value,
    limit: short(row.value, 3),
    over: overBy(excess, divisor),
    unit: "mg/m³",
    standard: row.standard,
    clause: row.clause,
    is_verified: deciding.every((used) => used.is_verified),
  });
}

function result(one) {
  const { value, limit, unit } = one;
  const quantity = `@quantity.${one.quantity}`;
  const params = { quantity, value, limit, unit, cited: cited(one) };
  if (one.outcome === "exceeds") return message("fumes.exceeds", { ...params, over: one.over });
  return message("fumes.complies", params);
}
