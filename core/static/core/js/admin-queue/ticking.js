// Ticking cases, to approve them together: one by one, from one to another with Shift, or all that are shown.
import { desk, onArrival, rows, say, words } from "./desk.js";

const form = () => document.getElementById("bulk-form");
const boxes = () => rows().map(boxOf).filter(Boolean);
const boxOf = (row) => row.querySelector("input[type=checkbox]:enabled");
let last = null; // the box from which Shift reaches to the next one

export function followTicks(queue) {
  if (!form()) return;
  const all = form().querySelector("[data-ticks-all]");
  const approve = form().querySelector("[data-ticked]");
  const plain = approve.textContent;
  const count = () => {
    const [n, most] = [ticked().length, boxes().length];
    approve.textContent = n ? approve.dataset.ticked.replace("{n}", n) : plain;
    all.checked = n > 0 && n === most;
    all.indeterminate = n > 0 && n < most;
    second()?.toggleAttribute("data-holds", isForTwo());
  };
  onArrival(count);
  addEventListener("pageshow", count); // a browser that comes back may have ticked some
  queue.addEventListener("click", (event) => event.target.matches(".queue-row > input[type=checkbox]") && reach(event.target, event.shiftKey));
  queue.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    else if (!event.target.matches(".queue-row > input[type=checkbox]")) return;
    count();
    tell(words("counted"));
  });
}

// "x": the row that has the focus, else that of the case on the desk.
export function tick() {
  const row = document.activeElement?.closest(".queue-row") ?? rows().find((row) => row.dataset.case === desk().dataset.case);
  const box = row && boxOf(row);
  if (!box) return say(words("untickable"));
  box.checked = !box.checked;
  last = box;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  tell(words(box.checked ? "ticked" : "unticked").replace("{title}", row.querySelector(".queue-row-title").textContent.trim()));
}

const ticked = () => boxes().filter((box) => box.checked);
const second = () => form().querySelector("[data-above]");
const isForTwo = () => Boolean(second()) && ticked().length > Number(second().dataset.above);
const tell = (text) => say([text.replace("{n}", ticked().length), isForTwo() ? second().textContent : ""].join(" ").trim());

function reach(box, isRange) {
  const [from, to] = [boxes().indexOf(last), boxes().indexOf(box)].sort((a, b) => a - b);
  if (isRange && from >= 0) for (const between of boxes().slice(from, to)) between.checked = box.checked;
  if (isRange) getSelection().removeAllRanges(); // Shift marks text, too
  last = box;
}
