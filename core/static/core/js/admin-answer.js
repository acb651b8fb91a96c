// The screen to answer an idea, and that to answer many: what the form asks for, and saved replies.
import { followAnswer } from "./admin-answer/form.js";
import { followReplies } from "./admin-answer/replies.js";

const form = document.getElementById("answer-form");

if (form) {
  if (form.dataset.previewUrl) followAnswer(form);
  followReplies(form);
  document.querySelector(".idea-desk-alert")?.focus();
}
