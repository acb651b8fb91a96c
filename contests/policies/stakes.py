"""Who has something to win in a contest: they decide nothing in it."""

from typing import Any

from django.utils.translation import gettext as _

from contests.models import ContestPage, Entry, Juror
from core.audience.gate import once
from core.policies import YES, Verdict, no


def has_nothing_to_win(user: Any, contest: ContestPage) -> Verdict:
    """Yes for who has neither entered it nor judges it, and never did. Asked once a request."""
    return once(("stake", user.pk, contest.pk), lambda: _has_nothing_to_win(user, contest))


def _has_nothing_to_win(user: Any, contest: ContestPage) -> Verdict:
    if not (verdict := has_not_entered(user, contest)):
        return verdict
    if Juror.objects.filter(contest=contest.pk, member=user.pk).exists():
        return no(_("You judge in this contest, so somebody else decides on this."))
    return YES


def has_not_entered(user: Any, contest: ContestPage) -> Verdict:
    if Entry.objects.of(user).filter(contest=contest.pk).exists():
        return no(_("You have entered this contest, so somebody else decides on this."))
    return YES
