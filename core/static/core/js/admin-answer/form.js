// The form of an answer: shows only what the chosen status asks for, counts the note, says which day is promised, and keeps the preview true.
import { scan } from "../scan.js";

export function followAnswer(form) {
  scan(form);
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
  let waiting;
  const changed = () => {
    follow(form);
    count(form);
    clearTimeout(waiting);
    waiting = setTimeout(() => preview(form), 350);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  follow(form);
  count(form);
}

const chosen = (form) => form.querySelector('input[name="status"]:checked')?.closest("[data-stage]");
const isShown = {
  declined: (status) => status?.dataset.stage === "declined",
  promise: (status) => status?.dataset.final !== "true",
  correction: () => true,
};

function follow(form) {
  const status = chosen(form);
  for (const part of form.querySelectorAll("[data-shown-for]")) {
    part.hidden = !isShown[part.dataset.shownFor](status) && !part.querySelector(".error-message");
  }
  const hint = form.querySelector("#promise-hint");
  if (!hint) return;
  hint.hidden = !status?.dataset.until;
  hint.textContent = hint.hidden ? "" : hint.dataset.words.replace("{day}", status.dataset.until);
}

function count(form) {
  const line = form.querySelector("#note-counter");
  const length = [...form.elements.note.value.trim()].length;
  const missing = Number(line.dataset.least) - length;
  line.hidden = length === 0;
  line.dataset.tone = missing > 0 ? "missing" : "enough";
  line.textContent = missing > 0 ? line.dataset.missing.replace("{count}", missing) : line.dataset.enough.replace("{count}", length);
}

let asked = 0;
async function preview(form) {
  const number = ++asked;
  try {
    const answer = await fetch(form.dataset.previewUrl, { method: "POST", body: new FormData(form) });
    const html = await answer.text();
    if (answer.ok && number === asked && form.isConnected) form.querySelector("#answer-preview").innerHTML = html;
  } catch {
    // Offline: what stands there stays until the next key.
  }
}
