/* Making elements. Text always goes in as text: nothing typed becomes markup. */

const SVG = "http://www.w3.org/2000/svg";

/* h("p", {class: "x", onclick: f, hidden: true}, "words", other, [more]) */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(element, name, value);
  append(element, children);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked") element[name] = value;
  else element.setAttribute(name, value === true ? "" : value);
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child);
  }
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "cf-icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("fill", "currentColor");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/* Return a button; `act` may take its time: the button cannot be pressed twice meanwhile. */
export function button(words, act, { look = "", mark = "", ...props } = {}) {
  const made = h(
    "button",
    { type: "button", class: `fa-button ${look}`.trim(), ...props },
    mark && icon(mark),
    h("span", {}, words),
  );
  made.addEventListener("click", async () => {
    if (made.ariaBusy === "true") return;
    made.ariaBusy = "true";
    try {
      await act(made);
    } finally {
      made.ariaBusy = "false";
    }
  });
  return made;
}

/* Say something to people who listen to the page. */
export function announce(words) {
  document.getElementById("said").textContent = words;
}

export function note(tone, words, mark = "info-circle") {
  return h("div", { class: `fa-note fa-note-${tone}` }, icon(mark), h("p", {}, words));
}

export function card(title, ...children) {
  return h("section", { class: "fa-card" }, title && h("h2", {}, title), children);
}

export function facts(pairs) {
  const rows = pairs.filter(([, value]) => value);
  return h(
    "dl",
    { class: "fa-facts" },
    rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
