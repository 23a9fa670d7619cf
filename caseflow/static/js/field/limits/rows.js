/* The rows of the table in force (as limits/rows.py). */

/* Return the rows in force on `day` whose lists name every value of `where`, or are empty. */
export function inForce(rows, day, where = {}) {
  const wanted = Object.entries(where);
  return rows.filter(
    (row) =>
      wanted.every(([name, value]) => row[name].length === 0 || row[name].includes(value)) &&
      row.in_force_from <= day &&
      (row.in_force_until === null || day <= row.in_force_until),
  );
}

/* Return the first row in force, or null. */
export function firstInForce(rows, day, where) {
  return inForce(rows, day, where)[0] ?? null;
}
