from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.screening.checks import Check, Limit, Noticed, Tuning, Written
from moderation.screening.texts import SHORTENERS, links_in

TOO_MANY, SHORTENED, FROM_NEW_ACCOUNT = 0.6, 0.7, 0.5
MOST_NAMED = 3


def look(written: Written, tuning: Tuning) -> Noticed | None:
    """Links to other places: too many, through a shortener, or by somebody who has only just come."""
    own = frozenset({_own_host(), *(term.lower().removeprefix("www.") for term in tuning.terms)})
    links = [link for link in links_in(written.plain) if not link.within(own)]
    if not links:
        return None
    shortened = [host for link in links if (host := link.within(SHORTENERS))]
    age = written.account_age
    is_new = age is not None and age < timedelta(days=tuning.limits["days"])
    weight = TOO_MANY * (len(links) > tuning.limits["links"]) + SHORTENED * bool(shortened)
    weight += FROM_NEW_ACCOUNT * is_new
    if not weight:
        return None
    words = _counted(len(links), shortened)
    return Noticed(f"{words} {_('The account is new.')}" if is_new else words, weight)


def _counted(links: int, shortened: list[str]) -> str:
    """Shorteners are named as we know them, never in the member's own words."""
    hosts = ", ".join(sorted(set(shortened))[:MOST_NAMED])
    if not shortened:
        words = ngettext("%(n)d link.", "%(n)d links.", links)
    elif len(shortened) == 1:
        words = ngettext(
            "%(n)d link, through a shortener (%(hosts)s).",
            "%(n)d links, one through a shortener (%(hosts)s).",
            links,
        )
    else:
        words = ngettext(
            "%(n)d link, through shorteners (%(hosts)s).",
            "%(n)d links, %(shortened)d through a shortener (%(hosts)s).",
            links,
        )
    return words % {"n": links, "shortened": len(shortened), "hosts": hosts}


def _own_host() -> str:
    return (urlsplit(settings.BASE_URL).hostname or "").removeprefix("www.")


CHECK = Check(
    "links",
    gettext_lazy("Links"),
    gettext_lazy("Too many links, links through a shortener, and links by new accounts."),
    look,
    limits=(
        Limit("links", gettext_lazy("So many links are nothing special"), 2, 0, 50),
        Limit("days", gettext_lazy("An account is new for so many days"), 3, 0, 365),
    ),
    terms_label=gettext_lazy("Sites that do not count"),
    terms_help=gettext_lazy("Your own, one a line: kaffa.example. This site never counts."),
)
