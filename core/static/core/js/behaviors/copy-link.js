// <button data-behavior="copy-link" data-url="…" hidden>: shares through the device where it can, else copies.
import { say } from "../say.js";

export default function copyLink(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = new URL(button.dataset.url || location.href, location.href).href;
    try {
      if (navigator.share && matchMedia("(pointer: coarse)").matches) {
        await navigator.share({ url, title: button.dataset.title || document.title });
        return;
      }
      await navigator.clipboard.writeText(url);
      done(button);
    } catch (error) {
      if (error.name !== "AbortError") selectFallback(button, url);
    }
  });
}

function done(button) {
  const text = document.getElementById("said")?.dataset.copied ?? "";
  say(text);
  const label = button.querySelector("[data-label]");
  if (!label || label.dataset.was) return;
  label.dataset.was = label.textContent;
  label.textContent = text;
  setTimeout(() => { label.textContent = label.dataset.was; delete label.dataset.was; }, 4000);
}

function selectFallback(button, url) {
  const field = document.createElement("input");
  field.className = "field-input";
  field.readOnly = true;
  field.value = url;
  field.setAttribute("aria-label", button.textContent.trim());
  button.after(field);
  field.select();
}
