// The moderators' keys. Those that would leave the case rest while the panel for reasons is open, too.
import { desk, open, rows, say, words } from "./desk.js";
import { isFree } from "./free.js";
import { armed, disarm, pick } from "./reasons.js";
import { followShortcuts } from "./shortcuts.js";
import { tick } from "./ticking.js";
import { toggles } from "./views.js";

const ACTS_BESIDE_REASONS = /^[1-9]$/;

export function followKeys(queue) {
  if (queue.hasAttribute("data-without-keys")) return; // switched off in the account
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    f: () => press('[data-key="f"]'),
    d: () => press('[data-key="d"]'),
    n: () => press('[data-key="n"]'),
    e: () => press('[data-key="e"]'),
    s: () => press('[aria-keyshortcuts="s"]'),
    u: () => press("#undo-bar button"),
    c: () => press('[data-act="claim"] button'),
    x: tick,
    b: () => toggles.veil(),
    z: () => toggles.single(queue),
    "/": () => search(queue),
  };
  for (let digit = 1; digit < 10; digit++) keys[digit] = () => pick(digit);

  const rested = (act) => (key) => armed() && !ACTS_BESIDE_REASONS.test(key) ? say(words("resting")) : act();
  addEventListener("keydown", (event) => { if (event.key === "Escape") leaveReasons(event); }, { capture: true });
  followShortcuts(Object.fromEntries(Object.entries(keys).map(([key, act]) => [key, rested(act)])));
}

function leaveReasons(event) {
  const isOurs = event.target.closest?.("#decision-form") ? !event.isComposing : isFree(event, event.key);
  if (isOurs && disarm()) event.preventDefault();
}

function press(what) {
  desk().querySelector(what)?.click();
}

const move = (step) => open(() => beside(step));

// From the case that is on the desk by then: pressed three times on a slow line it goes on by three.
function beside(step) {
  const open_rows = rows().filter((row) => !row.hasAttribute("data-done") || row.dataset.case === desk().dataset.case);
  const now = open_rows.findIndex((row) => row.dataset.case === desk().dataset.case);
  const next = open_rows[now === -1 ? (step > 0 ? 0 : -1) : now + step];
  if (!next) say(words(step > 0 ? "last" : "first"));
  return next?.querySelector("a").href;
}

function search(queue) {
  const filter = queue.querySelector(".queue-filter");
  if (!filter.checkVisibility()) return location.assign(queue.dataset.indexUrl);
  filter.open = true;
  filter.querySelector("[name=q]").focus();
}
