/* A group of checkbox chips as one stop of the Tab key: arrows move, space ticks, and typing the
 * initials of a name jumps to it. */

const PAUSE_MS = 900;

export function chipGroup(group) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  let typed = "";
  let timer = 0;

  function stopAt(box) {
    boxes.forEach((other) => {
      other.tabIndex = other === box ? 0 : -1;
    });
  }

  function go(box) {
    stopAt(box);
    box.focus();
  }

  function jump(letter) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      typed = "";
    }, PAUSE_MS);
    typed += letter;
    const found = boxes.find((box) => (box.dataset.keys || "").startsWith(typed));
    if (found) go(found);
    else typed = letter;
  }

  group.addEventListener("focusin", (event) => stopAt(event.target));
  group.addEventListener("keydown", (event) => {
    const at = boxes.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      go(boxes[(at + step + boxes.length) % boxes.length]);
    } else if (/^[a-z]$/i.test(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      jump(event.key.toLowerCase());
    }
  });
  stopAt(boxes.find((box) => box.checked) || boxes[0]);
}
