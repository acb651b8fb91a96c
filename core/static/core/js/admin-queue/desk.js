// Sends what is sent, and puts the desk that comes back where the old one was. Nothing else on the page moves.
const queue = document.getElementById("queue");
const arrived = new Set(); // called with every desk that is put there, the one it replaces, and the form that was accepted
const underway = new Set(); // forms that were sent, or wait for their turn
let last = Promise.resolve(); // what was asked for last: one thing at a time, in the order of the clicks
let ahead = 0; // how much of it is not over

export const desk = () => document.getElementById("desk");
export const rows = () => [...queue.querySelectorAll(".queue-row")];
export const onArrival = (act) => arrived.add(act);

// The same sentence twice is read twice.
export function say(text) {
  const region = document.getElementById("queue-said");
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

// What went wrong is seen and read out; the next thing that works takes it away.
function trouble(text) {
  document.getElementById("queue-trouble").textContent = text;
}

export const words = (name) => document.getElementById("queue-said").dataset[name];

// The address, or what finds it when its turn has come.
export function open(url, { isNew = true } = {}) {
  return inTurn(() => {
    const wanted = typeof url === "function" ? url() : url;
    return wanted && ask(wanted, {}, { address: isNew ? wanted : "" });
  });
}

// What is sent is what stood there at the click. On a slow line another case may be on the desk when its turn comes:
// nobody has meant that one, so then it is not sent, and says so.
export async function send(form, submitter) {
  if (underway.has(form)) return say(words("underway"));
  const body = new FormData(form);
  if (submitter?.name) body.set(submitter.name, submitter.value);
  underway.add(form);
  await inTurn(() => {
    const here = form.isConnected ? form : twin(form);
    return here ? ask(form.action, { method: "POST", body }, { form: here }) : trouble(words("late"));
  });
  underway.delete(form);
}

// The same form of the same case, on the desk that came since.
const twin = ({ id, action }) => [...desk().querySelectorAll("form")].find((form) => form.id === id && form.action === action);

function inTurn(act) {
  ahead += 1;
  queue.setAttribute("aria-busy", "true");
  last = last.then(act).finally(() => {
    ahead -= 1;
    if (!ahead) queue.removeAttribute("aria-busy");
  });
  return last;
}

export function followDesk() {
  queue.addEventListener("submit", (event) => {
    if (!event.target.dataset.act || event.defaultPrevented) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  queue.addEventListener("click", (event) => {
    const link = event.target.closest(".queue-row > a, a[data-opens]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.href);
  });
  for (const act of arrived) act(desk(), null, null);
}

async function ask(url, options, { address = "", form = null } = {}) {
  try {
    const answer = await fetch(url, { ...options, headers: { "HX-Request": "true" } });
    const away = answer.headers.get("HX-Redirect");
    if (away) return location.assign(away);
    const sent = answer.ok ? form : null;
    show(await answer.text(), { address: answer.headers.get("HX-Push-Url") || (answer.ok ? address : ""), sent });
  } catch {
    trouble(words("trouble"));
  }
}

function show(html, { address, sent }) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("desk");
  if (!fresh) return trouble(page.querySelector("[role=alert], .toast")?.textContent.trim() || words("trouble"));
  trouble("");
  const old = desk();
  old.replaceWith(document.adoptNode(fresh));
  if (address) history.pushState(null, "", address);
  for (const act of arrived) act(fresh, old, sent);
  const wanted = fresh.querySelector("[data-focus]");
  wanted?.focus({ preventScroll: true });
  if (wanted && !isInView(wanted)) wanted.scrollIntoView({ block: "start" });
  if (fresh.dataset.said) say(fresh.dataset.said);
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 60 && bottom <= innerHeight; // below the admin's own header
}
