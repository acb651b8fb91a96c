// A claim is a lease: while somebody is at the case on the desk, this page says so every 45 seconds. A page that nobody
// looks at or touches says nothing, and the lease runs out.
import { desk, onArrival, say, words } from "./desk.js";

const EVERY = 45_000;
const READING = 4 * 60_000; // so long after the last touch somebody is taken to be there
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "scroll"];
let touched = Date.now();
let ending;

const line = () => desk().querySelector("#claim-line");
const isMine = () => line()?.hasAttribute("data-mine") ?? false;

export function keepAlive() {
  for (const touch of TOUCHES) {
    addEventListener(touch, () => { touched = Date.now(); }, { capture: true, passive: true });
  }
  onArrival(watch);
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
}

// Whoever begins to decide has the case, so that others see it.
export const take = () => isMine() || tell();

function beat() {
  if (isMine() && !endIfOver() && !document.hidden && Date.now() - touched < READING) tell();
}

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
    const fresh = page.getElementById("claim-line");
    if (!fresh) return;
    line().replaceWith(document.adoptNode(fresh));
    watch();
    if (answer.status === 409) say(fresh.textContent.trim());
  } catch {
    // Offline: the lease runs out, and the next beat asks for it again.
  }
}

function watch() {
  clearTimeout(ending);
  offer();
  if (!isMine()) return;
  const left = Number(line().dataset.seconds) * 1_000;
  line().dataset.end = Date.now() + left;
  ending = setTimeout(endIfOver, left + 100);
}

// A laptop that slept has missed its timer: the clock decides.
function endIfOver() {
  if (!isMine() || Date.now() < Number(line().dataset.end)) return false;
  line().removeAttribute("data-mine");
  line().textContent = words("over").replace("{time}", line().dataset.until);
  offer();
  say(line().textContent);
  return true;
}

// The button says what it will do.
function offer() {
  const form = desk().querySelector('[data-act="claim"]');
  if (!form) return;
  form.elements.claim.value = isMine() ? "off" : "on";
  form.querySelector("[data-offer]").textContent = words(isMine() ? "release" : "take");
}
