// <section data-behavior="seen" data-url="/entry/0/seen/" data-token="…">: tells which [data-entry] in it were really
// looked at, half of one for a second: by and by, and when the page is left. data-off: nothing is told.
const LONG_ENOUGH = 1000; // milliseconds
const EVERY = 5000;
const MOST = 48; // that one report may name
const STEPS = [0, 0.25, 0.5, 0.75, 1];

export default function seen(root) {
  if ("off" in root.dataset || !("IntersectionObserver" in window)) return;
  const looked = { root, told: new Set(), due: [], timers: new Map(), timer: 0 };
  const observer = new IntersectionObserver((changes) => {
    for (const change of changes) (isHalf(change) ? begin : end)(looked, change.target);
  }, { threshold: STEPS });
  const watch = () => {
    for (const card of root.querySelectorAll("[data-entry]")) observer.observe(card); // a second time does nothing
  };
  watch();
  new MutationObserver(watch).observe(root, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return resume(observer, root);
    for (const card of [...looked.timers.keys()]) end(looked, card);
    tell(looked);
  });
  addEventListener("pagehide", () => tell(looked));
}

// Of what is taller than twice the window, half of the window.
function isHalf({ intersectionRatio, intersectionRect, rootBounds }) {
  return intersectionRatio >= 0.5 || (rootBounds && intersectionRect.height >= rootBounds.height / 2);
}

function begin(looked, card) {
  const { entry } = card.dataset;
  if (looked.told.has(entry) || looked.timers.has(card) || document.visibilityState !== "visible") return;
  looked.timers.set(card, setTimeout(() => {
    looked.timers.delete(card);
    looked.told.add(entry);
    looked.due.push(entry);
    looked.timer ||= setTimeout(() => tell(looked), EVERY);
  }, LONG_ENOUGH));
}

function end(looked, card) {
  clearTimeout(looked.timers.get(card));
  looked.timers.delete(card);
}

// An observer says how things stand when it begins to observe.
function resume(observer, root) {
  observer.disconnect();
  for (const card of root.querySelectorAll("[data-entry]")) observer.observe(card);
}

function tell(looked) {
  clearTimeout(looked.timer);
  looked.timer = 0;
  const { url, token } = looked.root.dataset;
  while (looked.due.length) {
    const [first, ...also] = looked.due.splice(0, MOST);
    const report = new URLSearchParams([["csrfmiddlewaretoken", token], ...also.map((entry) => ["also", entry])]);
    navigator.sendBeacon(url.replace("/0/", `/${first}/`), report); // what gets lost is seen another time
  }
}
