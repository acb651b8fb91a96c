// A toast that can be closed. One that is no error goes by itself, but never while somebody is on it.
const STAYS = 9000;

export default function toast(element) {
  const button = element.querySelector("[data-close]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => leave(element));
  }
  if (element.dataset.tone === "error" || element.dataset.tone === "warning") return;
  let timer = setTimeout(() => leave(element), STAYS);
  const hold = () => clearTimeout(timer);
  const release = () => { hold(); timer = setTimeout(() => leave(element), STAYS / 2); };
  element.addEventListener("pointerenter", hold);
  element.addEventListener("focusin", hold);
  element.addEventListener("pointerleave", release);
  element.addEventListener("focusout", release);
}

function leave(element) {
  if (element.contains(document.activeElement)) document.getElementById("main")?.focus({ preventScroll: true });
  element.dataset.leaving = "";
  setTimeout(() => element.remove(), 250);
}
