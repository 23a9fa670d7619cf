/* A text field with a list of proposals under it, after the ARIA combobox pattern.
 *
 * options: field, list (elements), find(text) → [{label, detail, value, ...}] or a promise of it,
 * choose(option), picksFirst: whether Enter and Tab take the first proposal unasked.
 */

export function combobox({ field, list, find, choose, picksFirst = false }) {
  let shown = [];
  let active = -1;
  let asked = 0;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("autocomplete", "off");
  field.removeAttribute("list");
  list.setAttribute("role", "listbox");

  function close() {
    asked += 1;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === index));
      if (at === index) {
        field.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    });
    if (index < 0) field.removeAttribute("aria-activedescendant");
  }

  function draw(options) {
    shown = options;
    list.replaceChildren(...options.map(drawOption));
    list.hidden = options.length === 0;
    field.setAttribute("aria-expanded", String(options.length > 0));
    mark(picksFirst && options.length ? 0 : -1);
  }

  function drawOption(option, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.className = option.isNew ? "cf-option cf-option-new" : "cf-option";
    item.append(span("cf-option-label", option.label, option.isContent));
    if (option.detail) item.append(span("cf-option-detail", option.detail, option.isContent));
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(index);
    });
    return item;
  }

  function span(name, words, isContent = true) {
    const part = document.createElement("span");
    part.className = name;
    part.textContent = words;
    if (isContent) {
      part.lang = "zh-Hans";
      part.translate = false;
    }
    return part;
  }

  function take(index) {
    const option = shown[index];
    close();
    choose(option);
  }

  async function propose() {
    asked += 1;
    const turn = asked;
    const options = await find(field.value);
    if (turn === asked && document.activeElement === field) draw(options);
  }

  field.addEventListener("input", propose);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) propose();
      else mark((active + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    } else if (event.key === "Enter" && isOpen && active >= 0 && !event.ctrlKey) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Tab" && isOpen && active >= 0) {
      take(active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  return { close };
}
