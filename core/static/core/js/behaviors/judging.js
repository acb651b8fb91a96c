// <div data-behavior="judging">: a jury's desk from the keyboard. 1–5 marks by the criterion in focus and moves on, Enter
// saves, d puts off, x hands back, ? shows the keys. In a field, and with a modifier held, keys stay the field's own.
export default function judging(desk) {
  const form = desk.querySelector("form.judging-form");
  if (!form || !button(form, "give")) return;
  const scales = [...form.querySelectorAll(".scale")];
  document.addEventListener("keydown", (event) => {
    if (!desk.isConnected || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(form, scales, event)) event.preventDefault();
  });
  if (form.querySelector("[role=alert]")) return; // what is wrong has the focus
  scales[firstOpen(scales)]?.querySelector("input:checked, input")?.focus({ preventScroll: true });
}

function act(form, scales, event) {
  const at = event.target;
  if (at.matches("textarea, input:not([type=radio], [type=checkbox]), select, video")) return false;
  if (/^[1-5]$/.test(event.key)) return mark(scales, at, event.key);
  if (event.key === "Enter") return at.matches("button, a, summary") ? false : press(form, "give");
  if (event.key === "d") return press(form, "defer");
  if (event.key === "x") return press(form, "conflict");
  if (event.key === "?") return show(form);
  return false;
}

function mark(scales, at, points) {
  const here = Math.max(0, scales.indexOf(at.closest(".scale") ?? scales[firstOpen(scales)]));
  const chosen = scales[here]?.querySelector(`input[value="${points}"]`);
  if (!chosen) return false;
  chosen.checked = true;
  chosen.dispatchEvent(new Event("input", { bubbles: true }));
  const next = scales[here + 1];
  const target = next?.querySelector("input:checked") ?? next?.querySelector("input") ?? chosen;
  target.focus();
  return true;
}

function firstOpen(scales) {
  const open = scales.findIndex((scale) => !scale.querySelector("input:checked"));
  return open < 0 ? 0 : open;
}

function button(form, value) {
  return form.querySelector(`button[name="do"][value="${value}"]`);
}

function press(form, value) {
  const wanted = button(form, value);
  if (!wanted) return false;
  if (!("sent" in form.dataset)) wanted.click(); // a key that is held down means it once
  form.dataset.sent = "";
  return true;
}

function show(form) {
  const keys = form.querySelector("[data-keys]");
  if (!keys) return false;
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
  return true;
}
