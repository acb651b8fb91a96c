"""Votes for an entry that is in the running again: nobody has more than the rule of the contest gives them."""

from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from contests.actions.watching import move
from contests.kinds import Act, VoteRule
from contests.models import Entry, EntryVote

GIVEN_ELSEWHERE = "given-elsewhere"  # why, in the ledger


def leave_to_others(entry: Entry, *, at: datetime | None = None) -> int:
    """Votes for it whose voters had them back while it was out, and gave all that they may cast to others, are
    withdrawn; how many. Again changes nothing.

    The caller has not locked the entry: votes are locked before entries, as when they are cast.
    """
    return len(move(_given_elsewhere(entry), Act.WITHDRAW, why=GIVEN_ELSEWHERE, at=at or timezone.now()))


def _given_elsewhere(entry: Entry) -> list[int]:
    if entry.contest.vote_rule == VoteRule.EACH:
        return []
    mine = EntryVote.objects.filter(entry=entry).standing()
    others = EntryVote.objects.using_up().filter(entry__contest=entry.contest_id).exclude(entry=entry)
    used = others.filter(pseudonym__in=mine.values("pseudonym")).order_by().values_list("pseudonym", "day")
    full = set(used.annotate(n=Count("pk")).filter(n__gte=entry.contest.vote_limit).values_list("pseudonym", "day"))
    return [pk for pk, *whose in mine.values_list("pk", "pseudonym", "day") if tuple(whose) in full]
