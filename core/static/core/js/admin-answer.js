// The screen to answer an idea: shows only what the chosen status asks for, counts the note, and keeps the preview true.
const form = document.getElementById("answer-form");

const chosen = () => form.querySelector('input[name="status"]:checked')?.closest("[data-stage]");
const isShown = {
  declined: (status) => status?.dataset.stage === "declined",
  promise: (status) => status?.dataset.final !== "true",
  correction: () => true,
};

function follow() {
  const status = chosen();
  for (const part of form.querySelectorAll("[data-shown-for]")) {
    part.hidden = !isShown[part.dataset.shownFor](status) && !part.querySelector(".error-message");
  }
}

function count() {
  const note = form.elements.note;
  const line = document.getElementById("note-counter");
  const length = [...note.value.trim()].length;
  const missing = Number(line.dataset.least) - length;
  line.hidden = length === 0;
  line.dataset.tone = missing > 0 ? "missing" : "enough";
  line.textContent = missing > 0 ? line.dataset.missing.replace("{count}", missing) : line.dataset.enough.replace("{count}", length);
}

let waiting;
let asked = 0;
async function preview() {
  const number = ++asked;
  try {
    const answer = await fetch(form.dataset.previewUrl, { method: "POST", body: new FormData(form) });
    const html = await answer.text();
    if (answer.ok && number === asked) document.getElementById("answer-preview").innerHTML = html;
  } catch {
    // Offline: what stands there stays until the next key.
  }
}

function changed() {
  follow();
  count();
  clearTimeout(waiting);
  waiting = setTimeout(preview, 350);
}

if (form) {
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  follow();
  count();
  document.querySelector(".idea-desk-alert")?.focus();
}
