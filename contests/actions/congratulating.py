"""Telling entrants and voters how a contest ended: each of an event once, however often it is published."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from contests import results_news as news
from contests.models import ContestPage, Disqualification, Entry, Placement, Publication, Reinstatement, VoterKey
from contests.models.entry import KIND
from contests.models.results import PlacementQuerySet
from contests.phases import Ability
from core.notices.actions.telling import News, notify, notify_each
from core.notices.models import Follow
from core.publication import State

CONTEST = "contest"  # of the subject
LATELY = timedelta(days=1)
MOST = 20  # publications in one sweep


def tell_of_publication(publication: Publication, *, at: datetime | None = None) -> int:
    """Those concerned have their notices, once everybody may see what was published; before that nobody has.

    Returns how many notices are new.
    """
    at = at or timezone.now()
    if publication.what == Publication.What.SHORTLIST:
        told = notify_each(_of_shortlist(publication), at=at)
    elif Ability.SEE_WINNERS in publication.contest.abilities_at(at):
        told = _tell_of_results(publication, at=at)
    else:
        return 0
    Publication.objects.filter(pk=publication.pk, told_at=None).update(told_at=at)
    return told


def _tell_of_results(publication: Publication, *, at: datetime) -> int:
    named = [*_of_results(publication), *_of_moves(publication)]
    everybody = _people_of(publication.contest_id) - {one.recipient_id for one in named}
    about, key = (CONTEST, publication.contest_id), f"results:{publication.contest_id}"
    return notify_each(named, at=at) + notify(sorted(everybody), kind=news.RESULTS, about=about, key=key, at=at)


def tell_of_disqualification(made: Disqualification) -> int:
    """Whoever entered it reads that it is out of the running, and why."""
    entry = made.entry
    told = [entry.author_id] if entry.author_id else []
    about, key = (KIND, entry.pk), f"disqualified-{entry.pk}:{made.pk}"
    return notify(told, kind=news.DISQUALIFIED, about=about, key=key, by=made.by, at=made.at)


def tell_of_reinstatement(made: Reinstatement) -> int:
    """Whoever entered it reads that it is in the running again, and why."""
    entry = made.disqualification.entry
    told = [entry.author_id] if entry.author_id else []
    about, key = (KIND, entry.pk), f"reinstated-{entry.pk}:{made.pk}"
    return notify(told, kind=news.REINSTATED, about=about, key=key, by=made.decided_by, at=made.decided_at)


def tell_what_is_due(*, at: datetime | None = None) -> int:
    """The chore: of results that were published ahead of their time, and whose time has come; and of what a killed
    worker has left. Each is told once, so those of the last day are gone through again. How many were told now."""
    at = at or timezone.now()
    untold = Publication.objects.filter(told_at=None).select_related("contest")
    shortlists = untold.shortlists().order_by("at", "number")
    results = untold.results().newest().filter(contest__results_from__lte=at)
    told = sum(tell_of_publication(one, at=at) for one in [*shortlists[:MOST], *results[:MOST]])
    made = Disqualification.objects.filter(at__gt=at - LATELY).select_related("entry", "by")
    back = Reinstatement.objects.filter(is_confirmed=True, decided_at__gt=at - LATELY)
    back = back.select_related("disqualification__entry", "decided_by")
    told += sum(tell_of_disqualification(one) for one in made)
    return told + sum(tell_of_reinstatement(one) for one in back)


def _of_shortlist(publication: Publication) -> Iterator[News]:
    """Those who are on it; of a later number those who are new on it, and those who made room."""
    before = publication.contest.publications.shortlists().filter(number=publication.number - 1).first()
    if before is None:
        for placement in _placed(publication):
            yield _news(placement, news.SHORTLISTED, f"shortlisted:{placement.entry_id}")
        return
    now, then = publication.placements.values("entry"), before.placements.values("entry")
    for placement in _placed(publication).exclude(entry__in=then):
        yield _news(placement, news.SHORTLISTED, f"shortlisted-{placement.entry_id}:{publication.pk}")
    for placement in _placed(before).exclude(entry__in=now).filter(entry__state=State.PUBLISHED):
        yield _news(placement, news.UNLISTED, f"unlisted-{placement.entry_id}:{publication.pk}")


def _of_results(publication: Publication) -> Iterator[News]:
    """Winners are thanked; of those who won nothing, the finalists are told their place."""
    placements = list(_placed(publication).filter(_is_named(publication.contest)).order_by("award", "rank", "pk"))
    won = {placement.entry_id for placement in placements if placement.is_winning}
    for placement in placements:
        if placement.is_winning:
            yield _news(placement, news.WON, f"won:{placement.award}:{placement.entry_id}")
        elif placement.entry_id not in won:
            yield _news(placement, news.PLACED, f"placed:{placement.entry_id}")


def _of_moves(publication: Publication) -> Iterator[News]:
    """Of results that follow others: those who were told a place and have another one now, or none. Who wins only now
    is thanked instead."""
    told = publication.contest.publications.results().filter(number__lt=publication.number).exclude(told_at=None)
    before = told.order_by("-number").first()
    if before is None:
        return
    had = {(one.award, one.entry_id): one.rank for one in before.placements.all()}
    has = {(one.award, one.entry_id): one for one in publication.placements.all()}
    had_won = set(Placement.objects.winning().filter(publication__in=told).values_list("award", "entry"))
    named = Placement.objects.filter(_is_named(publication.contest), publication__in=told)
    for placement in _placed_in(named).order_by("award", "entry", "-publication__number"):
        key = placement.award, placement.entry_id
        now = has.get(key)
        is_thanked = now is not None and now.is_winning and key not in had_won
        if (now.rank if now else None) != had.get(key) and not is_thanked:
            yield _news(placement, news.MOVED, f"moved-{placement.award}-{placement.entry_id}:{publication.pk}")


def _is_named(contest: ContestPage) -> Q:
    """Winners, and finalists: those of a shortlist, or as many as would be on one."""
    return Q(entry__is_shortlisted=True) | Q(rank__lte=contest.shortlist_size) | ~Q(prizes=[])


def _placed(publication: Publication) -> PlacementQuerySet:
    return _placed_in(publication.placements.all())


def _placed_in(placements: PlacementQuerySet) -> PlacementQuerySet:
    """Those whose entrants can be told: of who was disqualified they heard otherwise."""
    return placements.filter(entry__disqualified_at=None).exclude(entry__author=None).select_related("entry")


def _news(placement: Placement, kind: str, key: str) -> News:
    return News(placement.entry.author_id or 0, kind, (KIND, placement.entry_id), key)


def _people_of(contest_id: int) -> set[int]:
    """Who entered, voted or follows; not whose entry is out of the running, who heard of that."""
    entered = Entry.objects.published().filter(contest=contest_id).exclude(author=None)
    out = entered.exclude(disqualified_at=None).values_list("author", flat=True)
    voted = VoterKey.objects.filter(contest=contest_id)
    following = Follow.objects.follower_ids(CONTEST, contest_id)
    everybody = {*entered.values_list("author", flat=True), *voted.values_list("member", flat=True), *following}
    return everybody - set(out)
