// A details.menu closes when one goes elsewhere, and with Escape.
export default function menu(details) {
  document.addEventListener("click", (event) => { if (details.open && !details.contains(event.target)) details.open = false; });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary")?.focus();
  });
}
