/* The size of a kitchen and the least efficiency of its purifier. */

import { short } from "./numbers.js";
import { comparison, message } from "./verdicts.js";

/* Return large, medium or small; undefined under one reference stove. */
function sizeOf({ total, sizeRow }) {
  return ["large", "medium", "small"].find((name) => total >= sizeRow[name]);
}

/* Judge the size and, if it was measured, the efficiency of the purifier. */
export function judgeRemoval(found) {
  const { sizeRow, total, removal } = found;
  if (!total || !sizeRow) return [[], [], []];
  const { standard } = sizeRow;
  const size = sizeOf(found);
  if (!size) return [[], [message("fumes.size_none", { standard })], [sizeRow]];
  const said = message("fumes.size", { size: `@size.${size}`, standard });
  const limits = removal === null ? [] : found.limits("removal", size);
  return [
    limits.map((row) => compared(removal, row, sizeRow)),
    [said, ...limits.map((row) => told(removal, row, size))],
    [sizeRow, ...limits],
  ];
}

function compared(removal, row, sizeRow) {
  return comparison({
    quantity: "removal",
    outcome: removal < row.value ? "exceeds" : "complies",
    value: short(removal, 1),
    limit: short(row.value, 1),
    unit: "%",
    standard: row.standard,
    clause: row.clause,
    is_verified: row.is_verified && sizeRow.is_verified,
  });
}

function told(removal, row, size) {
  return message(removal < row.value ? "fumes.removal_under" : "fumes.removal_enough", {
    value: short(removal, 1),
    limit: short(row.value, 1),
    standard: row.standard,
    size: `@size.${size}`,
  });
}
