/* Cooking fumes against GB 18483 and DB50/859 (as limits/fumes of the server). */

import { judgeMean, keptSamples, voidComparison, voidReasons } from "./fumes_concentration.js";
import { judgeRemoval, removalLeftOpen } from "./fumes_removal.js";
import { Sampling, complete } from "./fumes_sampling.js";
import { Entries, comparison, message, only, verdict } from "./verdicts.js";

const EXCESSES = ["uncollected", "unpurified"];

/* Return the verdict on one sampling of cooking fumes; keys of `reading` as judge_fumes says. */
export function judgeFumes(table, reading) {
  const entries = new Entries(reading);
  const day = entries.day("measured_on");
  const pollutant = entries.choice("pollutant", table.codes.fumes_pollutants);
  if (entries.problems.length) return only("fumes", "incomplete", ...entries.problems);
  const found = new Sampling(table, day, pollutant);
  if (!found.limits("concentration").length) {
    return only("fumes", "out_of_scope", message("scope.no_standard", { day }));
  }
  const excesses = EXCESSES.filter((name) => entries.flag(`is_${name}`))
    .map((name) => found.rule(name))
    .filter((rule) => rule);
  const given = entries.list("samples");
  if (given.length || !excesses.length) complete(entries, found, given);
  if (entries.problems.length) return only("fumes", "incomplete", ...entries.problems);
  return judged(found, excesses);
}

function judged(found, excesses) {
  const comparisons = excesses.map(excess);
  const messages = excesses.map(({ name, standard }) =>
    message("fumes.counts_as_exceeding", { what: `@${name[0]}`, standard }),
  );
  if (!found.samples.length) return verdict("fumes", comparisons, messages, excesses);
  const [more, said, used] = measured(found);
  return verdict("fumes", [...comparisons, ...more], [...messages, ...said], [...excesses, ...used]);
}

function excess({ name, standard, clause, is_verified }) {
  return comparison({ quantity: name[0], outcome: "exceeds", standard, clause, is_verified });
}

/* Judge the mean of the samples kept and, if it was measured, the efficiency. Void samples tell
   nothing of the efficiency either, which comes from concentrations too. */
function measured(found) {
  const [kept, dropped] = keptSamples(found);
  const rows = method(found);
  const reasons = voidReasons(found, kept, dropped);
  if (reasons.length) {
    return [[voidComparison(found, rows)], [...reasons, ...removalLeftOpen(found)], rows];
  }
  const [comparisons, said, used] = judgeMean(found, kept, rows);
  const [more, also, others] = judgeRemoval(found);
  return [[...comparisons, ...more], [...said, ...dropped, ...also], [...rows, ...used, ...others]];
}

/* Return the rows by which samples are taken and kept. */
function method(found) {
  const names = ["samples", "minutes", "part", "valid_least"];
  if (found.pollutant === "nmhc") names.push("method_nmhc");
  return names.map((name) => found.rule(name)).filter((rule) => rule);
}
