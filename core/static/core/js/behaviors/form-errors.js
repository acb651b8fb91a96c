// The list of what is wrong takes the focus when it appears, so that nobody has to look for it.
export default function formErrors(list) {
  list.focus();
}
