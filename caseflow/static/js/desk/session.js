/* Before an idle sign-out: say so, and let the person stay without leaving the page. */

const EARLY_MS = 2 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

export function sessionWarning() {
  const warning = document.getElementById("session-warning");
  if (!warning) return;
  const wait = Math.max(Number(warning.dataset.idleMinutes) * MINUTE_MS - EARLY_MS, MINUTE_MS / 2);
  let timer = 0;

  function later() {
    clearTimeout(timer);
    warning.hidden = true;
    timer = setTimeout(() => {
      warning.hidden = false;
    }, wait);
  }

  warning.querySelector("button").addEventListener("click", async () => {
    try {
      const answer = await fetch(window.location.href, { method: "HEAD", redirect: "manual" });
      if (answer.ok) later();
      else window.location.reload();
    } catch {
      warning.hidden = false;
    }
  });
  document.addEventListener("caseflow:saved", later);
  later();
}
