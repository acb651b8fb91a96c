"""`{% vote_box idea verdict csrf_token %}`: the box with which somebody supports something.

Written out in Python because a page has twenty: as a template it took half of a card's time. Works without JavaScript.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from core.templatetags.icons import icon

register = template.Library()


@register.simple_tag
def vote_box(
    subject: Any,
    verdict: Any,
    csrf_token: object,
    size: str = "",
    refusal: str = "",
    label: str = "",
    note: str = "",
) -> SafeString:
    """The form `#vote-box-<dom_id>` with its button and count, and the reason where the policy says no.

    `subject` has dom_id, vote_count (None while sealed), has_my_vote, open_to_votes, get_vote_url; and perhaps
    `spoken`, what the button is called for those who listen, where it shows no count. `size` is "l" on the
    page of one thing, "row" on a line of its own; `refusal` says why the last click did not count; `label` says what
    the click does, or what the count is of; `note` stands below.
    """
    url, name, kind = escape(subject.get_vote_url()), escape(subject.dom_id), escape(size)
    dressed, sent = (f' data-size="{kind}"', f'<input type="hidden" name="size" value="{kind}">') if size else ("", "")
    closed = "" if subject.open_to_votes else ' data-closed=""'
    refused = f'<p class="vote-box-refusal" role="alert">{escape(refusal)}</p>' if refusal else ""
    reason = "" if verdict else f'<p class="vote-box-reason" id="vote-reason-{name}">{escape(verdict.reason)}</p>'
    noted = f'<p class="vote-box-note">{escape(note)}</p>' if note else ""
    return mark_safe(
        f'<form id="vote-box-{name}" class="vote-box" method="post" action="{url}" hx-post="{url}" hx-target="this"'
        f' hx-swap="outerHTML"{dressed}{closed}>'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(csrf_token)}">{sent}'
        f"{_button(subject, verdict, name, label)}{refused}{reason}{noted}</form>"
    )


def _button(subject: Any, verdict: Any, name: str, label: str) -> str:
    """It sends the wanted state, so that a double click is harmless."""
    state = 'value="off" aria-pressed="true"' if subject.has_my_vote else 'value="on" aria-pressed="false"'
    why = "" if verdict else f' aria-describedby="vote-reason-{name}"'
    stopped = "" if verdict or verdict.sign_in else " disabled"
    count = subject.vote_count
    counted = "" if count is None else f'<span class="vote-box-count" data-count>{int(count)}</span> '
    spoken = "" if stopped or counted else getattr(subject, "spoken", "")
    named = f' aria-label="{escape(spoken)}"' if spoken else ""
    button = f'<button id="vote-{name}" class="vote-box-button" name="vote" {state}{named}{why}{stopped}>'
    return f"{button}{counted}{_ended(subject, label) if stopped else _label(get_language(), label)}</button>"


@lru_cache(maxsize=64)
def _label(_language: str | None, label: str) -> str:
    marks = icon("support", css_class="vote-box-off") + icon("supported", css_class="vote-box-on")
    return f'<span class="vote-box-label">{marks}{escape(label or gettext("Support"))}</span>'


def _ended(subject: Any, label: str) -> str:
    """What the count is of, where there is nothing left to press, with the mark of a support of one's own."""
    mark = icon("supported", css_class="vote-box-on") if subject.has_my_vote else ""
    words = escape(label or ngettext("supporter", "supporters", subject.vote_count or 0))
    return f'<span class="vote-box-label">{mark}{words}</span>'
