"""What an insider is shown must not outlive their access: not in a cache on the way, not in the browser's history, not
after they have signed out. And where it leads must be closed as well."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from core.audience.canary.asking import Answer

LINKS = re.compile(rb"""(?:src|href|poster|content|action|hx-get|hx-post)=["']([^"'\s]+)""")
SETS = re.compile(rb"""(?:srcset|imagesrcset)=["']([^"']+)""")
NOT_OURS = ("/static/", "/admin/", "/accounts/logout")
WHOLE = b"<html"
NO_HISTORY = (b'"historyCacheSize": 0', b'hx-history="false"')
PASSWORD = re.compile(rb'<input[^>]+type="password"')


def what_keeps(answer: Answer) -> Iterator[str]:
    """In words, what of the answer to an insider lets something keep it."""
    kept = answer.headers.get("Cache-Control", "")
    if not ("no-store" in kept and "private" in kept):
        yield f"Cache-Control: {kept or 'none'}"
    if answer.headers.get("Referrer-Policy", "") not in ("same-origin", "no-referrer"):
        yield "other sites are told the address"
    if WHOLE in answer.body and not any(sign in answer.body for sign in NO_HISTORY):
        yield "the history of htmx keeps it"


def are_mixed_up(page: Answer, fragment: Answer) -> bool:
    """Whether a cache could answer one for the other at the same address."""
    vary = {name.strip().lower() for answer in (page, fragment) for name in answer.headers.get("Vary", "").split(",")}
    return (WHOLE in page.body) != (WHOLE in fragment.body) and "hx-request" not in vary


def clears_browser(answer: Answer) -> bool:
    return '"cache"' in answer.headers.get("Clear-Site-Data", "")


def asks_for_password(answer: Answer) -> bool:
    return PASSWORD.search(answer.body) is not None


def leads(answer: Answer, host: str) -> Iterator[str]:
    """Addresses of this site that stand in the answer."""
    found = LINKS.findall(answer.body)
    for many in SETS.findall(answer.body):
        found += [part.split()[0] for part in many.split(b",") if part.split()]
    for link in (*found, answer.leads_to.encode()):
        parts = urlsplit(link.decode("utf-8", "replace").replace("&amp;", "&"))
        is_here = parts.scheme in ("", "http", "https") and parts.netloc.partition(":")[0] in ("", host)
        if is_here and parts.path.startswith("/") and not parts.path.startswith(NOT_OURS):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
