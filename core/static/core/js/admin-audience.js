// "Who sees it" in the editor of a page: asks the server, while somebody types, what the steps come to.
const place = document.querySelector("[data-audience-summary]");
const PAUSE = 300;
let waiting, last = "";

function rows(relation) {
  const form = place.closest("form");
  const total = Number(form.querySelector(`[name="${relation}-TOTAL_FORMS"]`)?.value ?? 0);
  return Array.from({ length: total }, (_, n) => `${relation}-${n}-`)
    .filter((prefix) => form.querySelector(`[name="${prefix}DELETE"]`)?.value !== "1")
    .filter((prefix) => form.querySelector(`[name^="${prefix}"]`));
}

function typed() {
  const form = place.closest("form");
  const { page, parent, type } = place.dataset;
  const asked = new URLSearchParams({ page, parent, type });
  const [ladder] = rows("audience_windows");
  if (ladder) {
    asked.set("has_ladder", "1");
    for (const box of form.querySelectorAll(`[name="${ladder}tiers"]:checked`)) asked.append("tiers", box.value);
    for (const step of ["insiders_from", "members_from", "public_from"])
      asked.set(step, form.querySelector(`[name="${ladder}${step}"]`)?.value ?? "");
  }
  if (rows("teasers").length) asked.set("has_teaser", "1");
  return asked.toString();
}

async function ask() {
  const asked = typed();
  if (asked === last) return;
  last = asked;
  const answer = await fetch(`${place.dataset.url}?${asked}`, { headers: { "X-Requested-With": "XMLHttpRequest" } })
    .catch(() => null);
  if (answer?.ok && !answer.redirected && asked === last) place.innerHTML = await answer.text();
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
}

if (place) {
  last = typed();
  const form = place.closest("form");
  for (const event of ["input", "change", "click"]) form.addEventListener(event, soon);
}
