// Puts a sentence where assistive technology reads it out. The same sentence twice is read twice.
export function say(text) {
  const region = document.getElementById("said");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

// Shows a sentence to everyone for a while; the toast comes from a template of the page, so it is in their language.
// Returns it.
export function toast(templateId) {
  const template = document.getElementById(templateId);
  const toasts = document.getElementById("toasts");
  if (!template || !toasts) return null;
  toasts.append(template.content.cloneNode(true));
  return toasts.lastElementChild;
}
