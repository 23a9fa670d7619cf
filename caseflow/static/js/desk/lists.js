/* Lists to work on: ticking rows (one, a range, the page, all that match), the way back to the row
 * that was opened, and how many came in since the page was loaded. Without it the boxes and the
 * choice of scope are a plain form.
 */

const EVERY_MS = 30000;
const PLACE = "caseflow.list-place";

const boxes = () => [...document.querySelectorAll("[data-list] input[name=case]")];

function count(form) {
  const ticked = boxes().filter((box) => box.checked);
  const scope = form.querySelector("[data-list-scope]");
  const said = form.querySelector("[data-list-count]");
  const head = document.querySelector("[data-list-page]");
  boxes().forEach((box) => box.closest("tr").classList.toggle("cf-row-ticked", box.checked));
  if (head) {
    head.checked = ticked.length > 0 && ticked.length === boxes().length;
    head.indeterminate = ticked.length > 0 && !head.checked;
  }
  const isAll = scope.value === "all";
  said.textContent = isAll
    ? scope.selectedOptions[0].textContent
    : ticked.length ? form.dataset.some.replace("#", ticked.length) : form.dataset.none;
  form.classList.toggle("cf-bulk-ready", isAll || ticked.length > 0);
}

function ticking(form) {
  let last = null;
  const tick = (box, isOn) => {
    box.checked = isOn;
  };
  const range = (to, isOn) => {
    const all = boxes();
    const [from, until] = [all.indexOf(last), all.indexOf(to)];
    if (from < 0 || until < 0) return tick(to, isOn);
    all.slice(Math.min(from, until), Math.max(from, until) + 1).forEach((box) => tick(box, isOn));
    return undefined;
  };
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-list] input[name=case]");
    if (!box) return;
    if (event.shiftKey && last) range(box, box.checked);
    last = box;
    count(form);
  });
  document.addEventListener("caseflow:range", (event) => {
    const { box } = event.detail;
    range(box, true);
    last = box;
    count(form);
  });
  document.addEventListener("caseflow:all", () => {
    const isOn = boxes().some((box) => !box.checked);
    boxes().forEach((box) => tick(box, isOn));
    count(form);
  });
  document.querySelector("[data-list-page]")?.addEventListener("change", (event) => {
    boxes().forEach((box) => tick(box, event.target.checked));
    count(form);
  });
  form.querySelector("[data-list-scope]").addEventListener("change", () => count(form));
  count(form);
}

/* Where one was: kept for this browser tab when a row is opened, taken up when the list is back. */
function remember(list) {
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-row-link]");
    if (!link) return;
    const rows = [...list.querySelectorAll("[data-row-link]")];
    const place = { address: window.location.pathname + window.location.search, index: rows.indexOf(link),
      id: link.closest("tr").dataset.case };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  });
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) || "null");
  } catch {
    return null;
  }
}

function returned(list) {
  const place = kept();
  if (!place || place.address !== window.location.pathname + window.location.search) return;
  const rows = [...list.querySelectorAll("[data-row-link]")];
  const same = rows.find((link) => link.closest("tr").dataset.case === place.id);
  const link = same || rows[Math.min(place.index, rows.length - 1)];
  if (link) link.focus();
}

/* On the page of a case the way back leads to the list it was opened from. */
function wayBack() {
  const place = kept();
  if (!place) return;
  document.querySelectorAll("[data-back-to-list]").forEach((link) => {
    link.href = place.address;
  });
}

function news(line) {
  let tag = "";
  async function look() {
    if (document.visibilityState === "visible") {
      try {
        const headers = tag ? { "If-None-Match": tag } : {};
        const answer = await fetch(line.dataset.listNews, { headers, redirect: "manual" });
        if (answer.status === 200) {
          tag = answer.headers.get("ETag") || "";
          const found = await answer.json();
          line.querySelector("a").textContent = found.words;
          line.hidden = !found.count;
        }
      } catch {
        /* Away for a moment: the next look tries again. */
      }
    }
    window.setTimeout(look, EVERY_MS);
  }
  window.setTimeout(look, EVERY_MS);
}

export function lists() {
  wayBack();
  const line = document.querySelector("[data-list-news]");
  if (line) news(line);
  const list = document.querySelector("[data-list]");
  if (!list) return;
  remember(list);
  returned(list);
  const form = document.querySelector("[data-list-form]");
  if (form) ticking(form);
}
