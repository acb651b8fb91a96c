// What can be seen of the queue: which row is on the desk, which are done, the numbers, blur, the case alone, undo for a while.
import { desk, onArrival, rows, say, words } from "./desk.js";

const SINGLE = "moderation-single";
const EVERY_MINUTE = 60_000;

export function followViews(queue) {
  onArrival((fresh, old) => {
    for (const part of queue.querySelectorAll("[data-with-script]:not([data-send], [data-disarm])")) part.hidden = false;
    queue.toggleAttribute("data-has-case", Boolean(fresh.dataset.case));
    markRows(fresh);
    pressed("single", queue.hasAttribute("data-single"));
    pressed("veil", isVeiled());
    carryUndo(fresh, old);
    if (fresh.dataset.decidedCase) setTimeout(() => count(queue), 1_000);
  });
  queue.toggleAttribute("data-single", sessionStorage.getItem(SINGLE) === "1");
  queue.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-toggles]");
    if (toggle) toggles[toggle.dataset.toggles](queue);
  });
  setInterval(() => document.hidden || count(queue), EVERY_MINUTE);
}

const isVeiled = () => desk().querySelector("#thing")?.hasAttribute("data-veiled") ?? false;
const pressed = (what, is) => desk().querySelector(`[data-toggles="${what}"]`)?.setAttribute("aria-pressed", String(is));

export const toggles = {
  veil() {
    const thing = desk().querySelector("#thing");
    if (!thing) return;
    thing.toggleAttribute("data-veiled");
    pressed("veil", isVeiled());
    say(words(isVeiled() ? "blurOn" : "blurOff"));
  },
  single(queue) {
    const is = queue.toggleAttribute("data-single");
    sessionStorage.setItem(SINGLE, is ? "1" : "");
    pressed("single", is);
    say(words(is ? "singleOn" : "singleOff"));
  },
};

function markRows(fresh) {
  for (const row of rows()) {
    const link = row.querySelector("a");
    if (row.dataset.case === fresh.dataset.case) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (row.dataset.case === fresh.dataset.decidedCase && fresh.dataset.decidedCase !== fresh.dataset.case) finish(row, true);
    else if (row.dataset.case === fresh.dataset.case) finish(row, false);
  }
  queue().querySelector(".queue-row > a[aria-current]")?.scrollIntoView({ block: "nearest" });
}

const queue = () => document.getElementById("queue");

// Done rows keep their place and their size.
function finish(row, is) {
  row.toggleAttribute("data-done", is);
  row.querySelector("[data-done-words]").hidden = !is;
  const box = row.querySelector("input[type=checkbox]");
  if (box) box.disabled = is;
}

let ticking;
function carryUndo(fresh, old) {
  const left = old?.querySelector("#undo-bar");
  if (left && !fresh.querySelector("#undo-bar") && !fresh.dataset.said) fresh.append(left);
  clearInterval(ticking);
  const bar = fresh.querySelector("#undo-bar");
  if (!bar) return;
  const until = (bar.dataset.until ||= String(Date.now() + Number(bar.dataset.seconds) * 1_000));
  const tick = () => {
    const seconds = Math.ceil((Number(until) - Date.now()) / 1_000);
    bar.querySelector("[data-countdown]").textContent = Math.max(0, seconds);
    if (seconds > 0) return;
    clearInterval(ticking);
    if (bar.contains(document.activeElement)) desk().querySelector("#case-heading")?.focus({ preventScroll: true });
    bar.remove();
  };
  tick();
  ticking = setInterval(tick, 250);
}

// The numbers change where they stand.
async function count(where) {
  try {
    const answer = await fetch(where.dataset.tabsUrl, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const tab of page.querySelectorAll("[data-tab]")) {
      const here = where.querySelector(`[data-tab="${tab.dataset.tab}"] .queue-count`);
      if (here) here.textContent = tab.querySelector(".queue-count").textContent;
    }
    where.querySelector("#queue-tabs [data-late]").textContent = page.querySelector("[data-late]").textContent;
  } catch {
    // Offline: the numbers stay as they were.
  }
}
