/* Signatures: each signer on the pad, or on paper by photograph; the party may refuse. */

import { button, h, note } from "../dom.js";
import { summary } from "../screens/summary.js";
import { label, t } from "../words.js";
import { take } from "./camera.js";
import * as inputs from "./inputs.js";
import { pad } from "./pad.js";
import { preview, shots } from "./shots.js";

export function signatures(form) {
  const list = form.payload.signatures;
  const hasWitness = list.some(({ role }) => role === "witness");
  return [
    h(
      "details",
      { class: "fa-sub" },
      h("summary", {}, t("The record as it is signed: let every signer read it first")),
      summary(form.payload, form),
    ),
    list.map((one) => signer(form, one)),
    !hasWitness &&
      button(
        t("Add a witness"),
        async () => {
          const blank = { evidence: null, is_refused: false, reason: "", witness: "" };
          list.push({ role: "witness", name: "", ...blank });
          await form.save();
          form.redraw();
        },
        { mark: "plus-lg" },
      ),
  ];
}

function signer(form, one) {
  const set = (name) => (value) => {
    one[name] = value;
    form.save();
  };
  const refuse = async (is) => {
    one.is_refused = is;
    await form.save();
    form.redraw();
  };
  return h(
    "fieldset",
    { class: "fa-sub", "data-path": `signatures.${one.role}`, tabindex: "-1" },
    h("legend", {}, label("signers", one.role)),
    inputs.text(t("Name"), one.name, set("name")),
    one.role === "party" && inputs.flag(t("Refused to sign"), one.is_refused, refuse),
    one.is_refused
      ? [
          inputs.text(t("Why they refused"), one.reason, set("reason")),
          inputs.text(t("Witness of the refusal"), one.witness, set("witness")),
        ]
      : signed(form, one),
  );
}

function signed(form, one) {
  const box = h("div", {});
  const file = one.evidence && form.files.get(one.evidence);
  if (file) {
    if (form.outdated.includes(one)) {
      box.append(note("warn", t("The record was changed after this signature: sign again.")));
    }
    box.append(
      h("div", { class: "fa-signature" }, preview(file)),
      button(t("Sign again"), () => showPad(form, one, box, true), { mark: "arrow-repeat" }),
    );
  } else {
    box.append(
      h(
        "div",
        { class: "fa-row" },
        button(t("Sign here"), () => showPad(form, one, box, false), { mark: "pencil", look: "fa-strong" }),
        onPaper(form, one),
      ),
    );
  }
  return box;
}

function showPad(form, one, box, wasSigned) {
  const keep = async (blob) => {
    const name = `${one.role}.png`;
    await attach(form, one, new File([blob], name, { type: "image/png" }));
  };
  const cancel = wasSigned ? () => form.redraw() : null;
  box.replaceChildren(pad(one.name || label("signers", one.role), keep, cancel));
  box.querySelector("canvas").scrollIntoView({ block: "center" });
}

async function attach(form, one, file) {
  const caption = `${label("signers", one.role)} ${one.name}`.trim();
  const before = one.evidence;
  const kept = await take(form.record.client_id, file, { stage: "inspection", caption }, null, () => {});
  one.evidence = kept.client_id;
  form.noteSigned(one.role);
  await form.addFile(kept);
  if (before) await form.removeFile(before);
  form.redraw();
}

/* For whoever cannot draw on glass: the signature on paper as a photograph. */
function onPaper(form, one) {
  const told = { stage: "inspection", caption: label("signers", one.role) };
  const onKept = (file) => {
    one.evidence = file.client_id;
    form.noteSigned(one.role);
  };
  return shots(form, [], told, { words: t("Photograph it on paper"), isMany: false, onKept });
}
