/* What the background takes off a level (as limits/noise/background.py): the difference is compared
   as measured; where rounding it first leads to another step, the result is in doubt. */

import { fixed, halfEvenSmall, short } from "./numbers.js";
import { inForce } from "./rows.js";
import { message } from "./verdicts.js";

export const coded = (quantity, hz) => `@quantity.${quantity}` + (hz ? ` @hz.${hz}` : "");

/* Return the parameters that name a level as it was measured. */
export function about(found, level) {
  return {
    quantity: coded(level.quantity, level.hz),
    measured: fixed(level.measured, 1),
    standard: found.standard,
  };
}

/* Return whether the background was measured and is low enough. */
export function isCorrectable(found, level) {
  const least = found.rule("background_least");
  return (
    level.background !== null && least && level.measured - level.background >= least.value
  );
}

/* Return what is taken off in dB (null: not valid as it is), what to say, and the rows used. */
export function correction(found, level) {
  const least = found.rule("background_least");
  const over = found.rule("background_over");
  const difference = level.measured - level.background;
  const params = {
    ...about(found, level),
    background: fixed(level.background, 1),
    difference: fixed(difference, 1),
  };
  if (difference < least.value) {
    const more = { least: short(least.value, 1), standard: least.standard };
    const known = [null, [message("void.background", { ...params, ...more })], [least]];
    return doubted(found, known, params, least.value, least.value - difference);
  }
  if (difference > over.value) {
    const more = { over: short(over.value, 1), standard: over.standard };
    const known = [0, [message("noise.uncorrected", { ...params, ...more })], [over]];
    return doubted(found, known, params, over.value, difference - over.value);
  }
  const step = stepOf(found, halfEvenSmall(difference, 10));
  const more = { minus: String(step.minus), standard: step.standard };
  return [step.minus, [message("noise.corrected", { ...params, ...more })], [step]];
}

/* Return `known`, with a doubt if the difference is so near to a threshold as to be rounded. */
function doubted(found, known, params, threshold, distance) {
  const rule = found.rule("difference_rounded");
  if (!rule || distance > rule.value) return known;
  const [minus, said, rows] = known;
  const doubt = message("noise.difference_rounded", {
    ...params,
    rounded: short(threshold, 1),
    minus: String(stepOf(found, halfEvenSmall(threshold, 10)).minus),
    standard: rule.standard,
  });
  return [minus, [...said, doubt], [...rows, rule]];
}

/* Return the row of the correction for a difference in whole dB. */
function stepOf(found, whole) {
  const steps = inForce(found.table.noise_steps, found.day, { source: found.source });
  return steps.find((one) => one.least <= whole && whole <= one.most);
}
