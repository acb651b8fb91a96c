"""What is counted of a member in contests: by it a tier of insiders can be earned."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contests.models import Entry, Placement, Publication
from core.audience.measures import Counted
from core.publication import State

ENTRIES, WINS = "entries-published", "contests-won"


def entries(at: datetime) -> QuerySet[Entry]:
    """Also in contests that show their entries later: an entry is its entrant's from the start."""
    return Entry.objects.in_the_running().filter(published_at__lte=at, contest__live=True)


def wins(at: datetime) -> QuerySet[Placement]:
    """By the results that hold, once their time has come; one of each contest, however many places and prizes."""
    results = Publication.objects.results().newest().filter(contest__results_from__lte=at, contest__live=True)
    won = Placement.objects.winning().filter(
        publication__in=results.order_by().values("pk"), entry__state=State.PUBLISHED, entry__disqualified_at=None
    )
    earlier = won.filter(
        publication=OuterRef("publication"), entry__author=OuterRef("entry__author"), pk__lt=OuterRef("pk")
    )
    return won.filter(~Exists(earlier))


def _entries(n: int) -> str:
    return ngettext("%(n)d entry in a contest", "%(n)d entries in contests", n) % {"n": n}


def _wins(n: int) -> str:
    return ngettext("%(n)d contest that was won", "%(n)d contests that were won", n) % {"n": n}


MEASURES = (
    Counted(
        ENTRIES,
        _("Entries in contests"),
        _("Your published entries count; withdrawn, hidden and disqualified ones do not."),
        _entries,
        entries,
    ),
    Counted(
        WINS,
        _("Contests that were won"),
        _("Contests count in whose results you are first or have a prize, each once."),
        _wins,
        wins,
        member="entry__author",
        moment="publication__contest__results_from",
    ),
)
