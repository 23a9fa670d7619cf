/* A new record of a visit, and what is sent of it. */

import { newId } from "../bytes.js";
import { placeOf } from "../parcel.js";
import { moment as momentOf } from "../words.js";

export const ORDER = { person: "", duty: "", goal: "", due_on: "", task: "", standard: "" };

const signature = (role, name = "") => ({
  role, name, evidence: null, is_refused: false, reason: "", witness: "",
});

function officer({ id, name, certificate }) {
  return { user_id: id, name, certificate: certificate ?? "", is_confirmed: false };
}

/* Return the words of the official record on the permit that the source's file has. */
const permitOf = (source) =>
  source?.permit_number ? `排污许可证（登记）编号：${source.permit_number}` : "";

/* Return an empty payload; what the package knows is filled in, what must be seen is not. */
function payload(kind, parcel, one, planned) {
  const checklist = parcel.checklists.find((list) => list.kind === kind);
  const source = parcel.sources.find(({ id }) => id === (one?.source_id ?? planned?.source_id));
  return {
    schema: 1,
    kind,
    basis: planned?.basis ?? "petition",
    planned_id: planned?.id ?? null,
    checklist: { code: checklist?.code ?? kind, version: checklist?.version ?? 0 },
    officers: [officer(parcel.user)],
    arrived_at: "",
    arrived_place: null,
    left_at: "",
    left_place: null,
    party: {
      name: source?.name ?? "",
      credit_code: source?.credit_code ?? "",
      address: source?.address || (one ? placeOf(one) : ""),
      present: [{ name: "", post: "", phone: "", identity_document: "" }],
    },
    are_certificates_shown: false,
    rights_told: { recusal: false, statement: false, defence: false, duty: false },
    items: (checklist?.items ?? []).map(({ code }) => ({ code, answer: "", words: "", evidence: [] })),
    readings: [],
    scene: { production: "", permits: permitOf(source), treatment: "", sampling: "" },
    findings: "",
    statement: "",
    signatures: [
      signature("officer", parcel.user.name), signature("second_officer"), signature("party"),
    ],
    result: "",
    result_words: "",
    order: { ...ORDER },
    passed_to: "",
  };
}

/* Return a draft of a visit to a case (or a planned one, without a case). */
export function newRecord(deviceId, kind, parcel, one, planned = null) {
  const now = new Date().toISOString();
  return {
    client_id: newId(),
    state: "draft",
    created_at: now,
    tries: 0,
    wait_until: "",
    submission: {
      client_id: "",
      device_id: deviceId,
      kind: "visit",
      case_id: one?.id ?? planned?.case_id ?? null,
      based_on_version: one?.version ?? null,
      captured_at: now,
      sent_at: now,
      payload: payload(kind, parcel, one, planned),
      evidence: [],
    },
    notes: {
      case: { number: one?.number ?? "", subject: one?.subject ?? planned?.name ?? "" },
      words: "",
      photographs: [],
    },
  };
}

/* Return the checklist that the record answers, as it was taken along. */
export function checklistOf(payload, parcel) {
  const { code, version } = payload.checklist;
  const same = (list) => list.code === code && list.version === version;
  return parcel.checklists.find(same) ?? { items: [] };
}

/* Return what a signature stands under: all but the signatures and the leaving. */
export function signedText(payload) {
  return JSON.stringify({ ...payload, signatures: null, left_at: null, left_place: null });
}

/* Return the payload as it is sent: an order only where one was given. */
export function sent(payload) {
  return { ...payload, order: payload.result === "ordered" ? payload.order : null };
}

/* Return what a submission tells of a file. */
export function evidenceFacts(file) {
  const names = [
    "client_id", "sha256", "original_sha256", "byte_count", "content_type", "file_name",
    "caption", "stage", "taken_at", "place", "clock_offset_ms",
  ];
  return Object.fromEntries(names.map((name) => [name, file[name] ?? null]));
}

export const titleOf = ({ notes, submission }) =>
  notes.case.subject || notes.case.number || momentOf(submission?.captured_at);
