/* What every screen is put into: the title, the main part, the acts at the bottom. */

import { append, button, h, icon } from "./dom.js";
import { t } from "./words.js";

const part = (id) => document.getElementById(id);

const PLACES = [
  ["#/", "list-check", "My round"],
  ["#/visits", "send", "Visits"],
  ["#/tablet", "tablet", "This tablet"],
];

/* Show a screen; `acts`: buttons, the main one last; `here`: its place among PLACES, or "". */
export function show(title, content, { acts = [], here = "", back = "" } = {}) {
  part("title").replaceChildren();
  append(part("title"), [
    back && h("a", { href: back, class: "fa-back" }, icon("arrow-left"), h("span", { class: "visually-hidden" }, t("Back"))),
    h("span", {}, title),
  ]);
  /* The window's title is kept in the browser's history: it names no case. */
  document.title = t("Field work");
  part("main").replaceChildren();
  append(part("main"), [content]);
  foot(acts, here);
}

function foot(acts, here) {
  const found = acts.filter(Boolean);
  part("foot").replaceChildren();
  append(part("foot"), [
    found.length > 0 && h("div", { class: "fa-acts" }, found),
    here &&
      h(
        "nav",
        { class: "fa-nav", "aria-label": t("Main") },
        PLACES.map(([href, mark, words]) =>
          h("a", { href, "aria-current": href === here ? "page" : null }, icon(mark), h("span", {}, t(words))),
        ),
      ),
  ]);
}

/* A new screen begins at its top, and so does whoever reads it by ear. */
export function begin() {
  scrollTo(0, 0);
  part("main").focus({ preventScroll: true });
}

export const main = (words, act, mark = "arrow-right") => button(words, act, { look: "fa-main", mark });

export const go = (hash) => {
  location.hash = hash;
};
