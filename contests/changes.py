"""What has changed since results were published: whether they still say what stands."""

from django.core.cache import cache
from django.db.models import Count, Sum

from contests.figures import counts_of
from contests.jury_scores import Score
from contests.ledger import SOUND_SECONDS
from contests.models import ContestPage, Publication
from contests.standings import Place, final_places

COMPARED = ("entries", "votes", "voters")  # who entered has no number once they leave the site
Outcome = set[tuple[str, int, int, int | None]]  # award, entry, place, votes


def anew(contest: ContestPage, before: Publication) -> list[Place]:
    """The places as they are now by votes; the jury's points are those that were published."""
    return final_places(contest, judged=_published_points(before))


def same_outcome(before: Publication, places: list[Place], contest: ContestPage) -> bool:
    """Whether these are the places, and the counts of votes and entries, that were published."""
    counts = counts_of(contest)
    if any(before.figures.get(name) != counts[name] for name in COMPARED):
        return False
    return _outcome_of(before) == {(one.award, one.entry.pk, one.rank, one.votes) for one in places}


def places_changed(contest: ContestPage, before: Publication) -> list[Place] | None:
    """The places as they are now; None while they and the counts are those that were published. For screens: what was
    the same a few minutes ago is not counted again before something happens to a vote or an entry."""
    key = f"results-stand:{before.pk}:{_moment_of(contest)}"
    if cache.get(key):
        return None
    places = anew(contest, before)
    if not same_outcome(before, places, contest):
        return places
    cache.set(key, True, SOUND_SECONDS)
    return None


def _moment_of(contest: ContestPage) -> str:
    """Another one after each event of a vote, and when another set of entries can win."""
    last = contest.vote_events.order_by("-pk").values_list("pk", flat=True).first()
    running = contest.entries.in_the_running().aggregate(n=Count("pk"), ids=Sum("pk"))
    return f"{last}:{running['n']}:{running['ids']}"


def is_outdated(contest: ContestPage, published: Publication) -> bool:
    """Whether something happened to a vote since, so that it is worth counting anew."""
    last = contest.vote_events.order_by("-pk").first()
    return last is not None and last.at > published.at


def _outcome_of(published: Publication) -> Outcome:
    return set(published.placements.values_list("award", "entry", "rank", "votes"))


def _published_points(before: Publication) -> dict[int, Score]:
    rows = before.placements.exclude(points=None).values_list("entry", "points", "raw_points")
    return {
        entry: Score(entry_id=entry, raw=raw or 0.0, normalised=points or 0.0, judges=1, complete=True)
        for entry, points, raw in rows
    }
