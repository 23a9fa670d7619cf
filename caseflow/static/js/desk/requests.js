/* What the pages ask the server while one types. Private words go in the body: addresses are
 * logged, bodies are not. Each answers null when there is no usable answer. */

const token = () => document.querySelector("meta[name=csrf-token]").content;

export function waiting(ms, work) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    return new Promise((done) => {
      timer = setTimeout(() => done(work(...args)), ms);
    });
  };
}

export async function getText(url, query = {}) {
  try {
    const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { redirect: "manual" });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

export async function sendForText(url, fields) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token() },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/* Answers { isDone, words } of any status: a refusal has its sentence too. Null: no answer. */
export async function sendForJson(url, fields) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    const found = await answer.json();
    return { isDone: answer.ok, words: found.words || found.detail || "" };
  } catch {
    return null;
  }
}
