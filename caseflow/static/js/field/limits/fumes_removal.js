/* The size of a kitchen and the least efficiency of its purifier. */

import { short } from "./numbers.js";
import { comparison, message } from "./verdicts.js";

/* Return large, medium or small; undefined under one reference stove. */
function sizeOf({ total, sizeRow }) {
  return ["large", "medium", "small"].find((name) => total >= sizeRow[name]);
}

/* Return what is said of an efficiency that was entered with a void sampling. */
export function removalLeftOpen({ removal }) {
  return removal === null ? [] : [message("fumes.removal_open")];
}

/* Judge the size and, if it was measured, the efficiency of the purifier, by the strictest limit;
   a milder one is a note if it is not reached either. */
export function judgeRemoval(found) {
  const { sizeRow, total, removal } = found;
  if (!total || !sizeRow) return [[], [], []];
  const { standard } = sizeRow;
  const size = sizeOf(found);
  if (!size) return [[], [message("fumes.size_none", { standard })], [sizeRow]];
  const said = message("fumes.size", { size: `@size.${size}`, standard });
  if (removal === null) return [[], [said], [sizeRow]];
  const [row, ...others] = found.limits("removal", size);
  const missed = others.filter((other) => removal < other.value);
  const notes = missed.map((other) => message("fumes.removal_under_too", least(other)));
  return [
    [compared(removal, row, sizeRow)],
    [said, told(removal, row, size), ...notes],
    [sizeRow, row, ...missed],
  ];
}

function compared(removal, row, sizeRow) {
  return comparison({
    quantity: "removal",
    outcome: removal < row.value ? "insufficient" : "complies",
    value: short(removal, 1),
    limit: short(row.value, 1),
    unit: "%",
    standard: row.standard,
    clause: row.clause,
    is_verified: row.is_verified && sizeRow.is_verified,
  });
}

function told(removal, row, size) {
  const code = removal < row.value ? "fumes.removal_under" : "fumes.removal_enough";
  return message(code, { value: short(removal, 1), size: `@size.${size}`, ...least(row) });
}

function least({ value, standard }) {
  return { limit: short(value, 1), standard };
}
