"""Who is told of a decision, once, when the time for undoing it is over."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.notices.actions.telling import News, notify_each
from core.notices.models import Notice
from moderation.actions.passing_on import news_for_teams
from moderation.acts import PUTS, SHOWS, Act
from moderation.models import Decision, Report, Telling
from moderation.news import DECIDED, PUBLISHED, REPORTED, key_of

CHUNK = 500

Heard = set[tuple[int | None, int | None]]  # members and the decisions that they had a notice of


def tell_due(*, at: datetime | None = None) -> int:
    """The authors and reporters of everything that is due have their notice, unless it was taken back; how many are
    new."""
    at = at or timezone.now()
    due = Telling.objects.filter(due_at__lte=at).order_by("due_at", "pk").values_list("decision_id", flat=True)
    return sum(_tell(some, at=at) for some in _chunks(list(due)))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


@transaction.atomic
def _tell(decision_ids: Collection[int], *, at: datetime) -> int:
    """In as few queries for many as for one.

    The rows that say what is still to be told are held meanwhile, so that undoing waits for the notices or prevents
    them, and go in the same transaction. What another worker holds is left to it.
    """
    due = Telling.objects.filter(decision__in=decision_ids, due_at__lte=at)
    held = dict(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "decision_id"))
    decisions = list(Decision.objects.filter(pk__in=held.values(), taken_back_by=None).select_related("takes_back"))
    reports = _reports_of(decisions)
    heard = _heard(decisions, reports)
    outside = [*_for_authors(decisions, heard, at=at), *_for_reporters(decisions, heard, reports)]
    news = [*outside, *news_for_teams(decisions)]
    told = notify_each(news, at=at)
    Telling.objects.filter(pk__in=held).delete()
    return told


def _for_authors(decisions: Collection[Decision], heard: Heard, *, at: datetime) -> Iterator[News]:
    """Of what they may read on its own page; of a reversal if they had heard of what it takes back."""
    theirs = Decision.objects.filter(pk__in=[decision.pk for decision in decisions]).exclude(author=None)
    readable = set(theirs.told_to_authors(at=at).values_list("pk", flat=True))
    for decision in decisions:
        is_news = decision.act != Act.REVERSE or (decision.author_id, decision.takes_back_id) in heard
        if decision.pk in readable and decision.author_id and is_news:
            kind = PUBLISHED if decision.act in SHOWS else DECIDED
            yield News(decision.author_id, kind, ("decision", decision.pk), key_of(decision.pk))


def _for_reporters(decisions: Collection[Decision], heard: Heard, reports: Collection[Report]) -> Iterator[News]:
    """Each about their own report. A machine's decision leaves the case open: their reports are still to be judged."""
    made: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        made[report.case_id].append(report)
    for decision in decisions:
        settles = decision.act in PUTS and decision.by_id is not None
        for report in made[decision.case_id]:
            is_news = settles or (report.by_id, decision.takes_back_id) in heard
            if is_news and report.by_id and report.by_id not in (decision.by_id, decision.author_id):
                yield News(report.by_id, REPORTED, ("report", report.pk), key_of(decision.pk))


def _reports_of(decisions: Collection[Decision]) -> list[Report]:
    cases = [decision.case_id for decision in decisions]
    return list(Report.objects.filter(case__in=cases).exclude(by=None).only("case", "by"))


def _heard(decisions: Collection[Decision], reports: Collection[Report]) -> Heard:
    """Of what these decisions take back: who had a notice of which."""
    keys = {key_of(decision.takes_back_id): decision.takes_back_id for decision in decisions if decision.takes_back_id}
    if not keys:
        return set()
    readers = {decision.author_id for decision in decisions} | {report.by_id for report in reports}
    rows = Notice.objects.filter(recipient__in=readers - {None}, key__in=keys).values_list("recipient", "key")
    return {(recipient, keys[key]) for recipient, key in rows}
