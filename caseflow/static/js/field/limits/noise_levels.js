/* Each level of a valid measurement against its limit (as limits/noise/levels.py). */

import { about, coded, correction, isCorrectable } from "./noise_background.js";
import { fixed, halfEvenSmall, short } from "./numbers.js";
import { cited, comparison, message } from "./verdicts.js";

/* Return the limit in tenths, lowered where a boundary is measured indoors; words; rows. */
function limitValue(found, row) {
  const less = found.rule("indoor_less");
  if (!less) return [row.value, [], [row]];
  const value = row.value - less.value;
  const params = { less: short(less.value, 1), limit: short(value, 1), standard: less.standard };
  const code = found.source === "construction" ? "noise.indoor_site" : "noise.indoor";
  return [value, [message(code, params)], [row, less]];
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

function corrected(found, level, row, limit, before, messages, rows) {
  const [minus, said, step] = correction(found, level);
  const used = [...rows, ...step];
  if (minus === null) {
    const one = open(level, row, limit, "void", [...before, ...used]);
    return [one, [...said, ...messages], used];
  }
  const exact = level.measured - minus * 10;
  const [value, rounding] = rounded(found, exact);
  const deciding = [...before, ...used];
  if (rounding && value > limit !== exact > limit) deciding.push(rounding);
  const one = compared(level, row, limit, value, deciding, String(minus));
  const words = [result(found, one), ...said, ...messages];
  if (!rounding) return [one, words, used];
  const told = { value: short(value, 1), standard: rounding.standard };
  return [one, [...words, message("noise.rounded", told)], [...used, rounding]];
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

/* Judge the maximum by the margin of `rule` over the limit; it is `rule` that is cited. */
export function peakAgainstLimit(found, rule, before) {
  const row = found.limit("leq", "");
  const [base, messages, rows] = limitValue(found, row);
  const level = { quantity: "lmax", hz: "", measured: found.lmax, background: null };
  const used = [...rows, rule];
  const one = compared(level, rule, base + rule.value, found.lmax, [...before, ...used]);
  const params = {
    base: short(base, 1),
    margin: short(rule.value, 1),
    cited: cited(rule),
    kind: `@peak.${rule.name[0]}`,
  };
  return [one, [result(found, one), message("noise.peak_margin", params), ...messages], used];
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
