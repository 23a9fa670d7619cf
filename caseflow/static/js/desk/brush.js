/* Covering parts of a picture: rectangles are drawn over it, and kept as lines of percents in the
   text field that the form sends. The field can be typed in as well; both show the same. */

const LEAST = 0.5; /* percent of a side: a press without drawing makes no rectangle */

function percents(lines) {
  return lines
    .split("\n")
    .map((line) => line.trim().split(/[\s,，]+/).map(Number))
    .filter((sides) => sides.length === 4 && sides.every(Number.isFinite));
}

function asLines(regions) {
  return regions.map((sides) => sides.map((side) => Number(side.toFixed(2))).join(" ")).join("\n");
}

function place(element, [left, top, width, height]) {
  Object.assign(element.style, {
    left: `${left}%`,
    top: `${top}%`,
    width: `${width}%`,
    height: `${height}%`,
  });
}

function brush(box) {
  const field = document.getElementById(box.dataset.brush);
  let start = null;
  let drawing = null;

  function show() {
    box.querySelectorAll(".cf-brush-region").forEach((one) => one.remove());
    percents(field.value).forEach((sides, index) => {
      const region = document.createElement("button");
      region.type = "button";
      region.className = "cf-brush-region";
      region.setAttribute("aria-label", box.dataset.takeAway.replace("#", index + 1));
      place(region, sides);
      region.addEventListener("click", () => {
        keep(percents(field.value).filter((_, other) => other !== index));
      });
      box.append(region);
    });
  }

  function keep(regions) {
    field.value = asLines(regions);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function at(event) {
    const frame = box.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value));
    return [
      within(((event.clientX - frame.left) / frame.width) * 100),
      within(((event.clientY - frame.top) / frame.height) * 100),
    ];
  }

  function sides([x, y]) {
    return [
      Math.min(start[0], x),
      Math.min(start[1], y),
      Math.abs(x - start[0]),
      Math.abs(y - start[1]),
    ];
  }

  box.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("button")) return;
    event.preventDefault();
    start = at(event);
    drawing = document.createElement("div");
    drawing.className = "cf-brush-region cf-brush-drawing";
    place(drawing, sides(start));
    box.append(drawing);
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    if (start) place(drawing, sides(at(event)));
  });
  box.addEventListener("pointerup", (event) => {
    if (!start) return;
    const drawn = sides(at(event));
    start = null;
    drawing.remove();
    if (drawn[2] >= LEAST && drawn[3] >= LEAST) keep([...percents(field.value), drawn]);
  });
  box.addEventListener("pointercancel", () => {
    start = null;
    if (drawing) drawing.remove();
  });
  field.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-brush]").forEach(brush);
