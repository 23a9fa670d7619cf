/* The offline field app: opens the door, shows the screen that the address names, keeps syncing. */

import * as device from "./device.js";
import { h, note } from "./dom.js";
import { watchIdle } from "./idle.js";
import * as page from "./page.js";
import { caseScreen, plannedScreen } from "./screens/case.js";
import { door, forgotten } from "./screens/door.js";
import { map } from "./screens/map.js";
import { record, records } from "./screens/records.js";
import { round } from "./screens/round.js";
import { tablet } from "./screens/tablet.js";
import * as visiting from "./screens/visit.js";
import * as status from "./status.js";
import * as store from "./store.js";
import { keepSyncing, onProgress, sync } from "./sync.js";
import { startTheme } from "./theme.js";
import { onNewer, startUpdates } from "./updates.js";
import { loadWords } from "./words.js";

const SCREENS = {
  "": round,
  case: caseScreen,
  planned: plannedScreen,
  map,
  visit: visiting.visit,
  visits: records,
  record,
  tablet: () => tablet(lock),
};

/* A screen may return how it is drawn anew when something was sent. */
let redraw = null;
let begun = 0;
let drawn = 0;

/* Who taps on while a screen is still being drawn gets the last one asked for: a screen that was
   ready only after a later one has covered it, so it is drawn again. */
async function show() {
  const mine = ++begun;
  const [name = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  redraw = null;
  let again = null;
  if (!device.isOpen()) {
    await (name === "forgotten" ? forgotten(enter) : door(enter));
  } else {
    again = (await (SCREENS[name] ?? round)(...rest)) ?? null;
  }
  if (mine < drawn) return show();
  drawn = mine;
  redraw = again;
  page.begin();
}

async function enter() {
  if (location.hash === "#/forgotten") history.replaceState(null, "", "#/");
  await show();
  status.askToPersist();
  sync();
}

function lock() {
  device.lock();
  visiting.close();
  show();
}

let isDrawing = false;

/* Draw the screen anew after changes, one drawing at a time. */
async function drawAnew() {
  if (!redraw || isDrawing || !device.isOpen()) return;
  isDrawing = true;
  try {
    await new Promise((done) => setTimeout(done, 100));
    await redraw?.();
  } finally {
    isDrawing = false;
  }
}

async function start() {
  startTheme();
  const { words, worker } = document.body.dataset;
  await loadWords(words);
  status.keepShowing();
  store.onChange(drawAnew);
  onProgress(drawAnew);
  onNewer(status.show);
  addEventListener("hashchange", show);
  addEventListener("caseflow-wiped", show);
  watchIdle(lock);
  keepSyncing();
  await show();
  startUpdates(worker).catch(() => {
    /* Without a service worker the app works as long as the network does. */
  });
}

start().catch((error) => {
  document.getElementById("main").append(h("div", {}, note("bad", `${error.name}: ${error.message}`, "x-circle")));
});
