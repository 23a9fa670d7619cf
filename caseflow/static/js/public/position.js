/* “Use my position”: a help that needs a script; the page is complete without it. */

const box = document.querySelector("[data-position]");
const longitude = document.getElementById("longitude");
const latitude = document.getElementById("latitude");

if (box && longitude && latitude && navigator.geolocation && window.isSecureContext) {
  const add = box.querySelector("[data-position-add]");
  const drop = box.querySelector("[data-position-drop]");
  const said = box.querySelector("[data-position-said]");
  const show = (words) => {
    said.textContent = words;
    drop.hidden = !longitude.value;
  };
  const keep = (found) => {
    longitude.value = found.coords.longitude.toFixed(6);
    latitude.value = found.coords.latitude.toFixed(6);
    show(box.dataset.added);
  };
  add.addEventListener("click", () => {
    said.textContent = box.dataset.asking;
    navigator.geolocation.getCurrentPosition(keep, () => show(box.dataset.failed), {
      enableHighAccuracy: true,
      timeout: 15000,
    });
  });
  drop.addEventListener("click", () => {
    longitude.value = latitude.value = "";
    show("");
    add.focus();
  });
  box.hidden = false;
  if (longitude.value) show(box.dataset.added);
}
