/* Speaking with the server, and what each answer means. docs/field-protocol.md is the contract. */

/* status → what the tablet does with what it sent. What is not here and below 500 is refused. */
export const ANSWERS = {
  200: "receipt",
  201: "receipt",
  202: "receipt",
  204: "receipt",
  400: "refused",
  401: "sign_in",
  403: "refused",
  404: "refused",
  409: "refused",
  413: "refused",
  422: "refused",
  429: "later",
};

/* Return what an answer means; status 0 is no network. */
export function meaning(status) {
  return ANSWERS[status] ?? (status === 0 || status >= 500 ? "later" : "refused");
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/* Return how long to wait after `tries` failures: twice as long each time, shortened by up to half
   by chance, so that all tablets of a squad do not come back at once. */
export function waitMs(tries, chance = Math.random()) {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (0.5 + chance / 2);
}

const REQUEST_MS = 60_000;
const TOKEN_MS = 20 * 60_000;

let token = null;
let isReached = null;
let offset = 0;
const listeners = [];

/* Whether the server answered last time; null before the first request. */
export const reached = () => isReached;
export const onReached = (listener) => listeners.push(listener);

/* Milliseconds that the server's clock is before (+) this tablet's, to about a second. */
export const clockOffset = () => offset;

function noteReached(now) {
  const before = isReached;
  isReached = now;
  if (before !== now) for (const listener of listeners) listener();
}

/* Send one request; returns {status, body, wait_ms, means}; never throws for the network. */
async function send(method, path, { body, bytes, headers = {} } = {}) {
  const options = { method, redirect: "manual", cache: "no-store" };
  options.headers = { Accept: "application/json", ...headers };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  } else if (bytes) {
    options.headers["Content-Type"] = "application/octet-stream";
    options.body = bytes;
  }
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), REQUEST_MS);
  try {
    const answer = await fetch(path, { ...options, signal: ending.signal });
    noteReached(answer.status < 500);
    return await read(answer);
  } catch {
    noteReached(false);
    return { status: 0, body: {}, means: "later", wait_ms: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/* The server leads people who are signed out to the sign-in page. */
async function read(answer) {
  if (answer.type === "opaqueredirect") return { status: 401, body: {}, means: "sign_in" };
  const said = new Date(answer.headers.get("Date") ?? "").getTime();
  if (said) offset = said - Date.now();
  const text = await answer.text();
  let body = {};
  let means = meaning(answer.status);
  try {
    body = text ? JSON.parse(text) : {};
  } catch {
    /* Not our server: a gate of the network that asks to sign in, perhaps. Never a receipt. */
    if (means === "receipt") means = "later";
  }
  const seconds = Number(answer.headers.get("Retry-After")) || 0;
  return { status: answer.status, body, means, wait_ms: seconds * 1000 };
}

/* Return {user, csrf_token} of who is signed in, in `body`. */
export async function session() {
  const answer = await send("GET", document.body.dataset.session);
  if (answer.means === "receipt") token = { value: answer.body.csrf_token, at: Date.now() };
  return answer;
}

const root = () => document.body.dataset.server;

export const get = (path) => send("GET", root() + path);

/* What the server calls a mark of another session. */
const OLD_TOKEN = "/field/#csrf";

/* POST or PUT with the mark against forged requests, which is fetched anew when it is old: by the
   clock, or by the server's word after another sign-in. */
export async function write(method, path, content, isAgain = false) {
  if (!token || Date.now() - token.at > TOKEN_MS) {
    const answer = await session();
    if (answer.means !== "receipt") return answer;
  }
  const headers = { ...content.headers, "X-CSRFToken": token.value };
  const answer = await send(method, root() + path, { ...content, headers });
  if (answer.status !== 400 || answer.body.type !== OLD_TOKEN) return answer;
  token = null;
  return isAgain ? { ...answer, means: "later" } : write(method, path, content, true);
}

/* Return the words of an answer for the person: the sentence and the reasons of problem+json. */
export function wordsOf({ body, status }) {
  const reasons = Array.isArray(body?.reasons) ? body.reasons : [];
  return [body?.detail ?? body?.title ?? `HTTP ${status}`, ...reasons].filter(Boolean).join(" ");
}
