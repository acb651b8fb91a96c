"""Winning entries, wherever they are shown: the hall of fame, the home page, members' profiles, their own pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import ContestIndexPage, ContestPage, Entry, Placement, Publication
from contests.models.results import PlacementQuerySet
from contests.outcome import Row, rows_of

Built = tuple[str, dict[str, Any]]
RECENT = timedelta(days=60)  # so long after the results their winners stand on the home page
FEW = 4
SOME = 10


@dataclass(frozen=True, slots=True)
class Honoured:
    """A contest with those who have won it."""

    contest: ContestPage
    publication: Publication
    rows: Sequence[Row]


def winning_placements(user: Any) -> PlacementQuerySet:
    """In the newest results of every contest that this person may see."""
    newest = Publication.objects.visible_to(user).results().newest()
    return Placement.objects.winning().filter(publication__in=newest, entry__disqualified_at=None)


def winning_entries(user: Any) -> QuerySet[Entry]:
    """What has won and may be seen by this person."""
    won = winning_placements(user).order_by().values("entry")
    return Entry.objects.visible_to(user).published().filter(pk__in=won)


def hall_of_fame(publications: Iterable[Publication], *, to: Any) -> list[Honoured]:
    """The contests of these publications with their winners, in as many queries for one as for ten."""
    publications = list(publications)
    placements = winning_placements(to).filter(publication__in=publications).select_related("entry")
    rows = rows_of(placements.order_by("-award", "rank", "pk"), to=to, with_works=True)
    of: dict[int, list[Row]] = {}
    for row in rows:
        of.setdefault(row.placement.publication_id, []).append(row)
    return [Honoured(one.contest, one, of.get(one.pk, [])) for one in publications]


def winners_of(contest: ContestPage, *, to: Any) -> list[Row]:
    """Who has won this one, as far as they may be seen."""
    placements = winning_placements(to).filter(publication__contest=contest).select_related("entry")
    rows = rows_of(placements.order_by("-award", "rank", "pk"), to=to, with_works=True)
    return [row for row in rows if row.entry]


def published_results(user: Any) -> QuerySet[Publication]:
    """The newest results of each contest that this person may see, what was decided last first."""
    newest = Publication.objects.visible_to(user).results().newest().select_related("contest__picture")
    return newest.order_by("-contest__results_from", "-pk")


def recent_winners(request: HttpRequest) -> Built | None:
    """For the home page: who has won lately."""
    recent = published_results(request.user).filter(contest__results_from__gte=timezone.now() - RECENT)
    ids = recent.order_by().values("pk")
    placements = (
        winning_placements(request.user).filter(publication__in=ids).select_related("entry", "publication__contest")
    )
    ordered = placements.order_by("-publication__contest__results_from", "-award", "rank", "pk")
    rows = [row for row in rows_of(ordered[: FEW * 2], to=request.user, with_works=True) if row.entry][:FEW]
    if not rows:
        return None
    more = {"more_url": hall_address(request), "more_label": _("Hall of fame")}
    return "contests/fragments/home_winners.html", {"rows": rows, **more}


def hall_address(request: HttpRequest) -> str:
    """Of the first place of contests that this person may see; empty without one."""
    place = ContestIndexPage.objects.visible_to(request.user).order_by("path").first()
    return place.get_url(request) + place.reverse_subpage("hall-of-fame") if place else ""


def wins_of(member: Any, viewer: Any) -> Built | None:
    """On a profile: what the member has won, as far as the viewer may see it."""
    placements = winning_placements(viewer).filter(entry__author=member)
    found = placements.select_related("entry", "publication__contest").order_by("-publication__at", "rank")[:SOME]
    rows = [row for row in rows_of(found, to=viewer, with_works=True) if row.entry]
    return ("contests/fragments/profile_wins.html", {"rows": rows}) if rows else None


def honours_of(entry: Entry, *, to: Any) -> list[Placement]:
    """The places that it won, in the newest results."""
    won = winning_placements(to).filter(entry=entry).select_related("publication__contest")
    return list(won.order_by("-award"))
