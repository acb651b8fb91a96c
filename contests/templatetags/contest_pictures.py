"""`{% billboard_views item entry %}`, `{% entry_share_card entry %}` and `{% contest_share_card contest %}`."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from contests.billboards import street_views_of
from contests.models import ContestPage, Entry
from gallery.models import MediaItem
from gallery.printing import print_words, safe_words
from gallery.share_cards import HIGH, WIDE
from gallery.showing import picture_of

register = template.Library()


@register.inclusion_tag("contests/fragments/billboard_views.html")
def billboard_views(item: MediaItem, entry: Entry | None = None) -> dict[str, Any]:
    """How a billboard reads from 60 metres away, what its edges may lose, how large it prints and how it would hang.
    Without an entry, for whoever uploaded it. Empty for what is no billboard or is not ready. One query, for the
    streets."""
    picture = picture_of(item) if item.limits.is_printed else None
    print_size, safe = print_words(item.limits, item.measured), safe_words(item.limits)
    return {
        "item": item,
        "picture": picture,
        "print_size": {"words": print_size[1], "why": "" if entry else print_size[2]} if print_size else None,
        "safe": {"words": safe[0], "why": safe[1]} if safe else None,
        "streets": street_views_of(entry, item) if picture else [],
    }


@register.inclusion_tag("components/share_card.html", takes_context=True)
def entry_share_card(context: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """Nothing while others do not see the entry."""
    alt = _("“%(entry)s”, entered in “%(contest)s”") % {"entry": entry.title, "contest": entry.contest.title}
    return _card(context, reverse("contests:card", args=[entry.pk]) if entry.is_shown() else "", alt)


@register.inclusion_tag("components/share_card.html", takes_context=True)
def contest_share_card(context: dict[str, Any], contest: ContestPage) -> dict[str, Any]:
    """Nothing of a draft, which has no address yet."""
    alt = _("“%(contest)s”: %(brief)s") % {"contest": contest.title, "brief": contest.brief}
    page = contest.get_url(context.get("request")) if contest.live else None
    return _card(context, f"{page}{contest.reverse_subpage('contest-card')}" if page else "", alt)


def _card(context: dict[str, Any], url: str, alt: str) -> dict[str, Any]:
    absolute = context["request"].build_absolute_uri(url) if url else ""
    return {"url": absolute, "alt": alt, "width": WIDE, "height": HIGH}
