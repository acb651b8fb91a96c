"""What an organiser has still to see to, so that a jury can judge: in words."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.juries import Progress, before_jury, has_jury, window_if_set
from contests.models import ContestPage, Judgement, Juror

MOST_EACH = 150  # entries on one desk; more than that are not looked at with the same eyes


def jury_problems(contest: ContestPage, people: Sequence[Progress], *, at: datetime) -> list[str]:
    """The most urgent first; empty when the jury can do its work. Three queries at most."""
    if not has_jury(contest):
        return [_("In this contest the public decides alone: it has no jury.")]
    judges = [progress.juror for progress in people if progress.juror.is_judging]
    found = (
        [] if contest.criteria.exists() else [_("Say in the contest what the jury looks at. It has no criterion yet.")]
    )
    if not judges:
        return [*found, _("Nobody has accepted yet, so nobody can judge.")]
    entries = before_jury(contest).count()
    found += _too_few(contest, judges, entries)
    window = window_if_set(contest)
    if window is not None and at in window:
        found += _lacking(contest)
    return found


def _too_few(contest: ContestPage, judges: Sequence[Juror], entries: int) -> list[str]:
    if len(judges) < contest.quorum:
        words = ngettext(
            "Each entry needs %(quorum)d judges, and only %(n)d has accepted. Invite more, or lower the number.",
            "Each entry needs %(quorum)d judges, and only %(n)d have accepted. Invite more, or lower the number.",
            len(judges),
        )
        return [words % {"quorum": contest.quorum, "n": len(judges)}]
    each = -(-entries * contest.quorum // len(judges))
    if each > MOST_EACH:
        words = _("Each judge has about %(n)d entries to look at. Invite more, or lower how many an entry needs.")
        return [words % {"n": each}]
    return []


def _lacking(contest: ContestPage) -> list[str]:
    """Entries that lie on fewer desks than they need: of each, whoever is left wrote it or has a conflict."""
    seats = Count(
        "judgements",
        filter=Q(judgements__state=Judgement.State.GIVEN)
        | (Q(judgements__juror__in=contest.jurors.judging()) & ~Q(judgements__state=Judgement.State.CONFLICT)),
    )
    lacking = before_jury(contest).annotate(seats=seats).filter(seats__lt=contest.quorum).count()
    if not lacking:
        return []
    words = ngettext(
        "%(n)d entry has fewer judges than it needs just now.",
        "%(n)d entries have fewer judges than they need just now.",
        lacking,
    )
    return [words % {"n": lacking}]
