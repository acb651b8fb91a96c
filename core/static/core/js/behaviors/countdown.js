// <div data-behavior="countdown" data-until="…" data-now="…">: lets figures and words run, and says when it is over. The
// clock that counts is the server's: `data-now` is what it said when the page was made.
const UNITS = [["day", 1440], ["hour", 60], ["minute", 1]];
const APART = 120000; // a reader's clock that differs by more is wrong, or the page was kept

export default function countdown(box) {
  const until = Date.parse(box.dataset.until);
  if (Number.isNaN(until)) return;
  const here = Date.now();
  const told = Date.parse(box.dataset.now);
  let ahead = Number.isNaN(told) ? 0 : here - told;
  const now = () => Date.now() - ahead;
  let shown = minutesIn(until - told); // what the server wrote stays until it is another minute
  let timer;
  const tick = () => {
    clearTimeout(timer);
    if (!box.isConnected) return;
    const left = until - now();
    if (left <= 0) return end(box);
    if (minutesIn(left) !== shown) show(box, (shown = minutesIn(left)));
    timer = setTimeout(tick, Math.min(left, 5000));
  };
  const start = () => {
    tick();
    // A timer sleeps with the computer; whoever comes back sees how it stands.
    document.addEventListener("visibilitychange", tick);
  };
  if (Math.abs(ahead) < APART) {
    ahead = 0;
    start();
  } else {
    askTheServer(ahead).then((found) => {
      ahead = found;
      start();
    });
  }
}

function minutesIn(time) {
  return Math.ceil(time / 60000);
}

// By how much the reader's clock is ahead of the server's. A page out of the browser's own store says what was once true.
async function askTheServer(otherwise) {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    const told = Date.parse(answer.headers.get("Date"));
    return Number.isNaN(told) ? otherwise : Date.now() - told;
  } catch {
    return otherwise;
  }
}

function show(box, minutes) {
  const figures = UNITS.map(([unit, length], place) => {
    const rest = place ? minutes % UNITS[place - 1][1] : minutes;
    return [unit, Math.floor(rest / length)];
  });
  const said = [];
  for (const [unit, n] of figures) {
    const format = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" });
    if (n) said.push(format.format(n));
    const part = box.querySelector(`[data-unit="${unit}"]`);
    if (!part) continue;
    part.querySelector(".countdown-number").textContent = n;
    const word = format.formatToParts(n).find((piece) => piece.type === "unit");
    if (word) part.querySelector(".countdown-unit").textContent = word.value;
  }
  const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });
  const words = box.querySelector(":scope > .countdown-words");
  const sentence = box.dataset.sentence.replace("{time}", list.format(said));
  if (words.textContent !== sentence) words.textContent = sentence;
}

function end(box) {
  const status = box.querySelector("[role=status]");
  if (status.childElementCount) return;
  box.querySelectorAll(":scope > p").forEach((stale) => stale.remove());
  status.append(box.querySelector("template").content.cloneNode(true));
}
