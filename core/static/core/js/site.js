// Everything here is an extra: the pages work without it.
import { takeAsOne } from "./double-click.js";
import { settle } from "./drafts.js";
import { scan } from "./scan.js";

settle();
takeAsOne();
scan(document);
document.addEventListener("htmx:load", (event) => scan(event.detail.elt));
