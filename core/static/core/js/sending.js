// One file on its way to the server or the bucket: begun or found again, sent in parts, complete, abandoned. Whatever
// only fails for now is tried again, ever more rarely; what is refused for good ends in a Refusal with the server's words.
const LONGEST_WAIT = 30_000;
const FOR_NOW = [0, 400, 408, 425, 429, 500, 502, 503, 504, 507];

export class Refusal extends Error {}
class Trouble extends Error {
  constructor(status, wait = 0) { super(`status ${status}`); this.status = status; this.wait = wait; }
}

export class Sending {
  // `tell(what)`: "sending", "waiting" for a connection, "slow" when a part came too slowly and is sent again, or a number
  // of bytes that are there.
  constructor({ file, url, purpose, csrf, tell }) {
    Object.assign(this, { file, url, purpose, csrf, tell, session: null, there: new Set(), tickets: {}, tries: 0 });
    this.key = `upload:${purpose}:${file?.name}:${file?.size}:${file?.lastModified}`;
  }

  // The session once it is complete. Throws Refusal; AbortError when it is stopped.
  async run(token = recall(this.key)) {
    this.stopping = new AbortController();
    this.session = (token && await this.persist(() => this.find(token))) || await this.persist(() => this.begin());
    remember(this.key, this.session.token);
    this.there = new Set(this.session.arrived);
    this.tell(this.arrived);
    while (this.session.state === "open") {
      for (let number = 1; number <= this.session.parts; number += 1) {
        if (!this.there.has(number)) await this.persist(() => this.part(number));
      }
      await this.persist(() => this.complete());
    }
    return this.session; // still remembered: after a reload nothing of it is sent again
  }

  stop() { this.stopping?.abort(); }

  now() { this.hurry?.(); }

  get arrived() { return [...this.there].reduce((sum, number) => sum + this.length(number), 0); }

  length(number) {
    const { part_size: size } = this.session;
    return Math.min(size, this.session.size - (number - 1) * size);
  }

  async begin() {
    const { name, size } = this.file;
    return this.ask(this.url, { purpose: this.purpose, name, size });
  }

  // What was sent of this file before, unless that has ended.
  async find(token) {
    const found = await this.status(token);
    const usable = found?.size === this.file.size && (found.state === "open" || (found.media && found.media.stage !== "failed"));
    return usable ? found : null;
  }

  async status(token = this.session.token) {
    try { return await this.ask(`${this.url}${token}/`); } catch (error) {
      if (error instanceof Refusal && error.status === 404) return null;
      throw error;
    }
  }

  async part(number) {
    if (!this.tickets[number]) {
      const wanted = [];
      for (let n = number; n <= this.session.parts && wanted.length < 16; n += 1) if (!this.there.has(n)) wanted.push(n);
      this.tickets = (await this.ask(this.session.tickets, { numbers: wanted })).tickets;
    }
    const ticket = this.tickets[number];
    delete this.tickets[number]; // good for one try: it may have expired by the next
    const start = (number - 1) * this.session.part_size;
    await this.put(ticket, this.file.slice(start, start + this.length(number)));
    this.there.add(number);
    this.tell(this.arrived);
  }

  // Only XMLHttpRequest says how much has left.
  put(ticket, body) {
    const ours = new URL(ticket.url, location.href).origin === location.origin;
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const end = () => request.abort();
      this.stopping.signal.addEventListener("abort", end);
      request.upload.addEventListener("progress", (event) => this.tell(this.arrived + Math.min(event.loaded, body.size)));
      request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      for (const lost of ["error", "timeout"]) request.addEventListener(lost, () => reject(new Trouble(0)));
      request.addEventListener("load", () => {
        if (request.status < 300) resolve();
        else if (ours) reject(problem(request.status, parsed(request.responseText), request.getResponseHeader("Retry-After")));
        else reject(new Trouble(request.status));
      });
      request.addEventListener("loadend", () => this.stopping.signal.removeEventListener("abort", end));
      request.open(ticket.method, ticket.url);
      request.timeout = 10 * 60_000;
      for (const [name, value] of Object.entries(ticket.headers)) request.setRequestHeader(name, value);
      if (ours) request.setRequestHeader("X-CSRFToken", this.csrf);
      request.send(body);
    });
  }

  async complete() {
    try {
      this.session = await this.ask(`${this.url}${this.session.token}/complete/`, {});
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      const found = await this.status(); // what the server has goes before what was thought to be there
      if (found?.state !== "open" || found.arrived.length === found.parts) throw error;
      this.session = found;
      this.there = new Set(found.arrived);
    }
  }

  async abandon() {
    this.stop();
    remember(this.key);
    const { token, state } = this.session ?? {};
    if (token && state === "open") await this.ask(`${this.url}${token}/abandon/`, {}, null);
  }

  async ask(url, given, signal = this.stopping?.signal) {
    const headers = { Accept: "application/json", ...(given && { "Content-Type": "application/json", "X-CSRFToken": this.csrf }) };
    let answer;
    try {
      answer = await fetch(url, { method: given ? "POST" : "GET", headers, body: given && JSON.stringify(given), signal });
    } catch (error) {
      throw error.name === "AbortError" ? error : new Trouble(0);
    }
    const told = parsed(await answer.text().catch(() => ""));
    if (answer.ok && told) return told;
    throw problem(answer.ok ? 0 : answer.status, told, answer.headers.get("Retry-After"));
  }

  async persist(act) {
    for (;;) {
      try {
        const done = await act();
        if (this.tries) this.tell("sending");
        this.tries = 0;
        return done;
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        this.tell(error.status === 408 ? "slow" : "waiting");
        await this.rest(Math.max(error.wait, Math.min(LONGEST_WAIT, 500 * 2 ** this.tries) * (0.5 + Math.random() / 2)));
        this.tries += 1;
      }
    }
  }

  // Until then, or the connection is back, or somebody wants it now; AbortError when it is stopped.
  rest(milliseconds) {
    const { signal } = this.stopping;
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        signal.removeEventListener("abort", done);
        if (signal.aborted) reject(new DOMException("", "AbortError"));
        else resolve();
      };
      const timer = setTimeout(done, milliseconds);
      addEventListener("online", done);
      signal.addEventListener("abort", done);
      this.hurry = done;
      if (signal.aborted) done();
    });
  }
}

function problem(status, told, wait) {
  if (FOR_NOW.includes(status)) return new Trouble(status, 1000 * (Number(wait) || 0));
  const refusal = new Refusal(Object.values(told?.errors ?? {}).flat().join(" "));
  refusal.status = status;
  return refusal;
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}

function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

function remember(key, token) {
  try {
    if (token) localStorage.setItem(key, token);
    else localStorage.removeItem(key);
  } catch { /* then the list of what is open helps */ }
}
