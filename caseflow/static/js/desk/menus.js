/* Menus are <details>: they close on Escape, on a click elsewhere, and when focus leaves.
 * Dialogs are <dialog>: opened by [data-open-dialog=id], closed by [data-close-dialog]. */

const OPEN = "details.cf-menu[open]";

function close(menu, returnsFocus) {
  menu.open = false;
  if (returnsFocus) menu.querySelector("summary").focus();
}

export function menus() {
  document.addEventListener("click", (event) => {
    document.querySelectorAll(OPEN).forEach((menu) => {
      if (!menu.contains(event.target)) close(menu, false);
    });
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) document.getElementById(opener.dataset.openDialog).showModal();
    const closer = event.target.closest("[data-close-dialog]");
    if (closer) closer.closest("dialog").close();
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" ? document.querySelector(OPEN) : null;
    if (menu) close(menu, menu.contains(document.activeElement));
  });
  document.querySelectorAll("details.cf-menu").forEach((menu) => {
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
    });
  });
}
