// The corner for short messages: takes in new ones, and says so when a request did not arrive at all.
import { scan } from "../scan.js";
import { toast } from "../say.js";

export default function toasts(corner) {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) scan(node);
  }).observe(corner, { childList: true });

  // An answer that is a whole page would put a page into a page: say it instead.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap || detail.xhr.status < 400 || !/^\s*<!doctype/i.test(detail.serverResponse ?? "")) return;
    detail.shouldSwap = false;
    toast(detail.xhr.status === 404 ? "toast-gone" : "toast-failed");
  });

  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, (event) => { if (isWorthSaying(event.detail)) toast("toast-failed"); });
  }
}

// A suggestion that does not come while somebody types is no news, and a designed answer speaks for itself.
function isWorthSaying({ requestConfig, xhr }) {
  const typing = requestConfig?.triggeringEvent?.type === "input";
  return !typing && (!xhr?.status || (xhr.status >= 500 && xhr.status !== 503));
}
