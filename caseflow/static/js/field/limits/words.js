/* The sentences of a verdict, in the words the server sent along (as inspections/wording.py).

   A parameter that begins with @ is itself one or more codes, each with its own words. */

function filled(template, params) {
  return template.replace(/%%|%\(([a-z_]+)\)s/g, (whole, name) =>
    whole === "%%" ? "%" : (params[name] ?? ""),
  );
}

function spoken(words, value) {
  if (!value.startsWith("@")) return value;
  return value
    .split(" ")
    .map((code) => words.labels[code.slice(1)] ?? code.slice(1))
    .join(words.joiner);
}

/* Return the sentence of one message. */
export function sentence(words, { code, params }) {
  const found = Object.entries(params).map(([name, value]) => [name, spoken(words, value)]);
  return filled(words.sentences[code] ?? code, Object.fromEntries(found));
}

/* Return the sentences of a verdict, the result first. */
export function sentences(words, verdict) {
  return verdict.messages.map((one) => sentence(words, one));
}
