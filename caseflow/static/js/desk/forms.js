/* Forms: the error summary takes the focus, nobody loses typing by leaving or by an idle sign-out.
 *
 * form[data-warn-unsaved]     asks before the page is left with unsent changes
 * [data-keep="key"]           words kept in this tab until a page shows that they were taken;
 *                             never on fields about a complainant. data-keep-at: the version seen.
 * form[data-forget-typing]    signing out by hand forgets all of it
 * button[type=submit]         a second press within two seconds is not a second act
 */

const PREFIX = "caseflow.keep.";
const AGAIN_MS = 2000;

function focusErrors() {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

function warnUnsaved() {
  const changed = new Set();
  document.querySelectorAll("form[data-warn-unsaved]").forEach((form) => {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.delete(form));
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, entry) {
  try {
    if (entry) sessionStorage.setItem(PREFIX + key, JSON.stringify(entry));
    else sessionStorage.removeItem(PREFIX + key);
  } catch {
    /* A full or forbidden storage: the words are still in the field. */
  }
}

/* A sent text comes back only if the same version is shown again: then it was not taken. */
function restore(field, key, at) {
  const entry = read(key);
  if (!entry) return;
  const wasTaken = entry.isSent && entry.at !== at;
  if (wasTaken) write(key, null);
  else if (!field.value) field.value = entry.words;
}

function keepTyping() {
  document.querySelectorAll("[data-keep]").forEach((field) => {
    const key = field.dataset.keep;
    const version = field.form && field.form.elements.version;
    const at = field.dataset.keepAt || (version && version.value) || "";
    restore(field, key, at);
    field.addEventListener("input", () => {
      write(key, field.value ? { words: field.value, at, isSent: false } : null);
    });
    if (field.form) {
      field.form.addEventListener("submit", () => {
        if (field.value) write(key, { words: field.value, at, isSent: true });
      });
    }
  });
}

function forgetTyping() {
  document.querySelectorAll("form[data-forget-typing]").forEach((form) => {
    form.addEventListener("submit", () => {
      Object.keys(sessionStorage)
        .filter((name) => name.startsWith(PREFIX))
        .forEach((name) => sessionStorage.removeItem(name));
    });
  });
}

function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const now = Date.now();
    if (now - Number(form.dataset.sentAt || 0) < AGAIN_MS) event.preventDefault();
    else form.dataset.sentAt = String(now);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent-at]").forEach((form) => {
      delete form.dataset.sentAt;
    });
  });
}

export function forms() {
  focusErrors();
  warnUnsaved();
  keepTyping();
  forgetTyping();
  sendOnce();
}
