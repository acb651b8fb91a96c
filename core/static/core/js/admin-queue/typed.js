// Words that were typed and not sent stay with their form for as long as the tab lives: whoever opens the case again
// finds them there. Only closing the page would lose them, so only then it asks.
import { forget, markSent, read, settle, write } from "../drafts.js";
import { onArrival, say, words } from "./desk.js";
import { arm, armedIn, isReady } from "./reasons.js";

const KEPT = "form[data-key]";
const JUST_NOW = 1_000;
let undoable = null; // what was written of the last decision, which comes back when it is undone
let followed = 0; // when a link or a form of this page was last followed

export function followTyping(queue) {
  settle();
  onArrival((fresh, old, sent) => {
    for (const form of old?.querySelectorAll(KEPT) ?? []) form === sent ? putAway(form) : keep(form);
    const isUndone = sent?.dataset.act === "undo";
    for (const form of fresh.querySelectorAll(KEPT)) restore(form, isUndone && form.dataset.key === undoable?.key ? undoable : read(form.dataset.key));
  });
  for (const form of queue.querySelectorAll(`.queue-list ${KEPT}`)) restore(form, read(form.dataset.key));
  const keepAll = () => queue.querySelectorAll(KEPT).forEach(keep);
  queue.addEventListener("input", (event) => event.target.form?.matches(KEPT) && keep(event.target.form));
  queue.addEventListener("submit", ({ target }) => target.matches(`${KEPT}:not([data-act])`) && markSent(target.dataset.key));
  addEventListener("pagehide", keepAll);
  document.addEventListener("visibilitychange", keepAll);
  askBeforeClosing(queue);
}

// Where a link or a form leads, the tab lives on, and the words with it.
function askBeforeClosing(queue) {
  for (const act of ["click", "submit"]) {
    addEventListener(act, (event) => { if (act === "submit" || event.target.closest?.("a[href]")) followed = Date.now(); }, { capture: true });
  }
  addEventListener("beforeunload", (event) => {
    const isClosed = Date.now() - followed > JUST_NOW;
    if (isClosed && [...queue.querySelectorAll(KEPT)].some(hasWords)) event.preventDefault();
  });
}

const texts = (form) => [...form.querySelectorAll("textarea")];
const hasWords = (form) => texts(form).some(({ value }) => value.trim() && !isReady(value, form));
const fields = (form) => [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type));

function contents(form) {
  const given = fields(form).filter((field) => field.type !== "radio" || field.checked);
  return { key: form.dataset.key, act: armedIn(form)?.value ?? "", fields: Object.fromEntries(given.map((field) => [field.name, field.value])) };
}

function keep(form) {
  if (hasWords(form)) write(form.dataset.key, contents(form));
  else forget(form.dataset.key);
}

function putAway(form) {
  undoable = hasWords(form) ? contents(form) : null;
  forget(form.dataset.key);
}

// What the server sent goes first.
function restore(form, kept) {
  if (!kept.fields || texts(form).some(({ value }) => value.trim())) return;
  for (const field of fields(form)) {
    const value = kept.fields[field.name];
    if (field.type === "radio") field.checked = field.value === value;
    else if (value !== undefined) field.value = value;
  }
  const choice = form.querySelector(`[data-choice][value="${CSS.escape(kept.act)}"]`);
  if (choice?.dataset.needs) arm(choice, { isQuiet: true });
  say(words("restored"));
}
