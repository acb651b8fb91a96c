"""Juries of tests: a contest whose jury judges, its judges, and what they say."""

from typing import Any

from django.utils import timezone

from contests.actions.judging import Opinion
from contests.juries import desk_of, pile_of
from contests.models import ContestPage, Criterion, Entry, Judgement, Juror
from contests.phases import Decides, Phase
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

CRITERIA = (("Idea", 2), ("Craft", 1))


def judged_contest(phase: str = Phase.JUDGING, *, entries: int = 0, quorum: int = 2, **fields: Any) -> ContestPage:
    """Its jury judges now, by idea (which counts twice) and craft, before the public votes."""
    contest = make_contest(phase, **{"decides": Decides.JURY_THEN_PUBLIC, "quorum": quorum} | fields)
    for place, (name, weight) in enumerate(CRITERIA):
        Criterion.objects.create(
            contest=contest, name=name, question=f"How good is the {name}?", weight=weight, sort_order=place
        )
    if entries:
        author = somebody()
        for n in range(entries):
            make_entry(contest, by=author, title=f"Entry {n}", media=False)
    return contest


def make_judge(contest: ContestPage, member: Any = None, **fields: Any) -> Juror:
    """They have accepted, but nothing lies on their desk yet."""
    member = member or somebody()
    kept = {"email": member.email, "name": member.display_name, "accepted_at": timezone.now(), "member": member}
    return Juror.objects.create(contest=contest, **(kept | fields))


def desks(contest: ContestPage) -> dict[int, set[int]]:
    """By judge the entries on their desk."""
    return {juror.pk: set(desk_of(juror).values_list("entry", flat=True)) for juror in contest.jurors.judging()}


def on_top(juror: Juror) -> Judgement:
    """What this judge is shown first."""
    return desk_of(juror).get(entry=pile_of(juror).next)


def marks(judgement: Judgement) -> list[int]:
    """In the order of the criteria."""
    return list(judgement.marks.order_by("criterion__sort_order").values_list("points", flat=True))


def opinion(contest: ContestPage, *points: int, words: str = "", is_quotable: bool = False) -> Opinion:
    """Marks in the order of the criteria; the last one for all that follow."""
    criteria = list(contest.criteria.all())
    marks = [*points, *[points[-1]] * len(criteria)]
    return Opinion({criterion.pk: mark for criterion, mark in zip(criteria, marks, strict=False)}, words, is_quotable)


def given(juror: Juror, entry: Entry, *points: int, words: str = "") -> Judgement:
    """This judge has given these marks, whether or not the entry was allotted to them."""
    said = opinion(juror.contest, *points)
    judgement = Judgement.objects.create(
        juror=juror, entry=entry, state=Judgement.State.GIVEN, given_at=timezone.now(), words=words
    )
    for criterion, mark in said.points.items():
        judgement.marks.create(criterion_id=criterion, points=mark)
    return judgement


def posted(contest: ContestPage, *points: int, **fields: Any) -> dict[str, Any]:
    """What the form of the desk sends."""
    return {f"criterion-{pk}": mark for pk, mark in opinion(contest, *points).points.items()} | {"after": ""} | fields
