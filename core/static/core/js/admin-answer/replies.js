// Saved replies: one press puts the words into the note. What somebody typed is never overwritten: then they go below it.
export function followReplies(form, { say = () => {} } = {}) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reply]");
    if (!button) return;
    event.preventDefault();
    const isOwn = insert(form, button);
    const words = button.closest("[data-replies]").dataset;
    say((isOwn ? words.added : words.inserted).replace("{title}", button.dataset.title));
  });
}

const inLines = (text) => text.replaceAll("\r\n", "\n").trim();

// Whether the words went below others that somebody had typed.
function insert(form, button) {
  const note = form.elements.note;
  const typed = inLines(note.value);
  const ready = [...form.querySelectorAll("[data-reply]")];
  const before = ready.find(({ dataset }) => inLines(dataset.reply) === typed);
  const isOwn = Boolean(typed) && !before;
  if (!isOwn) note.value = button.dataset.reply;
  else if (!typed.endsWith(inLines(button.dataset.reply))) note.value = `${note.value.trimEnd()}\n\n${button.dataset.reply}`;
  propose(form, button, before);
  note.dispatchEvent(new Event("input", { bubbles: true }));
  return isOwn;
}

// What it proposes goes where nothing was chosen, or where only the reply before it had chosen.
function propose(form, { dataset }, before) {
  const status = form.querySelector('input[name="status"]:checked');
  const isFree = !status || (before?.dataset.status && status.value === before.dataset.status);
  const wanted = dataset.status && form.querySelector(`input[name="status"][value="${CSS.escape(dataset.status)}"]`);
  if (wanted && isFree) wanted.checked = true;
  const day = form.elements.next_update_by;
  if (day && (!day.value || day.value === before?.dataset.day)) day.value = dataset.day ?? "";
}
