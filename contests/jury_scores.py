"""What the jury gave each entry."""

from collections import defaultdict
from dataclasses import dataclass

from contests.models import ContestPage, Judgement, Mark


@dataclass(frozen=True, slots=True)
class Score:
    """`raw` is of five; `normalised` is fit to be compared."""

    entry_id: int
    raw: float
    normalised: float
    judges: int
    complete: bool


def jury_scores(contest: ContestPage) -> list[Score]:
    marks = Mark.objects.filter(judgement__entry__contest=contest, judgement__state=Judgement.State.GIVEN)
    sums: dict[int, list[float]] = defaultdict(lambda: [0, 0])
    judges: dict[int, set[int]] = defaultdict(set)
    rows = marks.values_list("judgement__entry", "judgement__juror", "criterion__weight", "points")
    for entry, juror, weight, points in rows:
        sums[entry][0] += weight * points
        sums[entry][1] += weight
        judges[entry].add(juror)
    return [
        Score(entry, total / weights, total / weights, len(judges[entry]), len(judges[entry]) >= contest.quorum)
        for entry, (total, weights) in sums.items()
    ]
