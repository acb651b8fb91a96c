"""Who may look after the integrity of votes. Nobody may add one: there is no such verb."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.kinds import Standing
from contests.models import ContestPage, EntryVote, VoidOrder, VoteAppeal, VoterKey
from contests.policies.stakes import has_nothing_to_win
from core.policies import YES, Verdict, no
from moderation.models.appeal import WITHIN


def may_watch(user: Any) -> Verdict:
    """Whether they may look at what is held."""
    if user.is_authenticated and user.has_perm("contests.watch_votes"):
        return YES
    return no(_("The integrity of votes is for those who were asked to look after it."))


def may_move_votes(user: Any, contest: ContestPage) -> Verdict:
    """Whether they may let held votes of this contest count, or ask that some be void: with nothing to win in it."""
    if not (verdict := may_watch(user)):
        return verdict
    return has_nothing_to_win(user, contest)


def may_appeal_vote(user: Any, vote: EntryVote, *, at: datetime | None = None) -> Verdict:
    """Whoever cast it, once, within the time that appeals have; during a suspension, too."""
    if not EntryVote.objects.of(user, vote.entry.contest_id).filter(pk=vote.pk).exists():
        return no(_("This is not your vote."))
    order = VoidOrder.objects.behind(vote)
    if vote.standing != Standing.VOID or order is None or order.decided_at is None:
        return no(_("This vote is not void: there is nothing to appeal against."))
    if order.appeals.filter(vote=vote.pk).exists():  # type: ignore[attr-defined]
        return no(_("You have appealed already. Somebody else looks at it, and you are told."))
    if (at or timezone.now()) > order.decided_at + WITHIN:
        return no(_("The time for an appeal is over."))
    return YES


def may_decide_vote_appeal(user: Any, appeal: VoteAppeal) -> Verdict:
    """Other eyes: neither of the two who made it void, nor whoever cast it or has something to win."""
    if not (verdict := may_move_votes(user, appeal.order.contest)):
        return verdict
    if user.pk in (appeal.order.asked_by_id, appeal.order.decided_by_id):
        return no(_("You had a part in making it void: an appeal needs other eyes."))
    if VoterKey.objects.filter(member=user.pk, pseudonym=appeal.vote.pseudonym).exists():
        return no(_("This is your own vote: somebody else decides on it."))
    return YES


def may_decide_order(user: Any, order: VoidOrder, *, confirm: bool) -> Verdict:
    """Two people with nothing to win: whoever asked may take it back, and never confirm it."""
    if not confirm and order.asked_by_id == user.pk:
        return may_watch(user)
    if not (verdict := may_move_votes(user, order.contest)):
        return verdict
    if order.asked_by_id == user.pk:
        return no(_("You asked for this yourself: somebody else confirms it."))
    return YES
