// The corner for short messages: wakes up those that come in.
import { scan } from "../scan.js";

export default function toasts(corner) {
  scan(corner);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) scan(node);
  }).observe(corner, { childList: true });
}
