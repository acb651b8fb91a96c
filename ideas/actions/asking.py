"""“Did we get it right?”: a while after a launch its people are asked, once each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from core.audience.grounds import kept_out
from core.notices.actions.telling import notify
from core.publication import State
from ideas.actions.telling import audience_of
from ideas.models import Act, Idea, Launching, LaunchOpinion, LaunchQuestion
from ideas.opinions.subjects import ASKED, QUESTION

ASK_AFTER = timedelta(days=30)
BATCH = 500


def ask_about_launches(*, at: datetime | None = None) -> int:
    """Whoever wrote, supports or follows the ideas behind stories that are old enough is asked. Safe at any time and
    twice at once: how many were asked now."""
    at = at or timezone.now()
    plan_questions()
    return sum(ask_about(question, at=at) for question in LaunchQuestion.objects.due(at=at).select_related("page"))


def plan_questions() -> None:
    """The day of the question stands once a story has launched something, and stays: correcting or republishing it does
    not move it."""
    launched = Launching.objects.filter(act=Act.LAUNCHED, page__isnull=False, page__question=None).order_by()
    rows = launched.values_list("page").annotate(told=Min("at"), on=Max("launched_on"))
    questions = [LaunchQuestion(page_id=page, due_at=_due(told, on)) for page, told, on in rows]
    LaunchQuestion.objects.bulk_create(questions, ignore_conflicts=True)


def ask_about(question: LaunchQuestion, *, at: datetime) -> int:
    """How many were asked now. What a killed worker left is done by doing it again: nobody is asked twice.

    Not asked is who has left, who may not enter where the story or the idea stands, and whoever's idea it launched no
    more.
    """
    asked, people = 0, sorted(_people(question, at=at))
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        with transaction.atomic():
            LaunchOpinion.objects.bulk_create(
                (LaunchOpinion(page_id=question.page_id, member_id=pk, asked_at=at) for pk in batch),
                ignore_conflicts=True,
            )
            asked += notify(batch, kind=ASKED, about=(QUESTION, question.pk), key=f"{ASKED}:{question.pk}", at=at)
    if asked or _was_launched(question):
        LaunchQuestion.objects.filter(pk=question.pk, asked_at=None).update(asked_at=at)
    return asked


def _people(question: LaunchQuestion, *, at: datetime) -> set[int]:
    people: set[int] = set()
    for idea in _ideas(question):
        mine = audience_of(idea)
        outside = kept_out(((("idea", idea.pk), pk) for pk in mine), at=at)
        people |= mine - {pk for _thing, pk in outside}
    outside = kept_out((((QUESTION, question.pk), pk) for pk in people), at=at)
    return people - {pk for _thing, pk in outside}


def _ideas(question: LaunchQuestion) -> Iterator[Idea]:
    """Those that the story launches still, and that everybody on their board may read."""
    standing = Launching.objects.standing().filter(page=question.page_id)
    yield from Idea.objects.filter(pk__in=standing.values("idea"), state=State.PUBLISHED, board__live=True)


def _was_launched(question: LaunchQuestion) -> bool:
    """Not while all that the story had launched is taken back: should it stand again, its people are asked then."""
    return Launching.objects.standing().filter(page=question.page_id).exists()


def _due(told: datetime, on: date) -> datetime:
    """So long after the day of the launch, and after people were told of it. In hours: no change of clocks moves it."""
    return max(told, datetime.combine(on, time(), UTC)) + ASK_AFTER
