/* The map of cases: points in clusters, or heat, over the county's boundary. Works without tiles;
   where tiles are set, they lie below. Every point is reached by Tab and opened by Enter. */

const L = window.L;
const place = document.getElementById("map");
const told = document.querySelector("[data-map-told]");
const words = JSON.parse(place.dataset.words);
const ZHONG = [[30.05, 107.55], [30.65, 108.25]]; /* Where nothing else says where to look. */
const REDS = [[0, "#2b83ba"], [0.35, "#abdda4"], [0.6, "#fdd870"], [0.8, "#f08c3c"], [1, "#a4161a"]];

const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
const map = L.map(place, {
  zoomControl: false, attributionControl: false, minZoom: 7, maxZoom: 18,
  fadeAnimation: moves, zoomAnimation: moves, markerZoomAnimation: moves,
});
L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.fitBounds(ZHONG);
/* Below everything the county itself; names above what is drawn, but below what is pressed. */
map.createPane("county").style.zIndex = 250;
map.createPane("towns").style.zIndex = 450;

const tiles = JSON.parse(place.dataset.tiles);
for (const address of tiles) L.tileLayer(address, { subdomains: "01234567", maxZoom: 18 }).addTo(map);
if (tiles.length) L.control.attribution({ prefix: false }).addAttribution(words.credit).addTo(map);

const element = (name, className, text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

function clusterIcon(cluster) {
  const count = cluster.getChildCount();
  const isLate = cluster.getAllChildMarkers().some((one) => one.options.mark === "late");
  const size = count < 10 ? 34 : count < 100 ? 42 : 52;
  const className = `cf-map-cluster${isLate ? " cf-map-cluster-late" : ""}`;
  return L.divIcon({ html: `<span>${count}</span>`, className, iconSize: [size, size] });
}

const clusters = L.markerClusterGroup({
  iconCreateFunction: clusterIcon,
  animate: moves,
  showCoverageOnHover: false,
  maxClusterRadius: 56,
  chunkedLoading: true,
  spiderfyDistanceMultiplier: 1.6,
});

/* Heat on a canvas of our own: each case a soft spot, the sum coloured from blue to red. */
const Heat = L.Layer.extend({
  initialize() { this.spots = []; },
  onAdd(target) {
    this.canvas = element("canvas", "cf-map-heat leaflet-zoom-hide");
    target.getPanes().overlayPane.appendChild(this.canvas);
    target.on("moveend zoomend resize", this.draw, this);
    this.draw();
  },
  onRemove(target) {
    target.off("moveend zoomend resize", this.draw, this);
    this.canvas.remove();
  },
  draw() {
    const size = map.getSize();
    const { canvas } = this;
    canvas.width = size.x;
    canvas.height = size.y;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const radius = 16 + map.getZoom();
    pen.globalAlpha = 0.28;
    const stamp = softSpot(radius);
    for (const spot of this.spots) {
      const at = map.latLngToContainerPoint(spot);
      if (at.x > -radius && at.y > -radius && at.x < size.x + radius && at.y < size.y + radius) {
        pen.drawImage(stamp, at.x - radius, at.y - radius);
      }
    }
    colour(pen, size);
  },
});

function softSpot(radius) {
  const canvas = element("canvas");
  canvas.width = canvas.height = radius * 2;
  const pen = canvas.getContext("2d");
  const shade = pen.createRadialGradient(radius, radius, 0, radius, radius, radius);
  shade.addColorStop(0, "rgb(0 0 0 / 90%)");
  shade.addColorStop(1, "rgb(0 0 0 / 0%)");
  pen.fillStyle = shade;
  pen.fillRect(0, 0, radius * 2, radius * 2);
  return canvas;
}

function palette() {
  const canvas = element("canvas");
  canvas.width = 256;
  canvas.height = 1;
  const pen = canvas.getContext("2d");
  const shade = pen.createLinearGradient(0, 0, 256, 0);
  for (const [stop, colourName] of REDS) shade.addColorStop(stop, colourName);
  pen.fillStyle = shade;
  pen.fillRect(0, 0, 256, 1);
  return pen.getImageData(0, 0, 256, 1).data;
}

const COLOURS = palette();

function colour(pen, size) {
  if (!size.x || !size.y) return;
  const image = pen.getImageData(0, 0, size.x, size.y);
  const pixels = image.data;
  for (let at = 0; at < pixels.length; at += 4) {
    const strength = pixels[at + 3];
    if (!strength) continue;
    pixels.set(COLOURS.subarray(strength * 4, strength * 4 + 3), at);
    pixels[at + 3] = Math.min(strength * 1.6 + 40, 215);
  }
  pen.putImageData(image, 0, 0);
}

const heat = new Heat();

function popup(facts) {
  const box = element("div");
  const head = element("p");
  const link = element("a", "", facts.number);
  link.href = place.dataset.case.replace(/0$/, facts.id);
  link.lang = "zh-Hans";
  link.title = words.open;
  head.append(link);
  const title = element("p", "", facts.title);
  title.lang = "zh-Hans";
  box.append(head, title, element("p", "", [facts.state, facts.due].filter(Boolean).join(" · ")));
  return box;
}

function marker(feature) {
  const [longitude, latitude] = feature.geometry.coordinates;
  const facts = feature.properties;
  const html = `<span class="cf-dot cf-dot-${facts.mark}"></span>`;
  const made = L.marker([latitude, longitude], {
    icon: L.divIcon({ html, className: "cf-map-point", iconSize: [24, 24] }),
    mark: facts.mark,
    title: facts.number,
  });
  made.on("add", () => {
    made.getElement().setAttribute("aria-label", `${facts.number} ${facts.state}`);
    made.getElement().translate = false; // a number is no word of the page's language
  });
  return made.bindPopup(() => popup(facts));
}

const towns = new Map();

function noteTown(feature) {
  const name = feature.properties.township;
  if (!name) return;
  const sum = towns.get(name) || { count: 0, x: 0, y: 0 };
  sum.count += 1;
  sum.x += feature.geometry.coordinates[0];
  sum.y += feature.geometry.coordinates[1];
  towns.set(name, sum);
}

const names = L.layerGroup();

/* A township's name stands at the middle of its cases: caseflow knows no outlines of townships. */
function writeTowns() {
  names.clearLayers();
  for (const [name, sum] of [...towns].sort((a, b) => b[1].count - a[1].count)) {
    const at = [sum.y / sum.count, sum.x / sum.count];
    L.tooltip({ permanent: true, direction: "bottom", offset: [0, 18], className: "cf-map-town", pane: "towns" })
      .setLatLng(at).setContent(element("span", "", name)).addTo(names);
  }
}

/* How far a cluster may lie over a name, in pixels. */
const TOUCH = 6;

/* Where names would lie on each other, that of the township with more cases stays; a name half
   covered by a cluster reads as another one, so it goes as well. */
function thinNames() {
  const taken = [...place.querySelectorAll(".cf-map-cluster")].map((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { left: left + TOUCH, right: right - TOUCH, top: top + TOUCH, bottom: bottom - TOUCH };
  });
  for (const one of place.querySelectorAll(".cf-map-town")) {
    one.style.visibility = "";
    const box = one.getBoundingClientRect();
    const isHidden = taken.some((b) => box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom);
    if (isHidden) one.style.visibility = "hidden";
    else taken.push(box);
  }
}

function showNames() {
  if (map.getZoom() < 10 || map.getZoom() > 14) {
    names.remove();
    return;
  }
  names.addTo(map);
  window.requestAnimationFrame(thinNames);
}

async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function drawBoundary() {
  const { rings } = await read(place.dataset.boundary);
  if (!rings.length) return null;
  const turned = rings.map((ring) => ring.map(([x, y]) => [y, x]));
  return L.polygon(turned, {
    color: "#0e6b61", weight: 2, dashArray: "6 4", fillColor: "#fff", fillOpacity: tiles.length ? 0 : 1,
    interactive: false, pane: "county",
  }).addTo(map).getBounds();
}

async function drawPoints() {
  const most = Number(place.dataset.most);
  let address = place.dataset.points;
  while (address && heat.spots.length < most) {
    const page = await read(address);
    clusters.addLayers(page.features.map(marker));
    page.features.forEach(noteTown);
    heat.spots.push(...page.features.map(({ geometry: { coordinates: [x, y] } }) => L.latLng(y, x)));
    address = page.next;
  }
  writeTowns();
  if (!heat.spots.length) return null;
  /* A few points far off, mistyped, do not move the view: it holds the inner 98 of 100. */
  const inner = (list) => list.sort((a, b) => a - b).slice(Math.floor(list.length / 100), Math.ceil(list.length * 0.99));
  const lats = inner(heat.spots.map((one) => one.lat));
  const lngs = inner(heat.spots.map((one) => one.lng));
  return L.latLngBounds([lats[0], lngs[0]], [lats.at(-1), lngs.at(-1)]);
}

let home = L.latLngBounds(ZHONG);

function nameClusters() {
  for (const one of place.querySelectorAll(".cf-map-cluster")) {
    one.setAttribute("role", "button");
    one.setAttribute("aria-label", words.many.replace("{count}", one.textContent));
  }
}

async function start() {
  told.textContent = words.loading;
  try {
    const bounds = await drawBoundary();
    map.addLayer(clusters);
    const cases = await drawPoints();
    home = bounds || (cases ? cases.pad(0.15) : home);
    map.fitBounds(home, { maxZoom: 14, animate: false });
    showNames();
    nameClusters();
    told.textContent = "";
  } catch {
    told.textContent = words.failed;
  }
  place.dataset.ready = "1";
}

map.on("zoomend", showNames);
clusters.on("animationend", thinNames);
map.on("moveend layeradd", () => window.requestAnimationFrame(nameClusters));
document.querySelector("[data-map-home]").addEventListener("click", () => map.fitBounds(home));
for (const choice of document.querySelectorAll('[name="drawn"]')) {
  choice.addEventListener("change", () => {
    const isHeat = choice.value === "heat" && choice.checked;
    (isHeat ? clusters : heat).remove();
    (isHeat ? heat : clusters).addTo(map);
  });
}

start();
