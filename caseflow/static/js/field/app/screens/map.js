/* The round on a map that needs no network: the county's boundary, as far as the bureau has brought
   one in, and each case by its place in the round. */

import { button, h, note } from "../dom.js";
import * as page from "../page.js";
import * as parcels from "../parcel.js";
import { here } from "../visit/camera.js";
import { t } from "../words.js";

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 1000;
const EDGE = 60;

function s(tag, props, words = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value);
  element.textContent = words;
  return element;
}

/* Return how degrees become units of the picture: as wide on the map as on the ground. */
function projection(points) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [west, south] = [Math.min(...xs), Math.min(...ys)];
  const [east, north] = [Math.max(...xs), Math.max(...ys)];
  const narrow = Math.cos((((north + south) / 2) * Math.PI) / 180);
  const [wide, high] = [(east - west) * narrow || 0.01, north - south || 0.01];
  const scale = (SIDE - 2 * EDGE) / Math.max(wide, high);
  const at = ([x, y]) => [EDGE + (x - west) * narrow * scale, EDGE + (north - y) * scale];
  return { at, width: wide * scale + 2 * EDGE, height: high * scale + 2 * EDGE };
}

const pair = ({ longitude, latitude }) => [longitude, latitude];

export async function map() {
  const parcel = await parcels.parcel();
  const box = h("div", {});
  page.show(t("Map of the round"), box, { here: "#/", back: "#/" });
  if (!parcel) return page.go("#/");
  const order = await parcels.order(parcel);
  const byId = new Map(parcel.cases.map((one) => [one.id, one]));
  const cases = order.map((id) => byId.get(id)).filter(Boolean);
  const draw = (mine) => box.replaceChildren(picture(parcel, cases, mine), list(cases));
  draw(null);
  const locate = async () => {
    const found = await here();
    if (found) draw(found);
    else box.prepend(note("warn", t("This tablet does not tell where it is."), "geo-alt"));
  };
  box.before(h("div", { class: "fa-row" }, button(t("Where am I"), locate, { mark: "geo-alt" })));
  return null;
}

function picture(parcel, cases, mine) {
  const rings = parcel.boundary ?? [];
  const placed = cases.map((one, index) => ({ one, number: index + 1 })).filter(({ one }) => one.place);
  const points = [...rings.flat(), ...placed.map(({ one }) => pair(one.place)), ...(mine ? [pair(mine)] : [])];
  if (!points.length) return note("info", t("No case of the round has a place on the map."));
  const { at, width, height } = projection(points);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "fa-map", role: "img", "aria-label": t("Map of the round") });
  for (const ring of rings) svg.append(s("polygon", { points: ring.map((point) => at(point).join()).join(" "), class: "fa-map-area" }));
  for (const { one, number } of placed) svg.append(...mark(at(pair(one.place)), String(number), "fa-map-case"));
  if (mine) svg.append(...mark(at(pair(mine)), "", "fa-map-here"));
  return svg;
}

const mark = ([x, y], words, look) => [
  s("circle", { cx: x, cy: y, r: 26, class: look }),
  s("text", { x, y: y + 10, class: "fa-map-number", "text-anchor": "middle" }, words),
];

/* The same as words, for whoever does not see the picture; each leads to its case. */
const list = (cases) =>
  h("ol", { class: "fa-map-list" }, cases.map((one) =>
    h("li", {}, h("a", { href: `#/case/${one.id}`, class: "fa-link" }, one.subject), one.place ? "" : ` · ${t("not on the map")}`)));
