"""What a jury has before it: when it judges, which entries, what lies on one judge's desk, how far everybody is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from contests.models import ContestPage, Entry, Judgement, Juror
from contests.models.entry import EntryQuerySet
from contests.models.jury import JudgementQuerySet
from contests.phases import Decides, Phase, Window
from core.ranking import shuffled_place

State = Judgement.State


def window_of(contest: ContestPage) -> Window | None:
    """From when until when the jury judges; None where the public alone decides."""
    windows = contest.schedule.windows
    return windows.get(Phase.JUDGING) or windows.get(Phase.VOTING_AND_JUDGING)


def window_if_set(contest: ContestPage) -> Window | None:
    """The same; None too for a draft whose times are not all there."""
    try:
        return window_of(contest) if has_jury(contest) else None
    except ValueError:
        return None


def holds_until(juror: Juror) -> datetime:
    """An invitation: for thirty days, or until the jury has decided."""
    window = window_if_set(juror.contest)
    return min(juror.expires_at, window.closes) if window else juror.expires_at


def has_jury(contest: ContestPage) -> bool:
    return contest.decides != Decides.PUBLIC


def before_jury(contest: ContestPage) -> EntryQuerySet:
    """What is judged: everything in the running, or what the public has shortlisted."""
    entries = Entry.objects.in_the_running().filter(contest=contest)
    return entries.filter(is_shortlisted=True) if contest.decides == Decides.PUBLIC_THEN_JURY else entries


def desk_of(juror: Juror) -> JudgementQuerySet:
    """What this judge may look at now: conflicts are hidden, and so is what is out of the running."""
    return Judgement.objects.on_desks().filter(juror=juror, entry__in=before_jury(juror.contest))


@dataclass(frozen=True, slots=True)
class Pile:
    """Keys of entries: `open` ones in this judge's own order, `deferred` ones in the order in which they were put off,
    and those that were `given`."""

    open: list[int]
    deferred: list[int]
    given: list[int]

    @property
    def next(self) -> int | None:
        """What was put off returns when nothing else is open."""
        return next(iter([*self.open, *self.deferred]), None)

    @property
    def done(self) -> int:
        return len(self.given)

    @property
    def total(self) -> int:
        return len(self.open) + len(self.deferred) + len(self.given)


def pile_of(juror: Juror) -> Pile:
    """In one query. The order differs from judge to judge, so that no entry is the first or the last for all."""
    rows = list(desk_of(juror).values_list("entry_id", "state", "deferred_at"))
    deferred = sorted((moment, pk) for pk, state, moment in rows if state == State.DEFERRED and moment)
    return Pile(
        open=in_own_order(juror.pk, (pk for pk, state, _moment in rows if state == State.OPEN)),
        deferred=[pk for _moment, pk in deferred],
        given=in_own_order(juror.pk, (pk for pk, state, _moment in rows if state == State.GIVEN)),
    )


def in_own_order(juror_id: int, entries: Iterable[int]) -> list[int]:
    return sorted(entries, key=lambda pk: (shuffled_place(pk, f"desk-{juror_id}"), pk))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one judge is."""

    juror: Juror
    state: Juror.State
    until: datetime  # an invitation holds
    given: int
    left: int
    conflicts: int

    @property
    def total(self) -> int:
        return self.given + self.left


def progress_of(contest: ContestPage, *, at: datetime) -> list[Progress]:
    """Of everybody who was asked, in two queries: who judges first, by name."""
    rows = Judgement.objects.filter(juror__contest=contest, entry__in=before_jury(contest)).order_by()
    counts: dict[int, Counter[str]] = {}
    for juror, state, n in rows.values_list("juror").annotate(n=Count("pk")).values_list("juror", "state", "n"):
        counts.setdefault(juror, Counter())[state] = n
    found = []
    for juror in contest.jurors.select_related("member", "invited_by").order_by("name", "pk"):
        of = counts.get(juror.pk, Counter())
        left = of[State.OPEN] + of[State.DEFERRED]
        until = holds_until(juror)
        state = juror.state_at(at)
        if state == Juror.State.INVITED and at >= until:
            state = Juror.State.EXPIRED
        found.append(Progress(juror, state, until, of[State.GIVEN], left, of[State.CONFLICT]))
    return sorted(found, key=lambda progress: not progress.juror.is_judging)


def judges_of(contest: ContestPage) -> QuerySet[Juror]:
    """Who judges, for everybody to read."""
    return contest.jurors.judging().order_by("accepted_at", "pk")
