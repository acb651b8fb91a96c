// A claim is a lease: while the case is on the desk, this page says every 45 seconds that somebody is still there.
import { desk, say } from "./desk.js";

const EVERY = 45_000;

export function keepAlive() {
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || beat());
}

// Whoever begins to decide has the case, so that others see it.
export const take = () => desk().querySelector("#claim-line[data-mine]") || tell();
const beat = () => desk().querySelector("#claim-line[data-mine]") && tell();

async function tell() {
  const form = desk().querySelector("#decision-form");
  if (!form) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("claim", "on");
  body.set("beat", "1");
  try {
    const answer = await fetch(form.dataset.claimUrl, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (!form.isConnected || ![200, 409].includes(answer.status)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const line = page.getElementById("claim-line");
    if (!line) return;
    desk().querySelector("#claim-line").replaceWith(document.adoptNode(line));
    if (answer.status === 409) say(line.textContent.trim());
  } catch {
    // Offline: the lease runs out, and the next beat asks for it again.
  }
}
