/* Keeps the app on the tablet. The server writes `const APP = {version, page, files}` before this.

   All files of a version are kept together or not at all; the version before goes on working until
   the page is loaded anew. Nothing of a case passes here: facts, files and packages are not kept,
   and nothing is sent from here (Background Sync is missing in some browsers). */

const PREFIX = "caseflow-field-";
const CACHE = `${PREFIX}${APP.version}`;
const KEPT = new Set(APP.files);

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(APP.files.map((path) => keep(cache, path)));
}

/* A redirect leads to the sign-in page, which must not be taken for the app. */
async function keep(cache, path) {
  const answer = await fetch(path, { cache: "no-cache", redirect: "error" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(path, answer);
}

async function dropOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function isOfApp(clientId) {
  const client = clientId ? await self.clients.get(clientId) : null;
  return Boolean(client) && new URL(client.url).pathname.startsWith(APP.page);
}

async function answer(request, path, clientId) {
  const isPage = request.mode === "navigate";
  if (isPage || (await isOfApp(clientId))) {
    const cache = await caches.open(CACHE);
    const found = await cache.match(path);
    if (found) return found;
  }
  return fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request, clientId } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || !KEPT.has(pathname)) return;
  event.respondWith(answer(request, pathname, clientId));
});
