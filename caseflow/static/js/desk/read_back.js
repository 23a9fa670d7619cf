/* What was typed, put together in the order of the talk, to be read back to the caller. */

const FIRST = 120;

const value = (form, name) => (form.elements[name]?.value || "").trim();

function ticked(form, name) {
  return [...form.querySelectorAll(`[name=${name}]:checked`)].map((box) =>
    box.closest("label").textContent.trim(),
  );
}

function chosen(form, name) {
  const field = form.elements[name];
  return field?.selectedOptions?.length ? field.selectedOptions[0].textContent.trim() : "";
}

function caller(form, words) {
  const isAnonymous = form.elements.identity.value === "anonymous";
  const parts = [isAnonymous ? words.anonymous : value(form, "name"), value(form, "phone")];
  if (value(form, "on_behalf_of")) parts.push(`${words.for} ${value(form, "on_behalf_of")}`);
  if (form.elements.wants_confidentiality.checked) parts.push(words.secret);
  return parts;
}

function lines(form, words) {
  const body = value(form, "body");
  return [
    [words.caller, caller(form, words)],
    [words.what, [...ticked(form, "categories"), body.length > FIRST ? `${body.slice(0, FIRST)}…` : body]],
    [words.asks, [value(form, "request")]],
    [words.where, [value(form, "township"), value(form, "address_text")]],
    [words.whom, [value(form, "respondent")]],
    [words.way, [chosen(form, "reply_way")]],
    [words.joins, [value(form, "joins")]],
  ]
    .map(([label, parts]) => [label, parts.filter(Boolean).join(" ")])
    .filter(([, said]) => said);
}

export function readBack(form) {
  const place = document.getElementById("read-back");
  const words = place.dataset;
  function say() {
    const isEmpty = !value(form, "body") && !value(form, "phone");
    if (isEmpty) {
      place.textContent = words.empty;
      return;
    }
    place.replaceChildren(
      ...lines(form, words).map(([label, said]) => {
        const line = document.createElement("span");
        const name = document.createElement("b");
        const text = document.createElement("span");
        name.textContent = label;
        text.textContent = said;
        text.lang = "zh-Hans";
        text.translate = false;
        line.append(name, " ", text);
        return line;
      }),
    );
  }
  form.addEventListener("input", say);
  form.addEventListener("change", say);
  say();
}
