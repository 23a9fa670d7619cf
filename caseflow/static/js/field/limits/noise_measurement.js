/* One measurement of noise as it was entered, and the rows in force for it (as the server's). */

import { minuteOfDay } from "./numbers.js";
import { firstInForce, inForce } from "./rows.js";
import { Entries } from "./verdicts.js";

const MINUTES_OF_A_DAY = 1440;

class Measurement {
  constructor(table, day, source, place, standard) {
    Object.assign(this, { table, day, source, place, standard, area: "", room: "", peak: "" });
    this.isUnsteady = false;
    this.hours = firstInForce(table.noise_hours, day, { source });
    this.limits = inForce(table.noise_limits, day, { source, place });
    this.rules = inForce(table.noise_rules, day, { source, place });
  }

  /* Return the rule in force of that name for this source, place and period, or null. */
  rule(name) {
    return firstInForce(this.rules, this.day, { name, period: this.period });
  }

  /* Return the row of the limit in force. */
  limit(quantity, hz) {
    const { period, area, room } = this;
    return firstInForce(this.limits, this.day, { quantity, period, area, room, hz });
  }

  minutesUntilChange() {
    const changes = [this.hours.night_from, this.hours.night_until].map(minuteOfDay);
    const left = changes.map(
      (minute) => (minute - this.began + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY,
    );
    return Math.min(...left.map((minutes) => minutes || MINUTES_OF_A_DAY));
  }

  /* Return the codes of place, room, area and period for a sentence. */
  get where() {
    const codes = ["place", "room", "area"].filter((kind) => this[kind]);
    return [...codes.map((kind) => `@${kind}.${this[kind]}`), `@period.${this.period}`].join(" ");
  }
}

/* Return the measurement; what it lacks is among the problems of `entries` then. */
export function measurement(table, entries, day, source, place, standard) {
  const { codes } = table;
  const found = new Measurement(table, day, source, place, standard);
  if (source !== "construction") found.area = entries.choice("area", codes.noise_areas);
  if (place === "structure") found.room = entries.choice("room", codes.noise_rooms);
  const began = entries.minute("began_at");
  found.began = began ?? 0;
  found.seconds = entries.amount("duration_s", 0);
  const measured = entries.number("leq", 1) ?? 0;
  const background = entries.number("background", 1, false);
  found.lmax = entries.number("lmax", 1, false);
  found.weather = entries.choice("weather", codes.noise_weathers);
  found.wind = entries.number("wind", 1) ?? 0;
  found.before = entries.number("calibrated_before", 1) ?? 0;
  found.after = entries.number("calibrated_after", 1) ?? 0;
  const leq = { quantity: "leq", hz: "", measured, background };
  found.levels = [leq, ...bands(entries, codes.noise_bands, place)];
  found.period = periodOf(found.hours, found.began);
  if (found.lmax !== null && began !== null && found.rule("peak_frequent")) {
    found.peak = entries.choice("peak", codes.noise_peaks);
  }
  if (found.lmax !== null && found.rule("peak_unsteady")) {
    found.isUnsteady = entries.answer("is_unsteady");
  }
  return found;
}

function bands(entries, known, place) {
  if (place !== "structure") return [];
  const seen = new Set();
  return entries.list("bands").map((band) => {
    const part = new Entries(band, "band.");
    const hz = part.choice("hz", known);
    if (seen.has(hz)) part.problem("malformed", "hz");
    seen.add(hz);
    const measured = part.number("level", 1) ?? 0;
    const background = part.number("background", 1, false);
    entries.problems.push(...part.problems);
    return { quantity: "band", hz, measured, background };
  });
}

function periodOf(hours, minute) {
  const from = minuteOfDay(hours.night_from);
  const until = minuteOfDay(hours.night_until);
  return minute >= from || minute < until ? "night" : "day";
}
