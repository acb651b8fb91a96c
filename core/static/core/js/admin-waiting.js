// The waiting list: one idea after the other is answered in place, with one key an act. All of it works as plain pages too.
import { followAnswer } from "./admin-answer/form.js";
import { followReplies } from "./admin-answer/replies.js";
import { desk, followDesk, onArrival, open, rows, say, words } from "./admin-queue/desk.js";
import { followShortcuts } from "./admin-queue/shortcuts.js";
import { followTyping } from "./admin-queue/typed.js";

const queue = document.getElementById("queue");

// Rows that were answered keep their place and their size.
function markRows(fresh) {
  for (const part of queue.querySelectorAll("[data-with-script]")) part.hidden = false;
  queue.toggleAttribute("data-has-case", Boolean(fresh.dataset.case));
  for (const row of rows()) {
    const link = row.querySelector("a");
    if (row.dataset.case === fresh.dataset.case) {
      link.setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest" });
      own(row, fresh.dataset.owner);
    } else link.removeAttribute("aria-current");
    if (row.dataset.case === fresh.dataset.decidedCase) {
      row.setAttribute("data-done", "");
      row.querySelector("[data-done-words]").hidden = false;
    }
  }
}

function own(row, name) {
  const cell = row.querySelector("[data-owner]");
  if (!name || cell.textContent.trim() === name) return;
  cell.removeAttribute("data-tone");
  cell.textContent = name;
  row.querySelector("form")?.remove();
}

function markTabs(fresh) {
  for (const tab of queue.querySelectorAll("[data-tab]")) {
    const number = fresh.getAttribute(`data-number-${tab.dataset.tab}`);
    tab.querySelector(".queue-count").textContent = number;
    if (number === "0") tab.removeAttribute("data-tone");
  }
}

function dress(fresh) {
  const form = fresh.querySelector("#answer-form");
  if (!form) return;
  followAnswer(form);
  followReplies(form, { say });
}

// From the row that has the focus, else from that of the open idea.
function move(step) {
  const links = rows().map((row) => row.querySelector("a"));
  const focused = document.activeElement?.closest(".queue-row");
  const now = rows().findIndex((row) => (focused ? row === focused : row.dataset.case === desk().dataset.case));
  const next = links[now === -1 ? (step > 0 ? 0 : -1) : now + step];
  if (!next) return say(document.getElementById("queue-said").dataset[step > 0 ? "last" : "first"]);
  if (!next.checkVisibility()) return open(next.href); // on a phone the list makes room for the open idea
  next.focus();
}

function take() {
  const free = (document.activeElement?.closest(".queue-row") ?? desk()).querySelector('[data-act="take"] button');
  if (free) free.click();
  else say(words("taken"));
}

function followKeys() {
  if (queue.hasAttribute("data-without-keys")) return; // switched off in the account
  const press = (what) => desk().querySelector(what)?.click();
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    o: () => (document.activeElement?.closest(".queue-row > a") ?? rows()[0]?.querySelector("a"))?.click(),
    t: take,
    m: () => press('[aria-keyshortcuts="m"]'),
    w: () => desk().querySelector("[name=note]")?.focus(),
    s: () => press("[data-send]"),
  };
  for (let digit = 1; digit < 10; digit++) keys[digit] = () => press(`[data-digit="${digit}"]`);

  addEventListener("keydown", (event) => {
    const field = event.target.closest?.("#answer-form textarea, #answer-form input:not([type=radio])");
    if (field && event.key === "Escape" && !event.isComposing) return desk().querySelector("#case-heading").focus();
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      press("[data-send]");
    }
  }, { capture: true });
  followShortcuts(keys);
}

if (queue) {
  followTyping(queue);
  onArrival(dress);
  onArrival(markRows);
  onArrival(markTabs);
  followKeys();
  followDesk();
  addEventListener("popstate", () => open(location.href, { isNew: false }));
}
