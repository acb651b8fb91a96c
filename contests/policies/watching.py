"""Who may look after the integrity of votes. Nobody may add one: there is no such verb."""

from typing import Any

from django.utils.translation import gettext as _

from contests.models import VoidOrder
from core.policies import YES, Verdict, no


def may_watch(user: Any) -> Verdict:
    if user.is_authenticated and user.has_perm("contests.watch_votes"):
        return YES
    return no(_("The integrity of votes is for those who were asked to look after it."))


def may_decide_order(user: Any, order: VoidOrder, *, confirm: bool) -> Verdict:
    """Two people: whoever asked may take it back, and never confirm it."""
    if not (verdict := may_watch(user)):
        return verdict
    if confirm and order.asked_by_id == user.pk:
        return no(_("You asked for this yourself: somebody else confirms it."))
    return YES
