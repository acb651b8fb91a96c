// <div data-behavior="mention-picker" data-url="…"> around a textarea and an empty ul[role=listbox]: once an @ begins a word,
// members are offered. The focus stays in the text; arrow keys choose, Enter or Tab takes, Escape leaves it as typed.
import { say } from "../say.js";

const BEGUN = /(?:^|[^\p{L}\p{N}_@./+-])@([\p{L}\p{N}-]{0,30})$/u;
const WAIT = 150;

export default function mentionPicker(box) {
  const field = box.querySelector("textarea");
  const list = box.querySelector("[role=listbox]");
  if (!field || !list) return;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let timer = null, asked = 0, left = -1;

  const options = () => [...list.children];
  const chosen = () => list.querySelector("[aria-selected=true]");

  // The word that an @ begins, up to the caret, and where it stands.
  function begun() {
    if (field.selectionStart !== field.selectionEnd) return null;
    const before = field.value.slice(0, field.selectionStart);
    const found = BEGUN.exec(before);
    return found && { word: found[1], from: before.length - found[1].length - 1 };
  }

  function close() {
    clearTimeout(timer);
    asked += 1; // what is still on its way comes too late
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  async function ask(word) {
    const number = ++asked;
    const url = new URL(box.dataset.url, location.href);
    url.searchParams.set("q", word);
    const answer = await fetch(url).catch(() => null);
    const text = answer?.ok && !answer.redirected ? await answer.text() : "";
    if (number !== asked) return;
    const found = new DOMParser().parseFromString(text, "text/html").getElementById("mention-options");
    if (!found?.children.length) return close();
    const wasOpen = !list.hidden && list.children.length === found.children.length;
    for (const option of found.children) option.id = `${list.id}-${option.dataset.handle}`;
    list.replaceChildren(...found.children);
    list.hidden = false;
    choose(list.firstElementChild);
    if (!wasOpen) say(found.dataset.said);
  }

  function follow() {
    const place = begun();
    if (!place) left = -1;
    if (!place || place.from === left) return close();
    clearTimeout(timer);
    timer = setTimeout(() => ask(place.word), WAIT);
  }

  function take(option) {
    const place = begun();
    const handle = option.dataset.handle;
    close();
    if (!place) return;
    const space = /^\s/.test(field.value.slice(field.selectionEnd)) ? "" : " ";
    field.setRangeText(`@${handle}${space}`, place.from, field.selectionEnd, "end");
    left = -1;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function step(by) {
    const all = options();
    const place = all.indexOf(chosen());
    choose(all[(place + by + all.length) % all.length]);
  }

  field.addEventListener("input", follow);
  field.addEventListener("click", follow);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Enter: () => take(chosen()),
      Tab: () => take(chosen()),
      Escape: () => { left = begun()?.from ?? -1; close(); },
    };
    if (event.key in acts && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      acts[event.key]();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close();
  });
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the text
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
