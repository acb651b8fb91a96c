// One key an act, wherever the team has a list. They rest while somebody types, with a modifier, and while a dialog is open.
import { isFree } from "./free.js";
import { keyOf } from "./layouts.js";

const explain = () => document.getElementById("queue-keys")?.showModal();

export function followShortcuts(acts) {
  const keys = { ...acts, "?": explain };
  addEventListener("keydown", (event) => {
    const key = keyOf(event);
    if (!Object.hasOwn(keys, key) || !isFree(event, key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[key](key);
  }, { capture: true });
  document.querySelector("[data-opens-keys]")?.addEventListener("click", explain);
}
