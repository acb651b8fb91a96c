// <time datetime="…" data-behavior="local-time">: says beside a stated time when that is by the reader's own clock.
export default function localTime(time) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime()) || sameClock(time.dateTime, at)) return;
  const day = { weekday: "short", day: "numeric", month: "short" };
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {
    ...(sameDay(time.dateTime, at) ? {} : day), hour: "numeric", minute: "2-digit", timeZoneName: "short",
  });
  const note = document.createElement("span");
  note.className = "local-time";
  note.textContent = `(${words.format(at)})`;
  time.append(" ", note);
}

// The day is said where it is another one.
function sameDay(stated, at) {
  const [year, month, day] = stated.slice(0, 10).split("-").map(Number);
  return at.getFullYear() === year && at.getMonth() + 1 === month && at.getDate() === day;
}

// The stated time ends in its zone's distance from UTC; where the reader's is the same there is nothing to say.
function sameClock(stated, at) {
  const zone = /(?:Z|([+-])(\d\d):(\d\d))$/.exec(stated);
  if (!zone) return true;
  const minutes = zone[1] ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  return minutes === -at.getTimezoneOffset();
}
