// <p data-behavior="character-counter" data-for="id_title" data-max="120" data-left="… {count}" hidden>
import { say } from "../say.js";

export default function characterCounter(note) {
  const field = document.getElementById(note.dataset.for);
  if (!field) return;
  const max = Number(note.dataset.max);
  let warned = false;
  const show = () => {
    const left = max - [...field.value].length;
    note.hidden = field.value === "";
    note.textContent = note.dataset.left.replace("{count}", left);
    const near = left <= Math.max(10, max / 10);
    note.dataset.tone = near ? "warn" : "";
    if (near && !warned) say(note.textContent);
    warned = near;
  };
  field.addEventListener("input", show);
  show();
}
