"""How far a contest is on its way to results, as the screen of whoever runs it shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from contests.models import ContestPage, Entry, Publication
from contests.obstacles import decided_at, obstacles_to
from contests.standings import SHORTLISTING, Place, final_places, shortlist_places

What = Publication.What
PREVIEWED = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One publication: the one that there is, or everything that stands in its way."""

    what: str
    label: str
    published: Publication | None
    obstacles: Sequence[str]
    form: Any


@dataclass(frozen=True, slots=True)
class Preview:
    """The first places: as they were published, or as they would be now. Without rows nothing is decided yet."""

    label: str
    rows: Sequence[Any]
    is_published: bool = False


def steps_of(contest: ContestPage, forms: Mapping[str, Any], *, at: datetime) -> list[Step]:
    labels = {What.SHORTLIST: _("Shortlist"), What.RESULTS: _("Results")}
    wanted = [What.SHORTLIST, What.RESULTS] if contest.decides in SHORTLISTING else [What.RESULTS]
    newest = {one.what: one for one in contest.publications.newest().select_related("by")}
    return [
        Step(
            what=what,
            label=labels[what],
            published=newest.get(what),
            obstacles=[] if what in newest else obstacles_to(what, contest, at=at, lately=True),
            form=forms[what],
        )
        for what in wanted
    ]


def preview_of(contest: ContestPage, *, at: datetime) -> Preview:
    """Nobody sees how votes stand while they are cast: whoever runs the contest sees it when that is over."""
    newest = {one.what: one for one in contest.publications.newest()}
    if published := newest.get(What.RESULTS):
        placements = published.placements.select_related("entry__author").order_by("-award", "rank", "pk")
        return Preview(_("As it is published"), list(placements[:PREVIEWED]), is_published=True)
    if at >= decided_at(What.RESULTS, contest):
        return Preview(_("As it would be published now"), _named(final_places(contest)))
    if contest.decides in SHORTLISTING and What.SHORTLIST not in newest and at >= decided_at(What.SHORTLIST, contest):
        return Preview(_("As the shortlist would be published now"), _named(shortlist_places(contest)))
    return Preview(_("Nobody sees how it stands until it is decided."), [])


def _named(places: Sequence[Place]) -> Sequence[Place]:
    """The first of them, with all that the list shows."""
    first = places[:PREVIEWED]
    entries = Entry.objects.select_related("author").in_bulk([place.entry.pk for place in first])
    for place in first:
        place.entry = entries[place.entry.pk]
    return first
