"""What other pages show of a shortlist and of results: `{% shortlist contest %}`, `{% honours entry %}`."""

from typing import Any

from django import template

from contests.models import ContestPage, Entry
from contests.outcome import shortlist_of
from contests.winners import honours_of

register = template.Library()


@register.inclusion_tag("contests/fragments/shortlist_or_nothing.html", takes_context=True)
def shortlist(context: template.Context, contest: ContestPage) -> dict[str, Any]:
    """Who is on the shortlist, once it is published; nothing before."""
    return {"shortlist": shortlist_of(contest, to=context["request"].user)}


@register.inclusion_tag("contests/honours.html", takes_context=True)
def honours(context: template.Context, entry: Entry) -> dict[str, Any]:
    """What the entry has won, or that it is on the shortlist."""
    return {"entry": entry, "won": honours_of(entry, to=context["request"].user)}
