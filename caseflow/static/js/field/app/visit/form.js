/* The record being filled in: reading and setting values by path, kept at each change. */

import * as store from "../store.js";
import { t, clock } from "../words.js";
import { checklistOf, evidenceFacts, ORDER, sent, signedText } from "./record.js";

export function valueAt(target, path) {
  return path.split(".").reduce((found, name) => found?.[name], target);
}

function setAt(target, path, value) {
  const names = path.split(".");
  const last = names.pop();
  const holder = names.reduce((found, name) => found[name], target);
  holder[last] = value;
}

export class Form {
  constructor(record, parcel) {
    this.record = record;
    this.parcel = parcel;
    this.payload = record.submission.payload;
    this.payload.order ??= { ...ORDER };
    this.files = new Map();
    this.isSaving = false;
    this.isDirty = false;
    this.savedAt = record.updated_at ?? null;
    this.onSaved = () => {};
    this.redraw = () => {};
  }

  async loadFiles() {
    for (const file of await store.evidenceOf(this.record.client_id)) {
      this.files.set(file.client_id, file);
    }
  }

  get(path) {
    return valueAt(this.payload, path);
  }

  /* Set a value and keep the record; the write begins at once. */
  set(path, value) {
    setAt(this.payload, path, value);
    return this.save();
  }

  get checklist() {
    return checklistOf(this.payload, this.parcel);
  }

  /* Note what the signer has signed; the notes stay on the tablet. */
  noteSigned(role) {
    const { notes } = this.record;
    notes.signed = { ...notes.signed, [role]: signedText(this.payload) };
  }

  /* Return the signatures under a record that was changed since; written back, they count again. */
  get outdated() {
    const { signed = {} } = this.record.notes;
    const now = signedText(this.payload);
    return this.payload.signatures.filter(
      ({ role, evidence, is_refused: isRefused }) =>
        evidence && !isRefused && role in signed && signed[role] !== now,
    );
  }

  get itemCodes() {
    return this.checklist.items.map(({ code }) => code);
  }

  /* Write the record; what changes during a write is written by the next, which begins at once. */
  async save() {
    this.isDirty = true;
    if (this.isSaving) return this.saving;
    this.isSaving = true;
    this.onSaved(t("Saving …"), "saving");
    this.saving = this.writeAll();
    return this.saving;
  }

  async writeAll() {
    try {
      while (this.isDirty) {
        this.isDirty = false;
        await this.write();
      }
      this.onSaved(t("Saved %(time)s", { time: clock(this.savedAt) }), "kept");
    } catch (error) {
      this.isDirty = true;
      this.onSaved(t("Not saved: this tablet has no room left or refuses to keep it."), "lost");
      console.warn("not saved", error.name);
    } finally {
      this.isSaving = false;
    }
  }

  async write() {
    const { submission } = this.record;
    submission.evidence = [...this.files.values()].map(evidenceFacts);
    this.savedAt = new Date().toISOString();
    this.record.updated_at = this.savedAt;
    const shape = { ...submission, client_id: this.record.client_id, payload: sent(this.payload) };
    /* A draft keeps the order that was begun under another result. */
    const draft = this.record.state === "draft" ? { ...shape, payload: this.payload } : shape;
    await store.saveRecord(structuredClone({ ...this.record, submission: draft }));
  }

  addFile(file) {
    this.files.set(file.client_id, file);
    return this.save();
  }

  async removeFile(clientId) {
    this.files.delete(clientId);
    await this.save();
    await store.removeEvidence(clientId);
  }
}
