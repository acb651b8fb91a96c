"""What other pages show of a shortlist and of results: `{% shortlist contest %}`, `{% honours entry %}`,
`{% moving_up contest %}`."""

from typing import Any

from django import template

from contests.models import ContestPage, Entry
from contests.outcome import MOVING_UP, shortlist_of
from contests.phases import Decides
from contests.winners import honours_of

register = template.Library()


@register.inclusion_tag("contests/fragments/shortlist_or_nothing.html", takes_context=True)
def shortlist(context: template.Context, contest: ContestPage) -> dict[str, Any]:
    """Who is on the shortlist, once it is published; nothing before."""
    return {"contest": contest, "shortlist": shortlist_of(contest, to=context["request"].user)}


@register.inclusion_tag("contests/honours.html", takes_context=True)
def honours(context: template.Context, entry: Entry) -> dict[str, Any]:
    """What the entry has won, or that it is on the shortlist."""
    return {"entry": entry, "won": honours_of(entry, to=context["request"].user)}


@register.simple_tag
def moving_up(contest: ContestPage) -> str:
    """Until when somebody follows whoever leaves the shortlist, in a sentence."""
    return str(MOVING_UP[Decides(contest.decides)])
