/* What a record of a visit lacks: the twin of faults() in caseflow/core/visits/rules.py, in the
   same order and words; a test compares both on generated records. Whoever changes a rule there
   changes it here. `tables`: the server's tables of codes, code → words in English. */

/* As Python's str.strip() sees it. */
const BLANK = /^(?:(?!\ufeff)[\s\x1c-\x1f\x85])*$/;

const fault = (path, words, params = {}) => ({ path, words, params });

/* Return what is missing in `record`; `items`: codes of its checklist's items. */
export function faults(record, items, tables) {
  return [
    ...officers(record),
    ...times(record),
    ...party(record),
    ...rights(record, tables),
    ...answers(record, items),
    ...readings(record),
    ...result(record, tables),
    ...signatures(record, tables),
  ];
}

function* officers({ officers: both }) {
  const ids = new Set(both.map(({ user_id: id }) => id));
  if (ids.size !== 2 || both.length !== 2) {
    yield fault("officers", "An inspection needs two different officers.");
  }
  for (const [index, officer] of both.entries()) {
    if (BLANK.test(officer.certificate) || !officer.is_confirmed) {
      const words = "The certificate number of %(name)s is not confirmed.";
      yield fault(`officers.${index}`, words, { name: officer.name });
    }
  }
}

function* times({ arrived_at: arrived, left_at: left }) {
  if (!arrived) yield fault("arrived_at", "The time of arrival is missing.");
  if (!left) yield fault("left_at", "The time of leaving is missing.");
  if (arrived && left && new Date(left) < new Date(arrived)) {
    yield fault("left_at", "The time of leaving is before the arrival.");
  }
}

const CREDIT_CODE = /^[0-9A-Z]{18}$/;

function* party({ party: { name, credit_code: code, address, present } }) {
  if (BLANK.test(name)) yield fault("party.name", "Who was inspected is missing.");
  if (BLANK.test(address)) {
    yield fault("party.address", "The address of who was inspected is missing.");
  }
  if (code && !CREDIT_CODE.test(code)) {
    const words =
      "A unified social credit code has 18 digits and capital letters; leave it empty if there is none.";
    yield fault("party.credit_code", words);
  }
  if (present.every((person) => BLANK.test(person.name))) {
    yield fault("party.present", "Who was present for the party is missing.");
  }
}

function* rights({ are_certificates_shown: areShown, rights_told: told }, tables) {
  if (!areShown) {
    yield fault("are_certificates_shown", "That certificates were shown is not confirmed.");
  }
  for (const [name, label] of Object.entries(tables.rights)) {
    if (!told[name]) {
      yield fault(`rights_told.${name}`, "Not told: %(right)s.", { right: `@${label}` });
    }
  }
}

function* answers({ items: given }, items) {
  const answered = new Set(given.filter(({ answer }) => answer).map(({ code }) => code));
  for (const [index, code] of items.entries()) {
    if (!answered.has(code)) {
      const words = "Item %(number)s of the checklist has no answer.";
      yield fault(`items.${code}`, words, { number: String(index + 1) });
    }
  }
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MINUTE = /^[0-9]{2}:[0-9]{2}$/;

/* Days are those of the bureau's zone, wherever the tablet thinks it is. */
const ZONE_MS = 8 * 60 * 60 * 1000;

const minuteOf = (instant) => new Date(Date.parse(instant) + ZONE_MS).toISOString().slice(0, 16);

function* readings({ arrived_at: arrivedAt, left_at: leftAt, readings: given }) {
  if (!arrivedAt || !leftAt) return;
  const [arrived, left] = [minuteOf(arrivedAt), minuteOf(leftAt)];
  for (const [index, { entered }] of given.entries()) {
    const taken = takenAt(entered);
    const size = taken.length;
    if (taken && !(arrived.slice(0, size) <= taken && taken <= left.slice(0, size))) {
      const words = "Reading %(number)s was not taken between arrival and leaving.";
      yield fault(`readings.${index}`, words, { number: String(index + 1) });
    }
  }
}

function takenAt({ measured_on: day, began_at: minute }) {
  if (!DAY.test(day)) return "";
  return MINUTE.test(minute) ? `${day}T${minute}` : day;
}

function* result(record, tables) {
  const { result: found, order } = record;
  if (BLANK.test(record.findings)) yield fault("findings", "What was found is missing.");
  if (!found) yield fault("result", "The result of the visit is missing.");
  if (found === "put_right" && BLANK.test(record.result_words)) {
    yield fault("result_words", "What was put right on the spot is missing.");
  }
  if (found === "passed_on" && BLANK.test(record.passed_to)) {
    yield fault("passed_to", "To whom it is passed on is missing.");
  }
  if (found !== "ordered") return;
  for (const [name, label] of Object.entries(tables.order_parts)) {
    if (order === null || BLANK.test(order[name])) {
      yield fault(`order.${name}`, "Missing in the order: %(part)s.", { part: `@${label}` });
    }
  }
  if (isPast(record)) {
    yield fault("order.due_on", "The deadline is before the day of the visit.");
  }
}

function isPast({ order, arrived_at: arrived }) {
  const due = order?.due_on.trim();
  if (!due || !arrived) return false;
  return due < minuteOf(arrived).slice(0, 10);
}

function* signatures({ signatures: given }, tables) {
  const byRole = new Map(given.map((one) => [one.role, one]));
  for (const role of ["officer", "second_officer", "party"]) {
    const one = byRole.get(role);
    if (one?.is_refused && role === "party") {
      if (BLANK.test(one.reason)) {
        yield fault("signatures.party", "Why the party refused to sign is missing.");
      }
    } else if (!one?.evidence) {
      yield fault(`signatures.${role}`, "Not signed: %(who)s.", { who: `@${tables.signers[role]}` });
    }
  }
}
