// Ideas that may be the same: from pair to pair, with one key an act. All of it works as plain pages too.
import { say, words } from "./admin-queue/desk.js";
import { followShortcuts } from "./admin-queue/shortcuts.js";

const twins = document.getElementById("twins");
const pairs = () => [...twins.querySelectorAll(".twins-pair")];
const here = () => document.activeElement?.closest(".twins-pair");

function move(step) {
  const now = pairs().indexOf(here());
  const next = pairs()[now === -1 ? (step > 0 ? 0 : -1) : now + step];
  if (next) next.focus();
  else say(words(step > 0 ? "last" : "first"));
}

// Nothing is decided about a pair that nobody has gone to.
const press = (what) => () => here() ? here().querySelector(what)?.click() : move(1);

if (twins) {
  for (const part of twins.querySelectorAll("[data-with-script]")) part.hidden = false;
  if (!twins.hasAttribute("data-without-keys")) {
    followShortcuts({
      j: () => move(1),
      k: () => move(-1),
      1: press('[data-keep="1"]'),
      2: press('[data-keep="2"]'),
      n: press('[name="same"]'),
      u: () => twins.querySelector(".twins-said button")?.click(),
    });
  }
  const said = twins.querySelector(".twins-said p");
  if (said) say(said.textContent);
}
