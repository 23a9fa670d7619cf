/* Keeping what is typed: to the server a moment after a change and on leaving a field, one
 * request at a time; the status says in words when it was kept, or that it was not. */

const WAIT_MS = 2500;
const RETRY_MS = 8000;

export function keepDraft(form, status) {
  let changes = 0;
  let kept = 0;
  let isSending = false;
  let isLeaving = false;
  let timer = 0;

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  function say(words, state) {
    if (status.textContent !== words) status.textContent = words;
    status.dataset.state = state;
  }

  function request(keepalive) {
    const body = new URLSearchParams(new FormData(form));
    body.delete("csrf_token");
    return fetch(form.dataset.draftUrl, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
      body,
      keepalive,
      redirect: "manual",
    });
  }

  async function save() {
    clearTimeout(timer);
    if (isSending || isLeaving || kept === changes) return;
    const sent = changes;
    isSending = true;
    try {
      const answer = await request(false);
      if (answer.ok) {
        kept = sent;
        say((await answer.json()).words, "kept");
      } else if (answer.type === "opaqueredirect" || answer.status === 401) {
        say(status.dataset.signedOut, "lost");
      } else {
        const isJson = (answer.headers.get("Content-Type") || "").includes("json");
        say(isJson ? (await answer.json()).detail : status.dataset.notSaved, "lost");
      }
    } catch {
      say(status.dataset.notSaved, "lost");
    } finally {
      isSending = false;
    }
    if (kept !== changes) later(kept === sent ? WAIT_MS : RETRY_MS);
  }

  form.addEventListener("input", () => {
    changes += 1;
    later(WAIT_MS);
  });
  form.addEventListener("change", () => {
    changes += 1;
    later(WAIT_MS);
  });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    const mustHurry = document.visibilityState === "hidden" && !isLeaving && kept !== changes;
    if (mustHurry) request(true).catch(() => {});
  });
}
