"""Who may say that an entry broke the rules, take that back, and have results counted anew."""

from typing import Any

from django.utils.translation import gettext as _

from contests.models import ContestPage, Entry, Reinstatement
from contests.policies.running import may_run
from contests.policies.stakes import has_nothing_to_win
from core.policies import YES, Verdict, no


def may_disqualify(user: Any, entry: Entry) -> Verdict:
    """Whoever runs the contest and has nothing to win in it: neither who entered it nor who judges it."""
    return _may_decide(user, entry.contest)


def may_correct(user: Any, contest: ContestPage) -> Verdict:
    """The same for results that are counted anew."""
    return _may_decide(user, contest)


def may_decide_reinstatement(user: Any, asked: Reinstatement, *, confirm: bool) -> Verdict:
    """Two people: whoever asked may take it back, and never confirm it."""
    if not (verdict := may_disqualify(user, asked.disqualification.entry)):
        return verdict
    if confirm and asked.asked_by_id == user.pk:
        return no(_("You asked for this yourself: somebody else confirms it."))
    return YES


def _may_decide(user: Any, contest: ContestPage) -> Verdict:
    if not (verdict := may_run(user, contest)):
        return verdict
    return has_nothing_to_win(user, contest)
