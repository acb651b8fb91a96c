"""What the jury's marks come to: as they were given, and brought to one measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev

from contests.juries import before_jury
from contests.models import ContestPage, Judgement, Mark


@dataclass(frozen=True, slots=True)
class Score:
    """Of one entry: 0 while nobody has judged it. `complete`: as many judges as the quorum asks for have done so."""

    entry_id: int
    raw: float
    normalised: float
    judges: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What one judge gives one entry: the mean of their marks, weighted by the criteria."""

    juror_id: int
    entry_id: int
    points: float


def jury_scores(contest: ContestPage) -> list[Score]:
    """Of every entry before the jury, the highest first, in two queries.

    raw: the mean over its judges of x = Σ wᵢ·mᵢ / Σ wᵢ, the marks m weighted by the criteria's weights w.

    normalised: one judge is stricter than another, or uses the whole range where another keeps to the middle. Each x is
    turned into its judge's standard score z = (x − x̄ⱼ) / sⱼ, where x̄ⱼ and sⱼ are the mean and the standard deviation of
    all that this judge gave, and put back on the scale of the contest: X̄ + S·z, where X̄ and S are those of all that
    was given. A judge with one entry, or with the same for all, tells nothing apart: z = 0. The mean over its judges.
    (Ratings as z-scores by rater: J. Herlocker, J. Konstan, A. Borchers, J. Riedl, "An algorithmic framework for
    performing collaborative filtering", SIGIR 1999.)

    Marks of removed judges count as they were given, unless they were taken out with them; conflicts never do.
    """
    entries = list(before_jury(contest).order_by("pk").values_list("pk", flat=True))
    scores = scores_of(entries, _given_in(contest), quorum=contest.quorum)
    return sorted(scores, key=lambda score: (-score.normalised, -score.raw, score.entry_id))


def scores_of(entries: Iterable[int], given: Iterable[Given], *, quorum: int) -> list[Score]:
    given = list(given)
    fair = _on_one_measure(given)
    by_entry: dict[int, list[tuple[float, float]]] = {entry: [] for entry in entries}
    for one, normalised in zip(given, fair, strict=True):
        if one.entry_id in by_entry:
            by_entry[one.entry_id].append((one.points, normalised))
    return [
        Score(
            entry_id=entry,
            raw=fmean(raw for raw, _fair in pairs) if pairs else 0.0,
            normalised=fmean(fair for _raw, fair in pairs) if pairs else 0.0,
            judges=len(pairs),
            complete=len(pairs) >= quorum,
        )
        for entry, pairs in by_entry.items()
    ]


def _on_one_measure(given: list[Given]) -> list[float]:
    """In their order."""
    if not given:
        return []
    by_judge: dict[int, list[float]] = {}
    for one in given:
        by_judge.setdefault(one.juror_id, []).append(one.points)
    middle, spread = _measure([one.points for one in given])
    own = {judge: _measure(points) for judge, points in by_judge.items()}
    return [middle + spread * _standard(one.points, *own[one.juror_id]) for one in given]


def _measure(points: list[float]) -> tuple[float, float]:
    middle = fmean(points)
    return middle, pstdev(points, middle)


def _standard(points: float, middle: float, spread: float) -> float:
    return (points - middle) / spread if spread > 1e-9 else 0.0


def _given_in(contest: ContestPage) -> list[Given]:
    marks = Mark.objects.filter(
        judgement__state=Judgement.State.GIVEN,
        judgement__juror__contest=contest,
        judgement__entry__in=before_jury(contest),
    )
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    named = marks.values_list("judgement__juror", "judgement__entry", "points", "criterion__weight").order_by("pk")
    for juror, entry, points, weight in named:
        total, weights = sums.get((juror, entry), (0, 0))
        sums[juror, entry] = total + weight * points, weights + weight
    return _means(sums)


def _means(sums: Mapping[tuple[int, int], tuple[int, int]]) -> list[Given]:
    return [Given(juror, entry, total / weights) for (juror, entry), (total, weights) in sums.items()]
