/* A row of photographs and files of one part of the form: take several, look, tell, retake. */

import { announce, button, h, icon } from "../dom.js";
import * as store from "../store.js";
import { clock, size, t } from "../words.js";
import { here, take } from "./camera.js";

/* `ids`: the files of this part, changed in place; `told`: {stage, caption} of new ones. */
export function shots(form, ids, told, { isMany = true, hasFiles = false, words, onKept } = {}) {
  const list = h("ul", { class: "fa-shots" });
  const problem = h("p", { class: "fa-error", role: "alert", hidden: true });
  const add = (files, replaced = null) =>
    keepAll(form, ids, told, files, { list, problem, replaced, onKept });
  const box = h("div", { class: "fa-shots-box" }, list, problem);
  for (const id of ids) {
    const file = form.files.get(id);
    if (file) list.append(shown(form, ids, file, add));
  }
  box.append(
    h(
      "div",
      { class: "fa-row" },
      picker(words ?? t("Take photographs"), "camera", "image/*", true, isMany, add),
      hasFiles && picker(t("Add a film, sound or file"), "paperclip", FILES, false, true, add),
    ),
  );
  return box;
}

const FILES = "image/*,video/mp4,audio/*,application/pdf";

/* A label that opens the camera or the files: no script of ours stands between. */
function picker(words, mark, accept, isCamera, isMany, add) {
  const input = h("input", {
    type: "file", accept, multiple: isMany, class: "visually-hidden",
    capture: isCamera ? "environment" : null,
    onchange: async () => {
      const files = [...input.files];
      input.value = "";
      await add(files);
    },
  });
  return h("label", { class: "fa-button" }, icon(mark), h("span", {}, words), input);
}

async function keepAll(form, ids, told, files, { list, problem, replaced, onKept }) {
  problem.hidden = true;
  const place = await Promise.race([here(), new Promise((done) => setTimeout(done, 3000, null))]);
  for (const file of files) {
    const progress = h("progress", { max: 1, value: 0, "aria-label": file.name });
    const waiting = h("li", { class: "fa-shot" }, h("span", {}, file.name), progress);
    list.append(waiting);
    try {
      const kept = await take(form.record.client_id, file, told, place, (part) => {
        progress.value = part;
      });
      ids.push(kept.client_id);
      onKept?.(kept);
      await form.addFile(kept);
      announce(t("Kept: %(name)s", { name: kept.file_name }));
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      waiting.remove();
    }
  }
  if (replaced && files.length && problem.hidden) await drop(form, ids, replaced);
  form.redraw();
  if (problem.textContent) document.querySelector(".fa-error")?.focus();
}

async function drop(form, ids, file) {
  const at = ids.indexOf(file.client_id);
  if (at >= 0) ids.splice(at, 1);
  await form.removeFile(file.client_id);
}

function shown(form, ids, file, add) {
  const row = h("li", { class: "fa-shot" });
  const again = picker(t("Retake"), "arrow-repeat", "image/*", true, false, (files) => add(files, file));
  row.append(
    preview(file),
    h(
      "div",
      { class: "fa-shot-words" },
      h("label", {}, h("span", { class: "fa-label" }, t("What it proves")), caption(form, file)),
      h("p", { class: "fa-small" }, told(file)),
      h(
        "div",
        { class: "fa-row" },
        file.content_type.startsWith("image/") && again,
        button(
          t("Remove this file"),
          async () => {
            await drop(form, ids, file);
            form.redraw();
          },
          { mark: "trash" },
        ),
      ),
    ),
  );
  return row;
}

function told({ taken_at: taken, place, byte_count: count }) {
  const where = place
    ? t("place known to %(count)s m", { count: place.accuracy_m ?? "?" })
    : t("place not known");
  return `${clock(taken)} · ${where} · ${size(count)}`;
}

function caption(form, file) {
  return h("input", {
    type: "text", class: "fa-input", autocomplete: "off", value: file.caption ?? "", maxlength: 200,
    oninput: ({ target }) => {
      file.caption = target.value;
      store.tellOfEvidence(file.client_id, { caption: target.value });
      form.save();
    },
  });
}

export function preview(file) {
  if (!file.content_type.startsWith("image/")) return h("span", { class: "fa-shot-file" }, icon("paperclip"), file.file_name);
  const image = h("img", { alt: file.caption || file.file_name, class: "fa-shot-image" });
  store.blobOf(file).then((blob) => {
    image.src = URL.createObjectURL(blob);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  });
  return image;
}
