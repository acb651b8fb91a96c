// A double click on something pressed means it once: the second click would undo what the first one did.
export function takeAsOne() {
  document.addEventListener("click", (event) => {
    if (event.detail < 2 || !event.target.closest?.("button[aria-pressed]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}
