"""All that a moderator is told about one case: the thing, its author, what others said of it, what was decided."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from core.policies import Verdict
from core.publication import State
from moderation import trust
from moderation.acts import COSTS_TRUST, NEEDS_RULE, NEEDS_TEXT, ON_APPEAL, PUTS, TAKES_BACK, Act, acts_for
from moderation.admin.alike import Likeness, alike, look_alikes
from moderation.admin.pieces import Piece, as_kept, pieces_of
from moderation.models import Appeal, Case, Decision, Finding, IllegalNotice, ModerationSettings, Report
from moderation.models.decision import UNDO
from moderation.policies import may_answer, may_decide, may_return, may_take_back
from moderation.queue import cases_of
from moderation.registries import moderated
from moderation.teams import escalation_of
from moderation.urgency import Part, parts_of

OTHERS = 6
FIRST = 1  # version: never edited


@dataclass(frozen=True, slots=True)
class Choice:
    """One act that may be chosen now. One that needs words opens the panel for them; others are sent at once."""

    act: Act
    label: str | Promise = field(hash=False)  # of a lazy text it would be of its translation
    key: str = ""

    @property
    def needs(self) -> str:
        """The fields that it asks for, the first of them to be filled in first."""
        asked = ["rule"] if self.act in NEEDS_RULE | {Act.ASK, Act.WARN} else []
        asked += ["text"] if self.act in NEEDS_TEXT else []
        asked += {Act.SUSPEND: ["until"], Act.ESCALATE: ["passed_to"]}.get(self.act, [])
        return " ".join([*asked, "note"]) if asked or self.act == Act.RETURN else ""


APPROVE, REJECT = Choice(Act.APPROVE, _("Approve"), "f"), Choice(Act.REJECT, _("Reject"), "d")
CHOICES = {APPROVE.act: APPROVE, REJECT.act: REJECT} | {
    Act.ASK: Choice(Act.ASK, _("Ask for changes"), "n"),
    Act.HIDE: Choice(Act.HIDE, _("Hide")),
    Act.RESTORE: Choice(Act.RESTORE, _("Restore"), "f"),
}
KEEP, LEAVE_HIDDEN = Choice(Act.APPROVE, _("Keep it"), "f"), Choice(Act.HIDE, _("Leave it hidden"))
OF_AUTHORS = (Choice(Act.WARN, _("Warn the author")), Choice(Act.SUSPEND, _("Suspend the author")))
PASS_ON = (Choice(Act.ESCALATE, _("Escalate"), "e"),)
BACK = (Choice(Act.RETURN, _("Take it back into the queue")),)
OF_APPEALS = (
    Choice(Act.OVERTURN, _("Overturn the decision"), "f"),
    Choice(Act.UPHOLD, _("Uphold the decision"), "d"),
)


def choices_for(states: Collection[str], state: str) -> tuple[Choice, ...]:
    """The acts that place the thing now, as they are called here; "d" is the first of those against it."""
    named = CHOICES | ({Act.APPROVE: KEEP} if state == State.PUBLISHED else {})
    named |= {Act.HIDE: LEAVE_HIDDEN} if state == State.HIDDEN else {}
    offered = acts_for(states, state)
    if Act.REJECT not in offered and Act.HIDE in offered:
        named[Act.HIDE] = replace(named[Act.HIDE], key="d")
    return tuple(named[act] for act in offered)


@dataclass(frozen=True, slots=True)
class Record:
    """How the author's contributions were judged so far."""

    approved: int
    against: int
    suspended_until: datetime | None
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """One notice as one moderator reads it: with the words that it is about, where they are others by now."""

    notice: IllegalNotice
    verdict: Verdict  # may_answer
    former: Piece | None = None

    @property
    def is_to_answer(self) -> bool:
        return bool(self.verdict) and not self.notice.is_answered


class Dossier:
    """One case as one moderator sees it now.

    Of the case of their own thing they read what any author reads: nothing that was reported, filed or noticed, and of
    what was decided only what its author was told.
    """

    def __init__(self, case: Case, *, by: Any, at: datetime | None = None) -> None:
        self.case, self.by, self.at = case, by, at or timezone.now()

    @cached_property
    def piece(self) -> Piece:
        """What is gone is shown as it was last kept."""
        piece = pieces_of([self.case])[self.case.pk]
        if not piece.is_gone:
            return piece
        rows: tuple[Any, ...] = (*self.decisions, *self.reports, *self._noticed)
        kept = next((row.snapshot for row in rows if row.snapshot), {})
        return as_kept(self.case.kind, kept, is_gone=True)

    @property
    def is_own(self) -> bool:
        return self.case.author_id is not None and self.case.author_id == self.by.pk

    @cached_property
    def verdict(self) -> Verdict:
        return may_decide(self.by, self.case)

    @property
    def is_mine(self) -> bool:
        return self.case.claimed_by_id == self.by.pk and self.case.is_claimed(at=self.at)

    @property
    def seconds_left(self) -> int:
        """Until the claim ends, unless its moderator's page gives a sign of life."""
        until = self.case.claimed_until
        return max(0, int((until - self.at).total_seconds())) if until else 0

    @property
    def is_somebody_elses(self) -> bool:
        return self.case.is_claimed_by_other(self.by, at=self.at)

    @property
    def is_decidable(self) -> bool:
        return self.case.is_open and not self.is_somebody_elses and bool(self.verdict)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        passing = (*PASS_ON, *(BACK if self.passed_on and may_return(self.by, self.case) else ()))
        if self.appeal:
            return (*OF_APPEALS, *passing)
        of_thing = choices_for(moderated[self.case.kind].states, self.piece.state)
        return (*of_thing, *passing, *(OF_AUTHORS if self.case.author_id else ()))

    @cached_property
    def passed_on(self) -> Decision | None:
        """By which the case is where it is, while it is passed on: by whom, to whom, and with which note."""
        return None if self.is_own else escalation_of(self.case)

    @cached_property
    def house(self) -> ModerationSettings:
        return trust.house()

    @property
    def is_late(self) -> bool:
        return self.case.is_late(promised=self.house.promised, at=self.at)

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.case, at=self.at)

    @cached_property
    def reports(self) -> list[Report]:
        if self.is_own or not self.case.is_reported:
            return []
        return list(self.case.reports.select_related("by", "rule").prefetch_related("rule__translations"))

    def as_reported(self) -> Piece | None:
        """The words as they were, when they have changed since the first report that saw others."""
        if self.is_own or not self.case.is_reported or self.piece.version == FIRST or self.piece.is_gone:
            return None
        changed = self.case.reports.exclude(version=self.piece.version).first()
        return as_kept(self.case.kind, changed.snapshot) if changed else None

    @cached_property
    def findings(self) -> list[Finding]:
        return list(self.case.findings.all()) if self.case.finding_weight and not self.is_own else []

    @cached_property
    def notices(self) -> list[Filed]:
        return [Filed(notice, may_answer(self.by, notice), self._former(notice)) for notice in self._noticed]

    @cached_property
    def to_answer(self) -> list[Filed]:
        """What is left to do about a case that is closed."""
        return [] if self.case.is_open else [filed for filed in self.notices if filed.is_to_answer]

    @cached_property
    def other_notices(self) -> list[Filed]:
        return [filed for filed in self.notices if filed not in self.to_answer]

    @cached_property
    def _noticed(self) -> list[IllegalNotice]:
        return list(self.case.illegal_notices.all()) if self.case.is_illegal_notice and not self.is_own else []

    def _former(self, notice: IllegalNotice) -> Piece | None:
        former = as_kept(self.case.kind, notice.snapshot) if notice.snapshot else None
        return former if former and not former.says_the_same_as(self.piece) else None

    @cached_property
    def decisions(self) -> list[Decision]:
        """On the thing, in all its cases, the newest first; each knows whether it still holds (`stands`), and what
        speaks against reversing it (`may_reverse`)."""
        decisions = Decision.objects.visible_to(self.by, at=self.at) if self.is_own else Decision.objects.all()
        of_thing = decisions.filter(kind=self.case.kind, subject_id=self.case.subject_id)
        said = list(of_thing.select_related("by", "rule", "appeal").prefetch_related("rule__translations")[:30])
        taken_back = {decision.takes_back_id for decision in said}
        for decision in said:
            decision.stands = decision.pk not in taken_back and decision.act not in TAKES_BACK | ON_APPEAL  # type: ignore[attr-defined]
            decision.may_reverse = self.verdict and may_take_back(self.by, decision)  # type: ignore[attr-defined]
            decision.is_reversible = decision.stands and decision.may_reverse and self.at > decision.at + UNDO  # type: ignore[attr-defined]
        return said

    @cached_property
    def reversible(self) -> Decision | None:
        """The decision that this case ended with, once it cannot simply be undone any more."""
        if self.case.is_open:
            return None
        judged = (d for d in self.decisions if d.case_id == self.case.pk and d.act in PUTS)
        last = next(judged, None)
        if last is None or not last.stands or self.at <= last.at + UNDO:  # type: ignore[attr-defined]
            return None
        return last

    @cached_property
    def appeal(self) -> Appeal | None:
        """The one that still waits for its answer; of several one that this moderator may give."""
        if not self.case.is_appealed:
            return None
        waiting = Appeal.objects.waiting_about(self.case)
        waiting = waiting.select_related("decision", "decision__rule", "decision__by", "by")
        return waiting.not_against(self.by).first() or waiting.first()

    @cached_property
    def record(self) -> Record | None:
        author = self.case.author
        if author is None:
            return None
        judged = Decision.objects.filter(author=author.pk, taken_back_by=None, by__isnull=False)  # by people
        holds = Q(suspension__until__gt=self.at, suspension__ended_at=None)
        said = judged.aggregate(
            approved=Count("pk", filter=Q(act=Act.APPROVE)),
            against=Count("pk", filter=Q(act__in=COSTS_TRUST)),
            suspended_until=Max("suspension__until", filter=holds),
        )
        return Record(**said, is_trusted=trust.is_trusted(author, under=self.house))

    @cached_property
    def _other_cases(self) -> list[Case]:
        if not self.case.author_id:
            return []
        of_author = cases_of(self.by).filter(author=self.case.author_id).exclude(pk=self.case.pk)
        return list(of_author.order_by("-pk")[:OTHERS])

    def alike(self) -> list[Likeness]:
        return [] if self.is_own else alike(self.case, by=self.by)

    def look_alikes(self) -> list[Likeness]:
        return [] if self.is_own else look_alikes(self.case, by=self.by)

    def others(self) -> list[tuple[Case, Piece]]:
        """Other things of the same author that moderators dealt with, the newest first."""
        pieces = pieces_of(self._other_cases)
        return [(case, pieces[case.pk]) for case in self._other_cases]
