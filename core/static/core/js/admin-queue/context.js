// What is known about the author and the case is fetched once the case itself is there to be read.
import { onArrival, words } from "./desk.js";

export function followContext() {
  onArrival((fresh) => {
    const place = fresh.querySelector("#queue-context[data-later]");
    if (place) fetchInto(place);
  });
}

async function fetchInto(place) {
  try {
    const answer = await fetch(place.dataset.later, { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const context = answer.ok && page.getElementById("queue-context");
    if (!context) throw new Error(answer.statusText);
    if (place.isConnected) place.replaceWith(document.adoptNode(context));
  } catch {
    place.removeAttribute("aria-busy");
    place.firstElementChild.textContent = words("trouble");
  }
}
