// <div data-behavior="uploader" data-url="/me/uploads/" data-purpose="photo" data-most="3" …>: files are sent while the
// form around it is being filled in, and stand in it as hidden inputs. Its words are in the template.
import { say } from "../say.js";
import { Refusal, Sending } from "../sending.js";

const WINDOW = 6000; // milliseconds over which speed is measured

export default function uploader(root) {
  const input = root.querySelector("input[type=file]");
  const form = root.closest("form");
  if (!input || !form) return;
  const { csrf } = root.dataset;
  const box = { root, input, form, csrf, list: root.querySelector("[data-list]"), rows: new Set(), last: Promise.resolve() };
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = ""; // what is sent here does not go with the form once more
    take(box, files);
  });
  acceptDrops(box, root.querySelector(".drop-zone"));
  form.addEventListener("submit", (event) => {
    if (!busy(box)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    note(box, root.dataset.unfinished);
  }, true);
  addEventListener("beforeunload", (event) => { if (busy(box)) event.preventDefault(); });
  offerInterrupted(box);
}

function busy(box) { return [...box.rows].some((row) => ["queued", "sending", "waiting", "paused"].includes(row.state)); }

function acceptDrops(box, zone) {
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, () => { zone.dataset.over = ""; });
  for (const name of ["dragleave", "drop", "dragend"]) zone.addEventListener(name, () => { delete zone.dataset.over; });
}

function note(box, text) {
  const line = box.root.querySelector("[data-note]");
  line.textContent = text;
  line.hidden = !text;
  if (text) say(text);
}

function fill(text, values) {
  return Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);
}

function amount(value, unit, digits = 0) {
  const format = { style: "unit", unit, unitDisplay: unit === "megabyte" ? "short" : "long", maximumFractionDigits: digits };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(value);
}

const megabytes = (bytes) => amount(bytes / 1e6, "megabyte", 1);

// What was on its way when the page went away: its file has to be chosen again.
async function offerInterrupted(box) {
  const asking = new Sending({ url: box.root.dataset.url });
  const told = await asking.ask(asking.url).catch(() => null);
  for (const session of told?.uploads ?? []) {
    if ([...box.rows].some((row) => row.sending?.session?.token === session.token)) continue;
    const row = add(box, session.name);
    row.sending = new Sending({ url: box.root.dataset.url, csrf: box.csrf });
    row.sending.session = session;
    const sent = session.arrived.length / session.parts * session.size;
    row.bar.value = 100 * sent / session.size;
    show(row, "interrupted", fill(box.root.dataset.interrupted, { sent: megabytes(sent), size: megabytes(session.size) }));
  }
}

function take(box, files) {
  note(box, "");
  const { most, maxBytes, purpose, url, tooMany, tooHeavy } = box.root.dataset;
  for (const file of files) {
    const before = [...box.rows].find((row) => row.state === "interrupted" && isOf(row.sending.session, file, purpose));
    before?.remove();
    if (Number(most) === 1) makeRoom(box);
    if (count(box) >= Number(most)) {
      note(box, fill(tooMany, { most }));
      return;
    }
    const row = add(box, file.name);
    row.sending = new Sending({ file, url, purpose, csrf: box.csrf, tell: (what) => hear(row, what) });
    picture(row, file);
    if (file.size > Number(maxBytes)) {
      show(row, "unfit", fill(tooHeavy, { size: megabytes(file.size), most: megabytes(Number(maxBytes)) }));
      say(row.detail.textContent);
    } else queue(row, before?.sending.session.token);
  }
}

// Where there is room for one, another one takes its place.
function makeRoom(box) {
  for (const row of box.rows) if (row.state !== "interrupted") discard(row);
  for (const kept of box.form.querySelectorAll(`[name="${box.root.dataset.field}"]:checked`)) kept.checked = false;
}

// Those here, and those that the form has from before.
function count(box) {
  const kept = box.form.querySelectorAll(`[name="${box.root.dataset.field}"]:checked`).length;
  return kept + [...box.rows].filter((row) => row.state !== "interrupted").length;
}

function isOf(session, file, purpose) {
  return session.purpose === purpose && session.size === file.size && session.name === file.name.normalize();
}

function copyOf(box, template) {
  return box.root.querySelector(`template[data-${template}]`).content.firstElementChild.cloneNode(true);
}

function add(box, name) {
  const element = copyOf(box, "row");
  const find = (what) => element.querySelector(`[data-${what}]`);
  const row = { box, element, name, state: "", marks: [], bar: find("bar"), words: find("words"), detail: find("detail"), found: find("found") };
  row.remove = () => { box.rows.delete(row); element.remove(); };
  find("name").textContent = name;
  box.list.append(element);
  element.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) ACTS[act](row);
  });
  box.rows.add(row);
  return row;
}

const ACTS = {
  pause(row) {
    row.sending.stop();
    show(row, "paused", kept(row));
    focusOn(row, "resume");
  },
  resume(row) {
    queue(row);
    focusOn(row, "pause");
  },
  retry(row) {
    if (row.state === "waiting") row.sending.now();
    else queue(row);
  },
  choose(row) { row.box.input.click(); },
  replace(row) {
    ACTS.remove(row);
    row.box.input.click();
  },
  remove(row) {
    discard(row);
    changed(row);
    note(row.box, "");
    row.box.input.focus();
    say(fill(row.box.root.dataset.removed, { name: row.name }));
  },
};

function discard(row) {
  row.gone = true;
  row.sending?.abandon().catch(() => {}); // what stays behind is swept away
  row.remove();
}

// Whoever keeps drafts of the form has to know.
function changed(row) { row.box.form.dispatchEvent(new Event("change")); }

function focusOn(row, act) { row.element.querySelector(`[data-act="${act}"]`).focus(); }

// One file after the other: a narrow line is not divided.
function queue(row, token) {
  show(row, "queued", row.box.root.dataset.queued);
  row.box.last = row.box.last.then(() => (row.state === "queued" && !row.gone ? send(row, token) : null));
}

async function send(row, token) {
  show(row, "sending", "");
  row.marks = [];
  row.found.replaceChildren();
  say(fill(row.box.root.dataset.begun, { name: row.name }));
  try {
    const session = await row.sending.run(token);
    follow(row, session).catch((error) => { if (error.name !== "AbortError") throw error; });
  } catch (error) {
    if (row.gone || error.name === "AbortError") return;
    const isFilesFault = error.status === 413 || error.status === 422; // trying again would not help
    show(row, isFilesFault ? "unfit" : "refused", error instanceof Refusal && error.message ? error.message : row.box.root.dataset.failed);
    say(row.detail.textContent);
  }
}

function hear(row, what) {
  if (row.gone || row.state === "paused") return;
  if (what === "waiting") show(row, "waiting", kept(row));
  else if (what === "slow") show(row, "waiting", `${row.box.root.dataset.slow} ${kept(row)}`);
  else if (what === "sending") show(row, "sending", "");
  else progress(row, what);
}

function kept(row) {
  const { session, arrived, file } = row.sending;
  return fill(row.box.root.dataset.kept, { sent: megabytes(session ? arrived : 0), size: megabytes(file.size) });
}

function progress(row, bytes) {
  const now = performance.now();
  const { size } = row.sending.file;
  row.marks = [...row.marks.filter(([at]) => now - at < WINDOW), [now, bytes]];
  row.bar.value = 100 * bytes / size;
  row.words.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(bytes / size);
  const [since, from] = row.marks[0];
  const speed = 1000 * (bytes - from) / (now - since);
  if (now - since < 500 || !(speed > 0)) return;
  const seconds = (size - bytes) / speed;
  const left = seconds > 90 ? amount(Math.round(seconds / 60), "minute") : amount(Math.ceil(seconds), "second");
  const values = { sent: megabytes(bytes), size: megabytes(size), speed: megabytes(speed), left };
  row.detail.textContent = fill(row.box.root.dataset.progress, values);
}

// What the server makes of it, until it is ready or cannot be used.
async function follow(row, session) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: row.box.root.dataset.field, value: session.media.token });
  row.element.append(field);
  changed(row);
  row.bar.value = 100;
  show(row, "checking", row.box.root.dataset.checking);
  say(row.detail.textContent);
  for (let told = session; !row.gone; told = await row.sending.persist(() => row.sending.status())) {
    const { media } = told ?? {};
    if (!media || media.stage === "removed") return ACTS.remove(row);
    field.value = media.token; // the same file, sent before, is one item
    row.words.textContent = media.words;
    if (media.stage === "processing") row.bar.value = media.percent;
    if (media.stage === "ready" || media.stage === "failed") return finish(row, media, field);
    await row.sending.rest(1500).catch(() => {});
  }
}

function finish(row, media, field) {
  const isReady = media.stage === "ready";
  if (!isReady) field.remove();
  show(row, isReady ? "ready" : "unfit", "");
  row.words.textContent = media.words;
  for (const finding of media.findings) {
    const line = copyOf(row.box, `finding="${finding.result}"`);
    line.querySelector("strong").textContent = finding.what;
    line.querySelector(".note").textContent = finding.why;
    row.found.append(line);
  }
  row.found.hidden = false;
  say(`${row.name}: ${isReady ? media.words : media.reason}`);
}

function show(row, state, detail) {
  row.state = state;
  row.element.dataset.state = state;
  row.words.textContent = row.box.root.dataset[`is${state[0].toUpperCase()}${state.slice(1)}`] ?? "";
  row.detail.textContent = detail;
  row.bar.hidden = ["ready", "refused", "unfit"].includes(state);
  for (const button of row.element.querySelectorAll("[data-act]")) button.hidden = !button.dataset.when.split(" ").includes(state);
}

// A policy may forbid pictures from memory; a canvas needs none.
async function picture(row, file) {
  const canvas = row.element.querySelector("canvas");
  try {
    const drawn = await createImageBitmap(file, { resizeWidth: 192, resizeQuality: "medium" });
    canvas.width = drawn.width;
    canvas.height = drawn.height;
    canvas.getContext("2d").drawImage(drawn, 0, 0);
    row.element.dataset.pictured = "";
  } catch { /* a film, or a picture that this browser cannot read */ }
}
