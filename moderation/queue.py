"""What stands in the queue, in which order, and whose. Every number is a query; nothing is counted along."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Exists, Func, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Window
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.audience.gate import closed_paths, once
from core.http import key_in
from core.members.models import User
from core.pagination import Page, decode, encode, keyset
from moderation.acts import Act
from moderation.models import Case, CaseState, Decision, IllegalNotice, Report
from moderation.models.case import PASSED_ON, CaseQuerySet, late
from moderation.models.notice import IllegalNoticeQuerySet
from moderation.registries import moderated

T = TypeVar("T", bound=Model)
SIZES = (50, 200, 500)  # of a page
LATELY = timedelta(days=1)  # what the number beside "Decided" counts


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the queue: the cases that `among` keeps."""

    key: str
    label: str | Promise
    among: Q

    @property
    def is_open(self) -> bool:
        return self.key != "decided"


OPEN = Q(state=CaseState.OPEN)
# In whatever state the case is: whoever filed a notice is owed an answer, also when the thing is decided on or gone.
UNANSWERED = Q(pk__in=IllegalNotice.objects.unanswered().exclude(case=None).order_by().values("case"))
TABS = {
    tab.key: tab
    for tab in (
        Tab("open", pgettext_lazy("cases", "Everything open"), OPEN),
        Tab("waiting", pgettext_lazy("cases", "Waiting"), OPEN & Q(is_waiting=True)),
        Tab("reported", pgettext_lazy("cases", "Reported"), OPEN & Q(is_reported=True)),
        Tab("appeals", _("Appeals"), OPEN & Q(is_appealed=True)),
        Tab("illegal", _("Illegal content"), UNANSWERED),
        Tab("passed", pgettext_lazy("cases", "Passed on"), OPEN & PASSED_ON),
        Tab("decided", pgettext_lazy("cases", "Decided"), ~OPEN),  # and what has lapsed
    )
}
PASSED_TO = {"brand": _("the brand’s team"), "legal": _("legal"), "safety": _("safety")}
AGES = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "3d": timedelta(days=3), "7d": timedelta(days=7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a moderator wants to see of the queue. Without anything: all that is open."""

    tab: Tab = TABS["open"]
    kind: str = ""
    rule: str = ""  # a slug
    is_mine: bool = False
    passed_to: str = ""
    age: str = ""
    words: str = ""
    decided_by: str = ""  # a handle; of what is open it narrows nothing
    size: int = SIZES[0]

    @property
    def is_narrowed(self) -> bool:
        said = (self.kind, self.rule, self.is_mine, self.passed_to, self.age, self.words)
        return any(said) or self.is_by_somebody

    @property
    def is_by_somebody(self) -> bool:
        return bool(self.decided_by) and not self.tab.is_open

    @property
    def is_of_passed_on(self) -> bool:
        return bool(self.passed_to) or self.tab is TABS["passed"]


def cases_of(user: Any) -> CaseQuerySet:
    """Cases that exist for this moderator: those of things behind doors that are closed to them do not."""
    cases = Case.objects.all()
    for key, closed in _out_of_reach(user):
        inside = closed.filter(pk=OuterRef("subject_id"))
        cases = cases.exclude(Q(kind=key) & Exists(inside))  # asked of each row: few are looked at
    return cases


def _all_cases_of(user: Any) -> CaseQuerySet:
    """The same where all rows are looked at: what is closed is looked up once."""
    cases = Case.objects.all()
    for key, closed in _out_of_reach(user):
        cases = cases.exclude(kind=key, subject_id__in=closed.values("pk"))
    return cases


def _out_of_reach(user: Any) -> list[tuple[str, QuerySet]]:
    """By kind the things that stand behind doors closed to this moderator, where there is such a door."""
    if not closed_paths(user):
        return []

    def ask() -> list[tuple[str, QuerySet]]:
        closed = ((adapter.key, adapter.out_of_reach(user)) for adapter in moderated)
        return [(key, things.order_by()) for key, things in closed if not things.query.is_empty()]

    return once(("out of moderator's reach", user.pk), ask)


def asked_for(asked: Asked, *, by: Any, at: datetime | None = None) -> CaseQuerySet:
    """The cases of this tab that fit every filter. Those that ask for what an author is not told find nobody's own."""
    at = at or timezone.now()
    cases = cases_of(by).filter(asked.tab.among)
    if asked.kind:
        cases = cases.filter(kind=asked.kind)
    if asked.rule:
        cases = cases.not_by(by).filter(Exists(Report.objects.filter(case=OuterRef("pk"), rule__slug=asked.rule)))
    if asked.is_mine:
        cases = cases.filter(claimed_by=by.pk, claimed_until__gt=at)
    if asked.is_of_passed_on:
        cases = cases.not_by(by)
    if asked.passed_to:
        cases = cases.filter(escalated_to=asked.passed_to)
    if asked.age:
        cases = cases.filter(opened_at__lte=at - AGES[asked.age])
    if asked.is_by_somebody:
        cases = cases.not_by(by).filter(Exists(_decided_by(asked.decided_by)))
    return cases.filter(_fits(asked.words, by=by)) if asked.words else cases


def _decided_by(handle: str) -> QuerySet[Decision]:
    """What this moderator decided in the case; not what they undid at once."""
    decisions = Decision.objects.filter(case=OuterRef("pk"), by__handle__iexact=handle).exclude(act=Act.UNDO)
    return decisions.exclude(taken_back_by__act=Act.UNDO)


def _fits(words: str, *, by: Any) -> Q:
    """By what it says, who wrote it, the number of the thing, or the receipt of a notice."""
    authors = User.objects.filter(Q(handle__icontains=words) | Q(display_name__icontains=words))
    noticed = Case.objects.not_by(by).filter(illegal_notices__receipt__iexact=words)
    fits = Q(author__in=authors.values("pk")) | Q(pk__in=noticed.values("pk"))
    for adapter in moderated:
        fits |= Q(kind=adapter.key, subject_id__in=adapter.saying(words).order_by().values("pk"))
    return fits | Q(subject_id=key) if (key := key_in(words)) else fits


def to_pull(asked: Asked, *, by: Any, but: Iterable[int] = ()) -> CaseQuerySet:
    """What "next" takes from: open, not passed on to somebody else, and none of those skipped."""
    wanted = [] if asked.tab.is_open and asked.tab is not TABS["illegal"] else [OPEN]
    wanted += [] if asked.is_of_passed_on else [Q(escalated_to="")]
    wanted += [~Q(pk__in=passed_over)] if (passed_over := list(but)) else []
    return asked_for(asked, by=by).filter(*wanted).select_related("author")


def page_of(cases: CaseQuerySet, tab: Tab, *, after: str = "", size: int = SIZES[0]) -> Page[Case]:
    """One page: the most urgent first; of what is decided the latest first, each with the act by which it ended
    (`ended_by`). Raises RuleBroken for a damaged cursor."""
    cases = cases.select_related("author", "claimed_by")
    if tab.is_open:
        return rising(cases, "urgent_since", after=after, size=size)
    last = Decision.objects.filter(case=OuterRef("pk"), taken_back_by=None).exclude(act=Act.UNDO).order_by("-pk")
    cases = cases.annotate(ended_by=Subquery(last.values("act")[:1]))
    return keyset(cases, by=("closed_at", "pk"), kinds=(datetime, int), after=after, size=size)


def rising(rows: QuerySet[T], field: str, *, after: str = "", size: int = SIZES[0]) -> Page[T]:
    """`core.pagination.keyset`, the other way round, by a moment. Raises RuleBroken for a damaged cursor."""
    if after:
        moment, pk = decode(after, kinds=(datetime, int))
        beyond = Q(**{f"{field}__gt": moment}) | Q(pk__gt=pk)
        rows = rows.filter(Q(**{f"{field}__gte": moment}) & beyond)
    found = list(rows.order_by(field, "pk")[: size + 1])
    page: Page[T] = Page(found[:size])
    if len(found) > size:
        page.next = encode([getattr(page[-1], field), page[-1].pk])
    return page


def counts(user: Any, *, promised: timedelta, at: datetime | None = None) -> dict[str, int]:
    """By the key of a tab how many stand in it; of what is decided, what the last day brought. One query.

    And under "late" how many wait for longer than `promised`.
    """
    at = at or timezone.now()
    lately = Q(closed_at__gt=at - LATELY)
    among = {tab.key: tab.among if tab.is_open else tab.among & lately for tab in TABS.values()}
    among["illegal"] &= OPEN
    numbers: dict[str, Any] = {key: Count("pk", filter=kept) for key, kept in among.items()}
    numbers["late"] = Count("pk", filter=OPEN & late(promised=promised, at=at))
    numbers["illegal"] += _number_of(cases_of(user).filter(UNANSWERED).exclude(OPEN))
    numbers["illegal"] += _number_of(notices_without_a_case())
    found: dict[str, int] = _all_cases_of(user).filter(OPEN | among["decided"]).aggregate(**numbers)
    return found


def _number_of(rows: QuerySet[Any]) -> Subquery:
    """How many there are, as a part of another query."""
    return Subquery(rows.order_by().annotate(n=Func("pk", function="COUNT", output_field=IntegerField())).values("n"))


def notices_without_a_case() -> QuerySet[IllegalNotice]:
    """Notices of something that could not be found at the address that was given. They are to be answered too."""
    return IllegalNotice.objects.unanswered().filter(case=None).order_by("at", "pk")


def first_without_a_case(most: int = 20) -> tuple[list[IllegalNotice], int]:
    """Those that have waited longest, and how many more there are. One query."""
    first: list[Any] = list(notices_without_a_case().annotate(total=Window(Count("pk")))[:most])
    return first, first[0].total - len(first) if first else 0


def is_answer_owed(case: Case, *, by: Any) -> bool:
    """Whether a notice about this waits for an answer that `by` may give."""
    if not case.is_illegal_notice or case.author_id == by.pk:
        return False
    return IllegalNotice.objects.unanswered().filter(case=case.pk).exclude(by=by.pk).exists()


def notices_of(user: Any) -> IllegalNoticeQuerySet:
    """Notices that this moderator may read: of cases that exist for them, and those that belong to none.

    Not of their own things: there they are the author.
    """
    return IllegalNotice.objects.filter(Q(case=None) | Q(case__in=cases_of(user).not_by(user).order_by().values("pk")))
