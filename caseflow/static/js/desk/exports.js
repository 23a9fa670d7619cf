/* Following exports: the table is fetched again until none goes on, except while it is in use. */

const EVERY_MS = 2000;
const ID = "exports";

async function look() {
  const here = document.getElementById(ID);
  const address = here && here.dataset.poll;
  if (!address) return;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "manual" });
    const isInUse = here.contains(document.activeElement);
    if (answer.ok && !isInUse) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById(ID);
      if (next) here.replaceWith(next);
    }
  } catch {
    /* Away for a moment: the next look tries again. */
  }
  window.setTimeout(look, EVERY_MS);
}

window.setTimeout(look, EVERY_MS);
