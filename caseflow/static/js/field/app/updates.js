/* A newer app waits until it is asked to take over or the app is opened anew; what is half done is
   in the storage, not in the page. */

let waiting = null;
const listeners = [];

export const newer = () => waiting !== null;
export const onNewer = (listener) => listeners.push(listener);

function found(worker) {
  waiting = worker;
  for (const listener of listeners) listener();
}

export async function startUpdates(address) {
  if (!navigator.serviceWorker) return;
  let isAsked = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isAsked && waiting) location.reload();
    isAsked = true;
  });
  const registration = await navigator.serviceWorker.register(address, { scope: "/field/" });
  if (registration.waiting) found(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) found(worker);
    });
  });
}

export function takeOver() {
  waiting?.postMessage("take over");
}
