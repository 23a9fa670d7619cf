/* Readings against limits, on the tablet: the twin of caseflow/field/inspections/limits.

   Every function takes the table that the server made (`caseflow limits --json`, as_table()); no
   number of a standard stands in these files. Verdicts equal the server's, key by key; a test
   compares them on thousands of readings. Whoever changes a rule here changes it there. */

export { judgeFumes } from "./limits/fumes.js";
export { judgeNoise } from "./limits/noise.js";
export { judgeWaste } from "./limits/waste.js";
export { sentence, sentences } from "./limits/words.js";
