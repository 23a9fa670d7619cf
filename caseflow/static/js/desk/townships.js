/* The township field: initials, pinyin or characters; the best fit first (as regions/matching.py). */

import { combobox } from "./combobox.js";

function rank(choice, typed) {
  const names = [choice.name, ...choice.aliases];
  if (typed === choice.code || names.includes(typed)) return 0;
  if (choice.letters.some((letters) => letters.includes(typed))) return 1;
  if (names.some((name) => name.startsWith(typed))) return 2;
  if (choice.letters.some(([initials]) => initials.startsWith(typed))) return 3;
  if (choice.letters.some(([, pinyin]) => pinyin.startsWith(typed))) return 4;
  return names.some((name) => name.includes(typed)) ? 5 : -1;
}

function suggestions(choices, text) {
  const typed = text.normalize("NFKC").toLowerCase().replace(/[\s'’]/g, "");
  return choices
    .map((choice) => ({ choice, fit: typed ? rank(choice, typed) : 0 }))
    .filter(({ fit }) => fit >= 0)
    .sort((one, other) => one.fit - other.fit)
    .map(({ choice }) => ({ label: choice.name, detail: choice.letters[0][0], choice }));
}

/* Make `field` choose among the townships written in the list's data; returns nothing. */
export function townshipField(field, list, chosen) {
  const choices = JSON.parse(list.dataset.townships);
  combobox({
    field,
    list,
    picksFirst: true,
    find: (text) => suggestions(choices, text).slice(0, text.trim() ? 8 : 29),
    choose: ({ choice }) => {
      field.value = choice.name;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      chosen(choice);
    },
  });
}
