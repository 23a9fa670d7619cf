/* Noise against its limits (as limits/noise of the server): scope, what is missing, what makes the
   measurement void, then each level against its limit. */

import { levelAgainstLimit, peakAgainstLimit, peakRule } from "./noise_levels.js";
import { measurement } from "./noise_measurement.js";
import { voidReasons } from "./noise_validity.js";
import { inForce } from "./rows.js";
import { Entries, message, only, verdict } from "./verdicts.js";

/* Return the verdict on one measurement of noise; keys of `reading` as judge_noise says. */
export function judgeNoise(table, reading) {
  const entries = new Entries(reading);
  const source = entries.choice("source", table.codes.noise_sources);
  const day = entries.day("measured_on");
  const place = entries.choice("place", table.codes.noise_places);
  if (entries.problems.length) return only("noise", "incomplete", ...entries.problems);
  const known = inForce(table.noise_limits, day, { source });
  const refused = outOfScope(entries, day, source, place, known);
  if (refused) return only("noise", "out_of_scope", refused);
  const found = measurement(table, entries, day, source, place, known[0].standard);
  if (entries.problems.length) return only("noise", "incomplete", ...entries.problems);
  return judged(found);
}

function outOfScope(entries, day, source, place, known) {
  if (!known.length) return message("scope.no_standard", { day });
  const { standard } = known[0];
  if (source === "construction" && entries.flag("is_emergency")) {
    return message("scope.emergency", { standard });
  }
  if (inForce(known, day, { place }).length) return null;
  return message("scope.no_structure_limits", { standard });
}

function judged(found) {
  const [reasons, consulted] = voidReasons(found);
  if (reasons.length) return verdict("noise", [], reasons, consulted, "void");
  const comparisons = [];
  const messages = [];
  const rows = [...consulted];
  const add = ([one, said, used]) => {
    comparisons.push(one);
    messages.push(...said);
    rows.push(...used);
  };
  for (const level of found.levels) add(levelAgainstLimit(found, level, consulted));
  if (found.lmax !== null) {
    const rule = peakRule(found);
    if (rule) add(peakAgainstLimit(found, rule, consulted));
    else messages.push(message("noise.peak_free", { standard: found.standard }));
  }
  return verdict("noise", comparisons, [...messages, ...hoursOfNight(found)], rows);
}

/* Return a note by night: other hours may have been set where it was measured. */
function hoursOfNight({ source, period, hours }) {
  if (period !== "night") return [];
  const code = source === "construction" ? "noise.night_site" : "noise.night";
  return [message(code, { from: hours.night_from, until: hours.night_until })];
}
