// <section data-behavior="lightbox"> with a[data-work] in it opens them in dialog#lightbox, each at its own address.
// On the page of one work it only minds the way back: when that page was loaded again at an address which the lightbox
// had put into the history, the browser takes list and work for one document and would go back without loading it.
import { scan } from "../scan.js";

const FAR = 60; // pixels of a swipe

export default function lightbox(list) {
  const dialog = document.getElementById("lightbox");
  const body = dialog?.querySelector("[data-body]");
  if (!body) return history.state?.work && addEventListener("popstate", () => location.reload());
  const title = document.title;
  let shown = "", opener = null, swipe = null;

  async function show(url) {
    shown = url;
    body.setAttribute("aria-busy", "true");
    const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (shown !== url) return; // meanwhile something else was asked for, or nothing any more
    if (!answer?.ok) return location.assign(url);
    const text = await answer.text();
    if (shown !== url) return;
    body.innerHTML = text;
    body.removeAttribute("aria-busy");
    scan(body);
    document.title = body.firstElementChild.dataset.title;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    body.querySelector(".work-title").focus({ preventScroll: true });
  }

  function hide() {
    shown = "";
    if (dialog.open) dialog.close();
    body.replaceChildren(); // a film falls silent
    document.title = title;
    opener?.focus();
  }

  function step(rel) {
    const link = body.querySelector(`a[rel=${rel}]`);
    if (!link || body.hasAttribute("aria-busy")) return;
    history.replaceState({ work: link.href }, "", link.href); // so that one step back always leads to the list
    opener = list.querySelector(`[data-work="${link.pathname.split("/")[2]}"]`) ?? opener;
    show(link.href);
  }

  const forward = (isEnd) => step(isEnd === (getComputedStyle(dialog).direction === "ltr") ? "next" : "prev");
  const plain = (event) => !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-work]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    opener = link;
    history.pushState({ work: link.href }, "", link.href);
    show(link.href);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) return history.back();
    const link = event.target.closest("a[rel=next], a[rel=prev], a[data-close], button:not([type])");
    if (!link || !plain(event)) return;
    event.preventDefault();
    if (link.rel) step(link.rel);
    else history.back();
  });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); history.back(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.target.closest("video, input") || !plain(event)) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") forward(event.key === "ArrowRight");
  });
  body.addEventListener("pointerdown", (event) => { swipe = event.pointerType === "touch" ? event : null; });
  body.addEventListener("pointerup", (event) => {
    const along = swipe ? event.clientX - swipe.clientX : 0;
    if (Math.abs(along) > FAR && Math.abs(along) > 2 * Math.abs(event.clientY - swipe.clientY)) forward(along < 0);
    swipe = null;
  });
  addEventListener("popstate", (event) => (event.state?.work ? show(event.state.work) : hide()));
}
