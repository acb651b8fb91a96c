"""The vote boxes of a whole page of entries, in a handful of queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from contests.ballots import Ballot, day_of, said_of, vote_box
from contests.kinds import Standing, VoteRule
from contests.models import ContestPage, Entry, EntryVote
from contests.models.voter import Voter
from contests.policies.voting import can_be_voted_for, is_left, may_take_part
from core.policies import YES, Verdict

TOLD = (Standing.HELD, Standing.VOID)


def attach_boxes(contest: ContestPage, entries: Sequence[Entry], *, to: Any, at: datetime | None = None) -> str:
    """Each of these entries of one contest has the `box` that this person is shown. Returns what stands once above all
    of them: how many votes are left. A box says for itself only what became of this vote."""
    at = at or timezone.now()
    voter = _voter(contest, entries, to, at=at)
    ballots = _ballots(contest, entries, voter)
    taking_part: dict[bool, Verdict] = {}  # by whether the entry is their own: the same for all others
    asks_to_sign_in = ""
    for entry in entries:
        verdict = can_be_voted_for(entry, at=at)
        if verdict:
            is_own = to.is_authenticated and entry.author_id == to.pk
            if is_own not in taking_part:
                taking_part[is_own] = may_take_part(to, entry, at=at, voter=voter)
            ballot = ballots[entry.pk]
            verdict = taking_part[is_own] and (YES if ballot.is_cast else is_left(contest, ballot))
            if verdict.sign_in:  # said once above them all: the button leads there
                asks_to_sign_in, verdict = verdict.reason, YES
        box = vote_box(entry, ballots[entry.pk], verdict, at=at)
        is_told = box.ballot.standing in TOLD
        entry.box = box if is_told else replace(box, note="")  # type: ignore[attr-defined]
    used = next((ballot.used for ballot in ballots.values()), 0)
    return f"{asks_to_sign_in} {said_of(contest, Ballot(used=used), at=at)}".strip() if entries else ""


def _voter(contest: ContestPage, entries: Sequence[Entry], user: Any, *, at: datetime) -> Voter | None:
    """Whoever looks, and what they have cast. One query for a member; none for a visitor."""
    if not user.is_authenticated or not entries:
        return None
    among = [entry.pk for entry in entries] if contest.vote_rule == VoteRule.EACH else None
    return EntryVote.objects.voter(user.pk, contest.pk, day_of(contest, at), at=at, among=among)


def _ballots(contest: ContestPage, entries: Sequence[Entry], voter: Voter | None) -> dict[int, Ballot]:
    """By entry what this person has cast for it, and how many votes in all, where the rule counts them."""
    votes = dict(voter.votes) if voter else {}
    used = 0 if contest.vote_rule == VoteRule.EACH else len(votes)
    return {entry.pk: Ballot(votes.get(entry.pk, ""), used) for entry in entries}
