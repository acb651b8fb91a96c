// Finds [data-behavior="a b"] and hands each element to the module of that name, once. It stands apart from the entry,
// whose address carries a fingerprint: whoever imports it from here must get the one that is running already.
const loaded = new Map();
const started = new WeakMap();

function load(name) {
  if (!loaded.has(name)) loaded.set(name, import(`./behaviors/${name}.js`).catch(() => null));
  return loaded.get(name);
}

async function start(element, name) {
  const done = started.get(element) ?? new Set();
  if (done.has(name)) return;
  started.set(element, done.add(name));
  const module = await load(name);
  if (module && element.isConnected) module.default(element);
}

export function scan(root) {
  const here = root.matches?.("[data-behavior]") ? [root] : [];
  for (const element of [...here, ...root.querySelectorAll("[data-behavior]")]) {
    for (const name of element.dataset.behavior.split(/\s+/)) if (/^[a-z-]+$/.test(name)) start(element, name);
  }
}
