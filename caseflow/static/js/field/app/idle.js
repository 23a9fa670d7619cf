/* Locks the app when nobody touched it for a while; half-done work is kept by then. */

import * as device from "./device.js";

const LOOK_MS = 5_000;
const SIGNS = ["pointerdown", "keydown", "input", "scroll"];

/* Call `onIdle` once the tablet was left alone for as long as it is set to. */
export function watchIdle(onIdle) {
  let touchedAt = Date.now();
  for (const sign of SIGNS) {
    addEventListener(sign, () => {
      touchedAt = Date.now();
    }, { passive: true, capture: true });
  }
  const look = async () => {
    if (!device.isOpen()) {
      touchedAt = Date.now();
      return;
    }
    const { idle_minutes: minutes } = await device.row();
    if (Date.now() - touchedAt >= minutes * 60_000) onIdle();
  };
  setInterval(look, LOOK_MS);
  /* Timers stand still while the tablet sleeps. */
  document.addEventListener("visibilitychange", look);
}
