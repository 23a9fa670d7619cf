/* Putting words into a field as if they were typed: Ctrl+Z takes them out again, nothing that was
 * typed is lost, and the page hears of it as of typing. */

/** Replace what stands from `start` to `end` by `words`; returns whether there was room for them. */
export function insertInto(field, words, start, end) {
  const room = field.maxLength >= 0 ? field.maxLength - (field.value.length - (end - start)) : Infinity;
  if (words.length > room) return false;
  field.focus();
  field.setSelectionRange(start, end);
  const isNative = document.execCommand("insertText", false, words);
  if (!isNative) {
    field.setRangeText(words, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
}

/** Add `words` at the end of a field, on a line of their own. */
export function appendTo(field, words) {
  const end = field.value.length;
  const isNewLine = field.value && !field.value.endsWith("\n");
  return insertInto(field, (isNewLine ? "\n" : "") + words, end, end);
}
