"""Who may say that an entry broke the rules, take that back, and have results counted anew."""

from typing import Any

from django.utils.translation import gettext as _

from contests.models import ContestPage, Entry, Juror, Reinstatement
from contests.policies.running import may_run
from core.policies import YES, Verdict, no


def may_disqualify(user: Any, entry: Entry) -> Verdict:
    """Whoever runs the contest and has nothing to win in it: neither who entered it nor who judges it."""
    return _has_nothing_to_win(user, entry.contest)


def may_correct(user: Any, contest: ContestPage) -> Verdict:
    """The same for results that are counted anew."""
    return _has_nothing_to_win(user, contest)


def may_decide_reinstatement(user: Any, asked: Reinstatement, *, confirm: bool) -> Verdict:
    """Two people: whoever asked may take it back, and never confirm it."""
    if not (verdict := may_disqualify(user, asked.disqualification.entry)):
        return verdict
    if confirm and asked.asked_by_id == user.pk:
        return no(_("You asked for this yourself: somebody else confirms it."))
    return YES


def _has_nothing_to_win(user: Any, contest: ContestPage) -> Verdict:
    if not (verdict := may_run(user, contest)):
        return verdict
    if Entry.objects.of(user).filter(contest=contest.pk).exists():
        return no(_("You have entered this contest, so somebody else decides on this."))
    if Juror.objects.filter(contest=contest.pk, member=user.pk).exists():
        return no(_("You judge in this contest, so somebody else decides on this."))
    return YES
