// Everything here is an extra: the pages work without it.
import { takeAsOne } from "./double-click.js";
import { settle } from "./drafts.js";
import { scan } from "./scan.js";
import { followSwaps } from "./swaps.js";
import { sayTrouble } from "./trouble.js";

settle();
takeAsOne();
followSwaps();
sayTrouble();
scan(document);
document.addEventListener("htmx:load", (event) => scan(event.detail.elt));
