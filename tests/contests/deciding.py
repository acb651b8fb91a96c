"""Votes and marks as rows, for tests of how a contest is decided."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from contests.kinds import Act, Standing
from contests.models import ContestPage, Criterion, Entry, EntryVote, Judgement, Juror, Mark, Prize, VoteEvent
from contests.phases import Decides, Phase
from core.members.models import User
from tests.contests.things import make_contest, make_entry

ACTS = {
    Standing.COUNTED: (Act.CAST,),
    Standing.HELD: (Act.HOLD,),
    Standing.VOID: (Act.CAST, Act.VOID),
    Standing.WITHDRAWN: (Act.CAST, Act.WITHDRAW),
}


def vote_for(entry: Entry, count: int, *, standing: str = Standing.COUNTED) -> None:
    """So many more votes as rows, as the ledger has them, and in the tally if they are counted."""
    contest, at = entry.contest, entry.contest.voting_from + timedelta(hours=1)
    votes = [EntryVote(entry=entry, pseudonym=uuid4().hex, standing=standing, at=at) for _ in range(count)]
    EntryVote.objects.bulk_create(votes)
    VoteEvent.objects.bulk_create(
        VoteEvent(contest=contest, entry_id=entry.pk, pseudonym=vote.pseudonym, act=act, at=at)
        for vote in votes
        for act in ACTS[Standing(standing)]
    )
    if standing == Standing.COUNTED:
        entry.vote_count += count
        Entry.objects.filter(pk=entry.pk).update(vote_count=entry.vote_count)


def make_juror(contest: ContestPage, *, member: User | None = None, **fields: Any) -> Juror:
    name = f"judge-{uuid4().hex[:6]}"
    kept = {"name": name, "email": f"{name}@example.com", "accepted_at": contest.entries_from}
    return Juror.objects.create(contest=contest, member=member, **(kept | fields))


def mark(entry: Entry, points: int, *, by: Juror, words: str = "", quotable: bool = False) -> Judgement:
    """One judge's judgement, by the one criterion of the contest."""
    criterion, _new = Criterion.objects.get_or_create(contest=entry.contest, name="Idea")
    judgement = Judgement.objects.create(
        juror=by, entry=entry, state=Judgement.State.GIVEN, words=words, is_quotable=quotable
    )
    Mark.objects.create(judgement=judgement, criterion=criterion, points=points)
    return judgement


def entries_with(contest: ContestPage, *votes: int) -> list[Entry]:
    """Entries A, B, C … with so many votes each, entered an hour after one another."""
    found = []
    for place, count in enumerate(votes):
        at = contest.entries_from + timedelta(hours=place)
        found.append(make_entry(contest, title="ABCDEFGHIJKL"[place], created_at=at, media=False))
        vote_for(found[-1], count)
    return found


def decided_contest(*votes: int, decides: str = Decides.PUBLIC, prizes: int = 2, **fields: Any) -> ContestPage:
    """A contest in its last phase, with so many prizes, of which nothing is published yet."""
    contest = make_contest(Phase.RESULTS, decides=decides, **fields)
    for rank in range(1, prizes + 1):
        Prize.objects.create(contest=contest, rank=rank, name=f"Prize {rank}")
    entries_with(contest, *votes)
    return contest
