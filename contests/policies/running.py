"""Who runs a contest: pauses and extends it, picks its shortlist, publishes its results."""

from typing import Any

from django.utils.translation import gettext as _

from contests.models import ContestPage
from contests.policies.stakes import has_not_entered
from core.policies import YES, Verdict, no


def may_run(user: Any, contest: ContestPage | None = None) -> Verdict:
    """Without a contest: whether there could be one. Whether they see the page is asked before, by `visible_to`."""
    if not user.is_authenticated:
        return no(_("Sign in to run contests."), sign_in=True)
    if not user.has_perm("contests.run_contest"):
        return no(_("Contests are run by the brand’s team."))
    return YES


def may_publish(user: Any, contest: ContestPage) -> Verdict:
    """Whether they may publish its shortlist and results: nobody does in a contest that they have entered."""
    if not (verdict := may_run(user, contest)):
        return verdict
    return has_not_entered(user, contest)
