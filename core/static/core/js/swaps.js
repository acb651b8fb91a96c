// Says aloud what a vote did, and keeps the focus where the person was when htmx replaced the thing under it.
import { say } from "./say.js";

export function followSwaps() {
  let where = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    where = target?.contains(document.activeElement) ? place(target) : null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (where) restoreFocus(where);
    where = null;
    const box = event.detail.elt?.closest?.(".vote-box");
    if (box && event.detail.requestConfig?.verb === "post") announce(box);
  });
}

function place(target) {
  return { id: document.activeElement.id, root: target.id, before: target.previousElementSibling };
}

function restoreFocus({ id, root, before }) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const same = id && document.getElementById(id);
  // "Show more" is gone: go on at the first row that came.
  const next = root === "more" ? before?.nextElementSibling?.querySelector("a") : null;
  const wanted = same && !same.disabled ? same : next ?? document.getElementById(root);
  if (!wanted) return;
  if (!wanted.matches("a, button, input, textarea, select, [tabindex]")) wanted.tabIndex = -1;
  wanted.focus({ preventScroll: true });
}

function announce(box) {
  const words = document.getElementById("said")?.dataset;
  if (!words || box.querySelector(".vote-box-refusal")) return; // a refusal speaks for itself
  const pressed = box.querySelector("[aria-pressed]")?.getAttribute("aria-pressed") === "true";
  const count = box.querySelector("[data-count]")?.textContent.trim();
  if (count) say((pressed ? words.voted : words.withdrawn).replace("{count}", count));
  else say(pressed ? words.cast : words.takenBack); // while nobody is told how many there are
}
