// Which key was meant, whatever the keyboard writes with it. What it writes goes first, so that every Latin layout keeps
// its own; a letter of another script is known by its place, and so are digits where the row writes other signs.
const OURS = /^[a-z1-9?/]$/i;
const OTHER_SCRIPT = /^(?!\p{Script=Latin})[\p{L}\p{M}]/u;

export function keyOf({ key, code, shiftKey }) {
  if (OURS.test(key)) return key.toLowerCase();
  if (/^Key[A-Z]$/.test(code) && OTHER_SCRIPT.test(key)) return code.at(-1).toLowerCase();
  if (/^Digit[1-9]$/.test(code) && !shiftKey) return code.at(-1);
  if (code === "Slash" && [".", ","].includes(key)) return shiftKey ? "?" : "/"; // as Hebrew and Cyrillic layouts have it
  return key;
}
