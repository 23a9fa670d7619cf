/* What makes a measurement of noise void (as limits/noise/validity.py). */

import { fixed, short } from "./numbers.js";
import { message } from "./verdicts.js";

const CHECKS = [
  ["weather_dry", wet],
  ["wind_below", windy],
  ["calibration_within", drifted],
  ["duration_least", tooShort],
];

/* Return why the measurement is void (empty: it is valid), and the rows consulted. */
export function voidReasons(found) {
  const rules = CHECKS.map(([name, check]) => [found.rule(name), check]).filter(([rule]) => rule);
  const reasons = rules.flatMap(([rule, check]) => check(found, rule));
  const said = [...reasons, ...conditions(reasons), ...crossing(found)];
  return [said, [found.hours, ...rules.map(([rule]) => rule)]];
}

/* Return what is to be done if it had to be measured in such weather; the result stays void. */
function conditions(reasons) {
  const isWrong = reasons.some(({ code }) => code === "void.weather" || code === "void.wind");
  return isWrong ? [message("void.conditions")] : [];
}

function wet({ weather }, { standard }) {
  if (weather === "dry") return [];
  return [message("void.weather", { weather: `@weather.${weather}`, standard })];
}

function windy({ wind }, { value, standard }) {
  if (wind < value) return [];
  return [message("void.wind", { wind: fixed(wind, 1), limit: short(value, 1), standard })];
}

function drifted({ before, after }, { value, standard }) {
  const difference = Math.abs(after - before);
  if (difference <= value) return [];
  const params = { difference: fixed(difference, 1), limit: short(value, 1), standard };
  return [message("void.calibration", params)];
}

function tooShort({ seconds }, { value, standard }) {
  if (seconds >= value) return [];
  const params = { seconds: String(seconds), least: String(value), standard };
  return [message("void.duration", params)];
}

function crossing(found) {
  if (found.seconds <= found.minutesUntilChange() * 60) return [];
  const other = found.period === "night" ? "day" : "night";
  return [message("void.period", { first: `@period.${found.period}`, then: `@period.${other}` })];
}
