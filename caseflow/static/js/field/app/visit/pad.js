/* A pad for a signature: the whole width, black on white in every mode, kept as PNG. */

import { button, h } from "../dom.js";
import { t } from "../words.js";

const HEIGHT = 240;
const THICK = 3;

/* Return the pad; `keep(blob)` gets the PNG. */
export function pad(name, keep, cancel) {
  const canvas = h("canvas", { class: "fa-pad", role: "img", "aria-label": t("Sign here: %(name)s", { name }) });
  const empty = h("p", { class: "fa-error", role: "alert", hidden: true }, t("Nothing is signed yet."));
  const pen = writing(canvas, () => {
    empty.hidden = true;
  });
  return h(
    "div",
    { class: "fa-pad-box" },
    canvas,
    empty,
    h(
      "div",
      { class: "fa-row" },
      cancel && button(t("Leave it as it was"), cancel, { mark: "x-lg" }),
      button(t("Clear"), pen.clear, { mark: "arrow-counterclockwise" }),
      button(
        t("Keep the signature"),
        async () => {
          if (pen.isEmpty()) empty.hidden = false;
          else await keep(await new Promise((resolve) => canvas.toBlob(resolve, "image/png")));
        },
        { mark: "check-lg", look: "fa-main" },
      ),
    ),
  );
}

function writing(canvas, onStroke) {
  let isEmpty = true;
  let last = null;
  const context = () => canvas.getContext("2d");

  function clear() {
    canvas.width = Math.max(300, canvas.clientWidth);
    canvas.height = HEIGHT;
    const drawn = context();
    drawn.fillStyle = "#fff";
    drawn.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(drawn, { lineWidth: THICK, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
    isEmpty = true;
  }

  function point({ offsetX, offsetY }) {
    return [(offsetX * canvas.width) / canvas.clientWidth, (offsetY * canvas.height) / canvas.clientHeight];
  }

  function line(to) {
    const drawn = context();
    drawn.beginPath();
    drawn.moveTo(...last);
    drawn.lineTo(...to);
    drawn.stroke();
    last = to;
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = point(event);
    line(last);
    isEmpty = false;
    onStroke();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (last) line(point(event));
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      last = null;
    });
  }
  requestAnimationFrame(clear);
  return { clear, isEmpty: () => isEmpty };
}
