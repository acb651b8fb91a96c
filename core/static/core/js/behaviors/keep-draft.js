// <form data-behavior="keep-draft" data-key="idea-3">: what is typed survives a reload, a sign-in, a lost connection.
// With data-keeps, only of the fields that it names; with data-forgets, what was kept goes. With data-sends, its button of value "send" ends the draft once the next page shows that it arrived.
import { forget, markSent, read, write } from "../drafts.js";

const WAIT = 400;
const NOT_KEPT = ["hidden", "password", "file", "submit"];

export default function keepDraft(form) {
  const key = form.dataset.key;
  if (!key) return;
  if ("forgets" in form.dataset) {
    forget(key);
    return;
  }
  if ("sends" in form.dataset) {
    form.addEventListener("submit", (event) => { if (event.submitter?.value === "send") markSent(key); });
    return;
  }
  restore(form, read(key));
  let timer = null;
  const keep = () => { timer = null; write(key, { ...contents(form), served: served(form) }); };
  for (const field of fields(form)) {
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, WAIT); });
  }
  addEventListener("pagehide", () => { if (timer) keep(); });
}

function fields(form) {
  const only = form.dataset.keeps?.split(" ");
  return [...form.elements].filter((field) => field.name && !NOT_KEPT.includes(field.type) && (only?.includes(field.name) ?? true));
}

function isTicked(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function contents(form) {
  const kept = {};
  for (const field of fields(form)) if (!isTicked(field) || field.checked) kept[field.name] = field.value;
  return kept;
}

// What stood in the lines when the page came, such as a title from the address.
function served(form) {
  return Object.fromEntries(fields(form).filter(isLine).map((field) => [field.name, field.defaultValue]));
}

function isLine(field) {
  return !isTicked(field) && field.type !== "select-one";
}

// What the server sent goes first: if it is about something else, the draft is left alone.
function restore(form, kept) {
  const here = fields(form);
  const isNews = (field) => field.value && field.value !== (kept[field.name] ?? "") && field.value !== kept.served?.[field.name];
  if (here.filter(isLine).some(isNews)) return;
  for (const field of here) {
    const value = kept[field.name];
    if (value === undefined) continue;
    if (isTicked(field)) field.checked ||= field.value === value;
    else if (field.value !== value) {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
