"""Members' plain text as it is shown: paragraphs, addresses that can be followed, and @mentions."""

import re
from collections.abc import Collection

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# One walk over the text. Every part is bounded or cannot overlap with the next, so a long text costs its length.
_MARKED = re.compile(
    r"""(?P<code>`[^`\n]{1,200}`)|(?P<address>\bhttps?://[^\s<>"]+)"""
    r"|(?<![\w@./+-])@(?P<handle>[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?)(?![\w@]|\.\w)",
    re.IGNORECASE | re.ASCII,
)
_PARAGRAPH = re.compile(r"\n{2,}")
_ENDS_A_SENTENCE = ".,;:!?'»”’…"


@register.filter
def voice(text: object, known: Collection[str] | None = None) -> SafeString:
    """`{{ idea.body|voice }}`: safe markup of a member's plain text.

    With `known` (handles in lower case) only these are links; without it every @handle is.
    """
    plain = str(text or "").replace("\r\n", "\n").strip()
    paragraphs = (f"<p>{_lines(part, known)}</p>" for part in _PARAGRAPH.split(plain) if part.strip())
    return mark_safe("\n".join(paragraphs))


def handles_in(text: str) -> list[str]:
    """The handles that the text mentions, in lower case, each once, in order."""
    return list(dict.fromkeys(found["handle"].lower() for found in _MARKED.finditer(text) if found["handle"]))


def _lines(paragraph: str, known: Collection[str] | None) -> str:
    shown: list[str] = []
    end = 0
    for found in _MARKED.finditer(paragraph):
        shown.append(escape(paragraph[end : found.start()]))
        shown.append(_marked(found, known))
        end = found.end()
    shown.append(escape(paragraph[end:]))
    return "".join(shown).replace("\n", "<br>\n")


def _marked(found: re.Match[str], known: Collection[str] | None) -> str:
    if found["code"]:  # what stands between two ` is said as it is
        return escape(found["code"])
    return _mention(found["handle"], known) if found["handle"] else _address(found["address"])


def _mention(handle: str, known: Collection[str] | None) -> str:
    if known is not None and handle.lower() not in known:
        return f"@{handle}"
    return f'<a class="mention" href="{reverse("members:profile", args=[handle.lower()])}"><bdi>@{handle}</bdi></a>'


def _address(found: str) -> str:
    """The link, without the punctuation of the sentence around it; a bracket stays when its partner is inside."""
    address, unpaired = found, found.count(")") - found.count("(")
    while address and (address[-1] in _ENDS_A_SENTENCE or (address[-1] == ")" and unpaired > 0)):
        unpaired -= address[-1] == ")"
        address = address[:-1]
    link = f'<a href="{escape(address)}" rel="nofollow ugc noopener" dir="ltr">{escape(address)}</a>'
    return link + escape(found[len(address) :])
