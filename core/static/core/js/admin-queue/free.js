// Whether a key may act: nobody types, no modifier is held, and no dialog or menu is open.
const TYPED_IN = "textarea, select, [contenteditable]:not([contenteditable=false]), input:not([type=radio], [type=checkbox], [type=button], [type=submit])";
const NEEDS_SHIFT_SOMEWHERE = /^[1-9?/]$/;

export function isFree(event, key) {
  if (event.defaultPrevented || event.repeat || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph")) return false;
  if (event.shiftKey && !NEEDS_SHIFT_SOMEWHERE.test(key)) return false;
  if (event.target.closest?.(TYPED_IN) || event.target.closest?.("[role=menu], [role=listbox], [role=combobox]")) return false;
  return !document.querySelector("dialog[open], [role=dialog]:not([aria-hidden=true], [hidden])");
}
