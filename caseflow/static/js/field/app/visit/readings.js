/* The fields of readings, by the kind of visit. Keys and conditions are those of the judges
   (field/limits); their labels come with the package's words, `own` are the app's. */

import { judgeFumes, judgeNoise, judgeWaste } from "../../limits.js";

const choice = (name, codes, when) => ({ type: "choice", name, codes, when });
const number = (name, when) => ({ type: "number", name, when });
const day = (name, when) => ({ type: "day", name, when });
const flag = (name, own, when) => ({ type: "flag", name, own, when });

const isSite = ({ source }) => source === "construction";
const isStructure = ({ place }) => place === "structure";

const NOISE = [
  choice("source", "noise_sources"),
  choice("place", "noise_places"),
  choice("area", "noise_areas", (entered) => !isSite(entered)),
  choice("room", "noise_rooms", isStructure),
  day("measured_on"),
  { type: "time", name: "began_at" },
  number("duration_s"),
  number("leq"),
  number("background"),
  number("lmax"),
  choice("peak", "noise_peaks", ({ lmax }) => Boolean(lmax)),
  { type: "answer", name: "is_unsteady", when: (entered) => isStructure(entered) && entered.lmax },
  choice("weather", "noise_weathers"),
  number("wind"),
  number("calibrated_before"),
  number("calibrated_after"),
  flag("is_emergency", "Emergency repair", isSite),
  {
    type: "rows", name: "bands", own: "Octave bands", add: "Add an octave band", when: isStructure,
    fields: [choice("band.hz", "noise_bands"), number("band.level"), number("band.background")],
  },
];

const FUMES = [
  choice("pollutant", "fumes_pollutants"),
  day("measured_on"),
  flag("is_uncollected", "Fumes are not collected"),
  flag("is_unpurified", "Fumes are not purified"),
  {
    type: "rows", name: "samples", own: "Samples", add: "Add a sample",
    fields: [number("sample.concentration"), number("sample.flow"), number("sample.minutes")],
  },
  choice("measure", "fumes_measures"),
  number("working"),
  number("total"),
  number("removal"),
];

const WASTE = [
  day("measured_on"),
  { type: "text", name: "code" },
  { type: "text", name: "class", own: "Class of waste (HW…)" },
  day("stored_on"),
  choice("holder", "waste_holders", ({ stored_on }) => Boolean(stored_on)),
  day("extended_until", ({ holder }) => holder === "licensee"),
  choice("store", "waste_stores"),
  number("quantity"),
  flag("is_dumped", "Unlawfully discharged, dumped or disposed of"),
];

export const FIELDS = { noise: NOISE, fumes: FUMES, hazardous_waste: WASTE };

/* Return the verdict on what was entered, or null where the kind knows no readings. */
export function judge(kind, entered, parcel) {
  const { table } = parcel.limits;
  if (kind === "noise") return judgeNoise(table, entered);
  if (kind === "fumes") return judgeFumes(table, entered);
  if (kind !== "hazardous_waste") return null;
  const known = parcel.codes?.waste;
  return judgeWaste(table, entered, known?.length ? new Set(known) : null);
}
