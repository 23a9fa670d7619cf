/* Hazardous waste: the code, a year of storage, the two alerts at 3 tonnes (as limits/waste.py). */

import { short, yearAfter } from "./numbers.js";
import { firstInForce } from "./rows.js";
import { Entries, cited, comparison, message, only, verdict } from "./verdicts.js";

const CODE = /^[0-9]{3}-[0-9]{3}-[0-9]{2}$/;
const CLASS = /^(?:HW)?[0-9]{2}$/;
const BY_TEST = "900-000-";

/* Return the verdict on one kind of hazardous waste; keys of `reading` as judge_waste says.
   `knownCodes`: a Set with the catalogue in force, null if none was imported. */
export function judgeWaste(table, reading, knownCodes = null) {
  const entries = new Entries(reading);
  const asked = read(table, entries);
  if (entries.problems.length) return only("waste", "incomplete", ...entries.problems);
  const found = [];
  if (asked.code) found.push(judgeCode(table, asked, knownCodes));
  if (asked.storedOn) found.push(judgeStorage(table, asked));
  if (asked.store === "point") found.push(judgePoint(table, asked));
  if (asked.isDumped) found.push(judgeDumping(table, asked));
  return verdict(
    "waste",
    found.map(({ one }) => one),
    found.map(({ said }) => said),
    found.flatMap(({ rows }) => rows),
  );
}

function read(table, entries) {
  const { codes } = table;
  const day = entries.day("measured_on");
  const code = entries.text("code");
  const storedOn = entries.day("stored_on", false);
  const isDumped = entries.flag("is_dumped");
  const store = entries.text("store") ? entries.choice("store", codes.waste_stores) : "";
  const quantity = entries.number("quantity", 3, isDumped || store === "point");
  const holder = storedOn ? entries.choice("holder", codes.waste_holders) : "";
  const extended = entries.day("extended_until", false);
  if (day && storedOn > day) entries.problem("malformed", "stored_on");
  if (!(code || storedOn || isDumped || store === "point")) entries.problem("missing", "code");
  const weight = quantity ?? 0;
  const given = entries.text("class");
  return { day, code, given, storedOn, isDumped, store, weight, holder, extended };
}

function ruleOf(table, day, name) {
  return firstInForce(table.waste_rules, day, { name });
}

function without(quantity, outcome, day, more = {}) {
  const one = comparison({ quantity, outcome, ...more });
  return { one, said: message("scope.no_standard", { day }), rows: [] };
}

function judgeCode(table, { day, code, given }, knownCodes) {
  if (!CODE.test(code)) {
    const one = comparison({ quantity: "code", outcome: "incomplete", detail: code });
    return { one, said: message("waste.code_shape", { code }), rows: [] };
  }
  const row = firstInForce(table.waste_classes, day);
  const digits = code.slice(-2);
  const isByTest = code.startsWith(BY_TEST);
  const params = { code, class: `HW${digits}` };
  let fault = "";
  if (row && !row.classes.includes(digits)) {
    fault = "waste.code_class";
  } else if (given && !(CLASS.test(given) && given.slice(-2) === digits)) {
    fault = "waste.code_class_differs";
    params.given = given;
  } else if (knownCodes && !knownCodes.has(code) && !isByTest) {
    fault = "waste.code_unknown";
  }
  const one = comparison({
    quantity: "code",
    outcome: fault ? "alert" : "complies",
    detail: code,
    standard: row?.standard ?? "",
    is_verified: row?.is_verified ?? true,
  });
  const fits = isByTest ? "waste.code_by_test" : "waste.code_fits";
  return { one, said: message(fault || fits, params), rows: row ? [row] : [] };
}

/* Judge a year of storage: a limit for licensees, an alert for other producers. */
function judgeStorage(table, { day, storedOn, holder, extended }) {
  const isLicensee = holder === "licensee";
  const rule = ruleOf(table, day, isLicensee ? "year_limit" : "year_alert");
  if (!rule) return without("storage", "out_of_scope", day);
  const year = yearAfter(storedOn);
  const due = isLicensee && extended > year ? extended : year;
  const { standard, clause, is_verified } = rule;
  let outcome = "complies";
  let code = isLicensee ? "waste.storage_within" : "waste.storage_producer";
  if (day > due) {
    outcome = isLicensee ? "exceeds" : "alert";
    code = isLicensee ? "waste.storage_over" : "waste.storage_alert";
  }
  const one = comparison({
    quantity: "storage", outcome, value: storedOn, limit: due, standard, clause, is_verified,
  });
  const said = message(code, { stored_on: storedOn, due, cited: cited(rule) });
  return { one, said, rows: [rule] };
}

function weighed(quantity, outcome, code, weight, rule) {
  const { standard, clause, is_verified } = rule;
  const [value, limit] = [short(weight, 3), short(rule.value, 3)];
  const one = comparison({
    quantity, outcome, value, limit, unit: "t", standard, clause, is_verified,
  });
  return { one, said: message(code, { weight: value, limit, cited: cited(rule) }), rows: [rule] };
}

function judgePoint(table, { day, weight }) {
  const rule = ruleOf(table, day, "point_most");
  if (!rule) return without("point", "out_of_scope", day);
  if (weight > rule.value) return weighed("point", "alert", "waste.point_over", weight, rule);
  return weighed("point", "complies", "waste.point_within", weight, rule);
}

/* Tell whether waste discharged, dumped or disposed of unlawfully reaches that of a crime. */
function judgeDumping(table, { day, weight }) {
  const least = ruleOf(table, day, "crime_least");
  const tier = ruleOf(table, day, "crime_tier");
  if (!least || !tier) {
    return without("dumping", "alert", day, { value: short(weight, 3), unit: "t" });
  }
  if (weight >= tier.value) return weighed("dumping", "alert", "waste.crime_tier", weight, tier);
  const code = weight < least.value ? "waste.dumped_under" : "waste.crime_least";
  return weighed("dumping", "alert", code, weight, least);
}
