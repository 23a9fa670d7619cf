/* Following an import: the part of the page that moves is fetched again until it stands still. */

const EVERY_MS = 2000;
const ID = "import-progress";

async function look() {
  const here = document.getElementById(ID);
  const address = here && here.dataset.poll;
  if (!address) return;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById(ID);
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
