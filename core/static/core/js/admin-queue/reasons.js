// Acts that need words open the panel for them: the fields they ask for, the ready text of a rule, the preview.
import { desk, onArrival, say, words } from "./desk.js";
import { take } from "./claim.js";

const form = () => desk().querySelector("#decision-form");
const panel = () => desk().querySelector("#reasons");
export const armedIn = (form) => form.querySelector('[data-choice][aria-expanded="true"]');
export const armed = () => form() && armedIn(form());

export function followReasons(queue) {
  onArrival(dress);
  queue.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choice]");
    if (choice?.dataset.needs) {
      event.preventDefault();
      if (choice === armed()) disarm();
      else arm(choice);
    } else if (event.target.closest("[data-disarm]")) disarm();
  });
  queue.addEventListener("change", (event) => event.target.matches("input[name=rule]") && fill(event.target));
  queue.addEventListener("input", (event) => event.target.closest("#decision-form") && previewSoon());
}

function dress(fresh) {
  const here = fresh.querySelector("#decision-form");
  if (!here) return;
  for (const part of here.querySelectorAll("[data-without-script]")) part.remove();
  for (const choice of here.querySelectorAll("[data-choice][data-needs]")) {
    if (!choice.dataset.needs) continue;
    choice.setAttribute("aria-expanded", "false");
    choice.setAttribute("aria-controls", "reasons");
  }
  ask([]);
  panel().hidden = true;
  panel().querySelector(".queue-preview").open = true;
  if (here.dataset.tried === undefined) return;
  const tried = here.querySelector(`[data-choice][value="${CSS.escape(here.dataset.tried)}"]`);
  if (tried?.dataset.needs) arm(tried, { isQuiet: true });
}

export function arm(choice, { isQuiet = false } = {}) {
  const needs = choice.dataset.needs.split(" ");
  armed()?.setAttribute("aria-expanded", "false");
  choice.setAttribute("aria-expanded", "true");
  ask(needs);
  const send = panel().querySelector("[data-send]");
  const act = choice.dataset.label;
  Object.assign(send, { value: choice.value, hidden: false, disabled: false, textContent: words("send").replace("{act}", act) });
  panel().querySelector("[data-disarm]").hidden = false;
  panel().hidden = false;
  previewSoon();
  if (isQuiet) return;
  first(needs[0])?.focus();
  panel().scrollIntoView({ block: "nearest" });
  say(words(needs[0] === "rule" ? "armed" : "armedPlain").replace("{act}", act));
  take();
}

// What an act does not ask for is not sent with it, though it was typed for another.
function ask(needs) {
  for (const part of panel().querySelectorAll("[data-asks]")) {
    part.hidden = !needs.includes(part.dataset.asks);
    for (const field of part.querySelectorAll("input, textarea, select")) field.disabled = part.hidden;
  }
}

export function disarm() {
  const choice = armed();
  if (!choice) return false;
  choice.setAttribute("aria-expanded", "false");
  panel().querySelector("[data-send]").disabled = true;
  ask([]);
  panel().hidden = true;
  choice.focus();
  return true;
}

// "1" to "9" pick a rule while the panel asks for one.
export function pick(digit) {
  const radio = armed() && panel().querySelector(`[data-asks=rule]:not([hidden]) input[data-digit="${digit}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  fill(radio);
  say(words("picked").replace("{rule}", radio.closest("label").querySelector("span").textContent));
}

const first = (name) => {
  const field = panel().querySelector(`[data-asks="${name}"]`);
  return field?.querySelector("input:checked") ?? field?.querySelector("input, textarea, select");
};

// As a rule has it, and not typed by anybody.
export function isReady(text, form) {
  return [...form.querySelectorAll("input[data-ready]")].some(({ dataset }) => inLines(dataset.ready) === inLines(text));
}
const inLines = (text) => text.replaceAll("\r\n", "\n").trim();

// The ready text of a rule goes where nothing else was written.
function fill(radio) {
  const text = form().elements.text;
  if (text.value.trim() && !isReady(text.value, form())) return;
  text.value = radio.dataset.ready;
  previewSoon();
}

let waiting;
let asked = 0;
function previewSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(preview, 350);
}

async function preview() {
  const here = form();
  if (!here || !armed()) return;
  const number = ++asked;
  const body = new FormData(here);
  body.set("act", armed().value);
  try {
    const answer = await fetch(here.dataset.previewUrl, { method: "POST", body, headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("statement");
    if (answer.ok && fresh && number === asked) desk().querySelector("#statement")?.replaceWith(document.adoptNode(fresh));
  } catch {
    // Offline: what stands there stays until the next key.
  }
}
