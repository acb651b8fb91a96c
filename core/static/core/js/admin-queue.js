// The moderators' queue: the next case in place, keys, words that stay, a claim that lives while somebody is there. All of it works as plain pages too.
import { keepAlive } from "./admin-queue/claim.js";
import { followContext } from "./admin-queue/context.js";
import { followDesk, open } from "./admin-queue/desk.js";
import { followKeys } from "./admin-queue/keys.js";
import { followReasons } from "./admin-queue/reasons.js";
import { followTicks } from "./admin-queue/ticking.js";
import { followTyping } from "./admin-queue/typed.js";
import { followViews } from "./admin-queue/views.js";

const queue = document.getElementById("queue");

if (queue) {
  followContext();
  followReasons(queue);
  followTyping(queue);
  followViews(queue);
  followTicks(queue);
  followKeys(queue);
  keepAlive(queue);
  followDesk(queue);
  addEventListener("popstate", () => open(location.href, { isNew: false }));
}
