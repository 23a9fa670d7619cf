/* Keeping what is typed: to the server with the first key, then at most every WAIT_MS while one
 * types on, and on leaving a field; one request at a time. A browser that dies in mid-sentence
 * loses what was typed within that time and no more. The status says in words when it was kept. */

const WAIT_MS = 300;
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

  function stopWaiting() {
    clearTimeout(timer);
    timer = 0;
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
    stopWaiting();
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
    later(kept === sent ? WAIT_MS : RETRY_MS);
  }

  function touch() {
    changes += 1;
    if (!isSending && !timer) save();
  }

  /* Keep all that is typed before the page is left for another; returns whether it is kept. */
  async function saveNow() {
    for (let tries = 0; tries < 3 && kept !== changes; tries += 1) {
      while (isSending) await new Promise((done) => setTimeout(done, 30));
      await save();
    }
    return kept === changes;
  }

  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => {
    isLeaving = true;
    stopWaiting();
  });
  document.addEventListener("visibilitychange", () => {
    const mustHurry = document.visibilityState === "hidden" && !isLeaving && kept !== changes;
    if (mustHurry) request(true).catch(() => {});
  });
  return { saveNow, touch };
}
