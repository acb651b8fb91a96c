// A request of htmx that did not arrive, or was answered by a whole page, is said: nobody is left waiting. It listens
// from the start, as a connection may be lost before any behavior was fetched.
import { toast } from "./say.js";

const said = new WeakMap(); // by element the toast that says its trouble

export function sayTrouble() {
  // An answer that is a whole page would put a page into a page: say it instead.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap || detail.xhr.status < 400 || !/^\s*<!doctype/i.test(detail.serverResponse ?? "")) return;
    detail.shouldSwap = false;
    toast(detail.xhr.status === 404 ? "toast-gone" : "toast-failed");
  });

  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, ({ detail }) => {
      if (!isWorthSaying(detail)) return;
      said.get(detail.elt)?.remove();
      said.set(detail.elt, toast("toast-failed"));
    });
  }

  // What did not arrive and does when it is tried again, as by a form that keeps itself, is no trouble any more.
  document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.successful) said.get(detail.elt)?.remove(); });
}

// A suggestion that does not come while somebody types is no news, and a designed answer speaks for itself.
function isWorthSaying({ requestConfig, xhr }) {
  const typing = requestConfig?.triggeringEvent?.type === "input";
  return !typing && (!xhr?.status || (xhr.status >= 500 && xhr.status !== 503));
}
