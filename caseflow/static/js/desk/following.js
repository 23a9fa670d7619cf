/* Following work that goes on by itself: the part of the page that moves is fetched again until it stands still,
   but never under somebody’s fingers. */

const EVERY_MS = 2000;

async function look() {
  const here = document.querySelector("[data-poll]");
  if (!here) return;
  const address = here.dataset.poll;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "manual" });
    const isInUse = here.contains(document.activeElement);
    if (answer.ok && !isInUse) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById(here.id);
      if (next && !next.dataset.poll) {
        window.location.reload();
        return;
      }
      if (next) here.replaceWith(next);
    }
  } catch {
    /* Away for a moment: the next look tries again. */
  }
  window.setTimeout(look, EVERY_MS);
}

window.setTimeout(look, EVERY_MS);
