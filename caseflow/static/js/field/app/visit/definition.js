/* The form of a visit, as a table: sections in their order, each with its parts. The four kinds
   differ in `when` alone; visit/parts.js draws a part by its type. Paths are those of the payload.

   A part: {type, path, label, hint?, table?, when?(payload)}. Labels are sentences of the app,
   `table` one of the tables of codes that the server sent. */

const orderPart = (name, type, label) => ({
  type, path: `order.${name}`, label, when: ({ result }) => result === "ordered",
});

export const SECTIONS = [
  {
    id: "officers",
    title: "Officers",
    parts: [{ type: "officers", path: "officers" }],
  },
  {
    id: "arrival",
    title: "Arrival",
    parts: [
      { type: "choice", path: "basis", table: "bases", label: "Why the visit is made" },
      { type: "moment", path: "arrived_at", place: "arrived_place", label: "Arrived" },
    ],
  },
  {
    id: "party",
    title: "Who is inspected",
    parts: [
      { type: "party", path: "party.name", label: "Name of the party" },
      { type: "text", path: "party.credit_code", label: "Credit code", capitals: true },
      { type: "text", path: "party.address", label: "Address" },
      { type: "people", path: "party.present", label: "Present for the party" },
    ],
  },
  {
    id: "rights",
    title: "Certificates and rights",
    parts: [
      { type: "flag", path: "are_certificates_shown", label: "Both officers showed their certificates" },
      { type: "rights", path: "rights_told", label: "The party was told" },
    ],
  },
  {
    id: "items",
    title: "Checklist",
    parts: [{ type: "items", path: "items" }],
  },
  {
    id: "readings",
    title: "Readings",
    when: ({ kind }) => kind !== "dust",
    parts: [{ type: "readings", path: "readings" }],
  },
  {
    id: "scene",
    title: "The site",
    parts: [{ type: "scene", path: "scene" }],
  },
  {
    id: "findings",
    title: "Findings",
    parts: [
      { type: "area", path: "findings", label: "What was found" },
      { type: "photographs", path: "photographs", label: "Photographs and files" },
    ],
  },
  {
    id: "statement",
    title: "Statement",
    parts: [
      {
        type: "area", path: "statement", label: "What the party says",
        hint: "In their own words; leave it empty if they say nothing.",
      },
    ],
  },
  {
    id: "result",
    title: "Result",
    parts: [
      { type: "choice", path: "result", table: "results", label: "Result of the visit" },
      {
        type: "area", path: "result_words", label: "What was put right, or what else is to be said",
        when: ({ result }) => result !== "",
      },
      orderPart("person", "text", "Who puts it right"),
      orderPart("duty", "text", "What they answer for"),
      orderPart("goal", "area", "The goal"),
      orderPart("task", "area", "What is to be done"),
      orderPart("due_on", "day", "The deadline"),
      orderPart("standard", "area", "The standard it is checked by"),
      {
        type: "text", path: "passed_to", label: "To whom it is passed on",
        when: ({ result }) => result === "passed_on",
      },
    ],
  },
  {
    id: "signing",
    title: "Leaving and signatures",
    parts: [
      { type: "moment", path: "left_at", place: "left_place", label: "Leaving" },
      { type: "signatures", path: "signatures" },
    ],
  },
];

/* Return the sections that a record has. */
export const sectionsOf = (payload) => SECTIONS.filter(({ when }) => !when || when(payload));

export const partsOf = (section, payload) =>
  section.parts.filter(({ when }) => !when || when(payload));

/* Return the section in which the part of a fault's path stands. */
export function sectionOf(path) {
  const begins = (part) => path === part.path || path.startsWith(`${part.path}.`);
  return SECTIONS.find(({ parts }) => parts.some(begins))?.id ?? "result";
}
