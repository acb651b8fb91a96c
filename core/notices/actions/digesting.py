"""Digests: what waited for a moment that has come becomes one e-mail for each member."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from core.effects import after_commit
from core.notices.clocks import next_due_of
from core.notices.models import Deferral, Digest, Heartbeat, Message
from core.notices.models.digest import Rhythm
from core.notices.tasks import deliver

CHUNK = 1_000
PLANNER = "digests"


def plan_digests(*, at: datetime | None = None, chunk: int = CHUNK) -> int:
    """Make a digest, and the row of its e-mail, for everyone for whom something waits that is due; how many.

    Set-based, in chunks of so many members, each with its own transaction unless the caller has one: a planner that
    dies leaves the rest to the next one, and two at once share the work.
    """
    at, made = at or timezone.now(), 0
    while Deferral.objects.due(at=at).exists():
        made += _plan_some(chunk, at=at)
    return made


def _plan_some(chunk: int, *, at: datetime) -> int:
    """The newest moment comes first and takes along what older ones have left, as after days without a sweep."""
    with transaction.atomic():
        Heartbeat.objects.beat(PLANNER, at=at)  # planners take turns: each finds what the other one has left
        newest = Deferral.objects.due(at=at).order_by("-due_at").values_list("rhythm", "due_at").first()
        if newest is None:
            return 0
        rhythm, until = newest
        due = Deferral.objects.due(at=until).filter(rhythm=rhythm)
        of_then = (
            Deferral.objects.waiting()
            .filter(rhythm=rhythm, due_at=until)
            .order_by("recipient")
            .values_list("recipient", flat=True)
        )
        readers = set(of_then.distinct()[:chunk])
        had = Digest.objects.filter(recipient__in=readers, rhythm=rhythm, until=until)
        if late := set(had.values_list("recipient", flat=True)):
            _roll_on(due.filter(recipient__in=late), late, Rhythm(rhythm), at=at)
        return _make(due, readers - late, rhythm=rhythm, until=until, at=at)


def _make(due: QuerySet[Deferral], readers: Collection[int], *, rhythm: str, until: datetime, at: datetime) -> int:
    """A digest for each reader, with what is due for them, and its e-mail."""
    digests = Digest.objects.bulk_create(Digest(recipient_id=pk, rhythm=rhythm, until=until) for pk in sorted(readers))
    theirs = Digest.objects.filter(recipient=OuterRef("recipient"), rhythm=rhythm, until=until)
    due.filter(recipient__in=readers).update(digest=Subquery(theirs.values("pk")))
    Message.objects.bulk_create(
        Message(digest=digest, recipient_id=digest.recipient_id, due_at=at) for digest in digests
    )
    if digests:
        after_commit(deliver)
    return len(digests)


def _roll_on(late: QuerySet[Deferral], readers: Collection[int], rhythm: Rhythm, *, at: datetime) -> None:
    """What was stored only after the digest of its moment had been made comes with the next one."""
    by_due: dict[datetime, list[int]] = defaultdict(list)
    for (pk, _rhythm), due_at in next_due_of([(pk, rhythm) for pk in readers], after=at).items():
        by_due[due_at].append(pk)
    for due_at, pks in by_due.items():
        late.filter(recipient__in=pks).update(due_at=due_at)
