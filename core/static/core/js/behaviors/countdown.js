// <p data-behavior="countdown" data-until="…">: lets the figures run, by the minute.
const UNITS = [["day", 1440], ["hour", 60], ["minute", 1]];

export default function countdown(box) {
  const until = Date.parse(box.dataset.until);
  if (Number.isNaN(until)) return;
  const parts = new Map([...box.querySelectorAll("[data-unit]")].map((part) => [part.dataset.unit, part]));
  const tick = () => {
    if (!box.isConnected) return clearInterval(timer);
    let left = Math.max(0, Math.ceil((until - Date.now()) / 60000));
    for (const [unit, minutes] of UNITS) {
      const part = parts.get(unit);
      if (!part) continue;
      show(part, unit, Math.floor(left / minutes));
      left %= minutes;
    }
  };
  const timer = setInterval(tick, 5000);
  tick();
}

function show(part, unit, n) {
  part.querySelector(".countdown-number").textContent = n;
  const format = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" });
  const word = format.formatToParts(n).find((piece) => piece.type === "unit");
  if (word) part.querySelector(".countdown-unit").textContent = word.value;
}
