/* Each level of a valid measurement against its limit (as limits/noise/levels.py). */

import { fixed, halfEvenSmall, short } from "./numbers.js";
import { inForce } from "./rows.js";
import { cited, comparison, message } from "./verdicts.js";

/* Return the limit in tenths, lowered where a boundary is measured indoors; words; rows. */
function limitValue(found, row) {
  const less = found.rule("indoor_less");
  if (!less) return [row.value, [], [row]];
  const value = row.value - less.value;
  const params = { less: short(less.value, 1), limit: short(value, 1), standard: less.standard };
  return [value, [message("noise.indoor", params)], [row, less]];
}

/* Judge an equivalent level or a band; returns the comparison, what to say, and the rows used. */
export function levelAgainstLimit(found, level, before) {
  const row = found.limit(level.quantity, level.hz);
  const [limit, messages, rows] = limitValue(found, row);
  const waiver = found.rule("waiver");
  if (waiver && level.measured < limit && !isCorrectable(found, level)) {
    const deciding = [...before, ...rows, waiver];
    const one = compared(level, row, limit, level.measured, deciding);
    const params = { ...about(found, level), standard: waiver.standard };
    return [one, [result(found, one), message("noise.waived", params), ...messages],
      [...rows, waiver]];
  }
  if (level.background === null) {
    const needed = message("noise.background_needed", about(found, level));
    const one = open(level, row, limit, "incomplete", [...before, ...rows]);
    return [one, [needed, ...messages], rows];
  }
  return corrected(found, level, row, limit, before, messages, rows);
}

function isCorrectable(found, level) {
  const least = found.rule("background_least");
  return (
    level.background !== null && least && level.measured - level.background >= least.value
  );
}

function corrected(found, level, row, limit, before, messages, rows) {
  const least = found.rule("background_least");
  const difference = level.measured - level.background;
  const params = {
    ...about(found, level),
    background: fixed(level.background, 1),
    difference: fixed(difference, 1),
  };
  if (difference < least.value) {
    const more = { least: short(least.value, 1), standard: least.standard };
    const said = message("void.background", { ...params, ...more });
    const used = [...rows, least];
    const one = open(level, row, limit, "void", [...before, ...used]);
    return [one, [said, ...messages], used];
  }
  const [minus, said, step] = correction(found, difference, params);
  const used = [...rows, step];
  const exact = level.measured - minus * 10;
  const [value, rounding] = rounded(found, exact);
  const deciding = [...before, ...used];
  if (rounding && value > limit !== exact > limit) deciding.push(rounding);
  const one = compared(level, row, limit, value, deciding, String(minus));
  const words = [result(found, one), said, ...messages];
  if (!rounding) return [one, words, used];
  const told = { value: short(value, 1), standard: rounding.standard };
  return [one, [...words, message("noise.rounded", told)], [...used, rounding]];
}

/* Return what is taken off in dB, the sentence on it, and the row that says so. */
function correction(found, difference, params) {
  const over = found.rule("background_over");
  if (difference > over.value) {
    const more = { over: short(over.value, 1), standard: over.standard };
    return [0, message("noise.uncorrected", { ...params, ...more }), over];
  }
  const whole = halfEvenSmall(difference, 10);
  const steps = inForce(found.table.noise_steps, found.day, { source: found.source });
  const step = steps.find((one) => one.least <= whole && whole <= one.most);
  const more = { minus: String(step.minus), standard: step.standard };
  return [step.minus, message("noise.corrected", { ...params, ...more }), step];
}

function rounded(found, exact) {
  const rounding = found.rule("rounding");
  if (!rounding) return [exact, null];
  return [halfEvenSmall(exact, rounding.value) * rounding.value, rounding];
}

/* Return how far the maximum may pass the limit; null if nothing limits it here. */
export function peakRule(found) {
  const names = ["peak_any", `peak_${found.peak}`];
  if (found.isUnsteady) names.push("peak_unsteady");
  return names.map((name) => found.rule(name)).find((rule) => rule) ?? null;
}

/* Judge the maximum by the margin of `rule` over the limit. */
export function peakAgainstLimit(found, rule, before) {
  const row = found.limit("leq", "");
  const [base, messages, rows] = limitValue(found, row);
  const level = { quantity: "lmax", hz: "", measured: found.lmax, background: null };
  const used = [...rows, rule];
  const one = compared(level, row, base + rule.value, found.lmax, [...before, ...used]);
  const params = {
    base: short(base, 1),
    margin: short(rule.value, 1),
    standard: rule.standard,
    kind: `@peak.${rule.name[0]}`,
  };
  return [one, [result(found, one), message("noise.peak_margin", params), ...messages], used];
}

const coded = (quantity, hz) => `@quantity.${quantity}` + (hz ? ` @hz.${hz}` : "");

function about(found, level) {
  return {
    quantity: coded(level.quantity, level.hz),
    measured: fixed(level.measured, 1),
    standard: found.standard,
  };
}

function open(level, row, limit, outcome, deciding) {
  return comparison({
    quantity: level.quantity,
    outcome,
    detail: level.hz,
    measured: fixed(level.measured, 1),
    background: level.background === null ? "" : fixed(level.background, 1),
    limit: short(limit, 1),
    unit: level.quantity === "band" ? "dB" : "dB(A)",
    standard: row.standard,
    clause: row.clause,
    is_verified: deciding.every((used) => used.is_verified),
  });
}

function compared(level, row, limit, value, deciding, minus = "") {
  const isOver = value > limit;
  return {
    ...open(level, row, limit, isOver ? "exceeds" : "complies", deciding),
    minus,
    value: short(value, 1),
    over: isOver ? short(value - limit, 1) : "",
  };
}

/* Return the sentence that says value, limit and standard. */
function result(found, one) {
  const { value, limit, unit } = one;
  const quantity = coded(one.quantity, one.detail);
  const params = { quantity, value, limit, unit, cited: cited(one), where: found.where };
  if (one.outcome === "exceeds") return message("level.exceeds", { ...params, over: one.over });
  return message("level.complies", params);
}
