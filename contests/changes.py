"""What has changed since results were published: whether they still say what stands."""

from contests.figures import counts_of
from contests.jury_scores import Score
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
