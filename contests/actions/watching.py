"""Looking after the integrity of votes: holding those of a pattern, releasing them, and making them void by two people.

Nothing here makes a vote: each of these moves one that somebody has cast.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contests import vote_news
from contests.kinds import LEADS_TO, Act, Standing
from contests.models import ContestPage, Entry, EntryVote, VoidOrder, VoteAppeal, VoteEvent, VoterKey
from contests.models.entry import KIND
from contests.models.vote import Happened
from contests.patterns import Sighted, patterns_in
from contests.policies.watching import may_decide_order, may_move_votes
from contests.risk import RELEASED
from core.errors import RuleBroken, Stale
from core.notices.actions.telling import notify
from core.policies import ensure

FROM: Mapping[str, tuple[Standing, ...]] = {
    Act.HOLD: (Standing.COUNTED,),
    Act.RELEASE: (Standing.HELD,),
    Act.VOID: (Standing.HELD, Standing.COUNTED),
    Act.RESTORE: (Standing.VOID,),
    Act.WITHDRAW: (Standing.COUNTED, Standing.HELD),
}
WINDOW = timedelta(days=1)  # of votes that are looked at together
RECENT = timedelta(minutes=15)  # entries that were voted for since are looked at in a sweep
MOST = 10_000  # votes of one entry that are looked at together, the latest
LEAST_REASON = 10
RELEASE_LOGGED = "contests.release_votes"


def move(ids: Collection[int], act: Act, *, why: str, at: datetime) -> list[EntryVote]:
    """Those of these votes that can be moved are, in ledger and tally too; which ones. `why` is a code, or an order."""
    with transaction.atomic():
        there = EntryVote.objects.select_for_update(of=("self",)).select_related("entry").order_by("pk")
        votes = list(there.filter(pk__in=ids, standing__in=FROM[act]))
        if not votes:
            return []
        EntryVote.objects.filter(pk__in=[vote.pk for vote in votes]).update(standing=LEADS_TO[act])
        VoteEvent.objects.append(
            [
                Happened(vote.entry.contest_id, vote.entry_id, vote.pseudonym, vote.day, act.value, why, at)
                for vote in votes
            ]
        )
        _count(votes, to=LEADS_TO[act])
    return votes


def _count(votes: Sequence[EntryVote], *, to: Standing) -> None:
    """The tallies follow, in the order of ids and at the end, as when a vote is cast."""
    changes: Counter[int] = Counter()
    for vote in votes:
        changes[vote.entry_id] += (to == Standing.COUNTED) - (vote.standing == Standing.COUNTED)
    for entry_id, change in sorted(changes.items()):
        if change:
            Entry.objects.filter(pk=entry_id).update(vote_count=F("vote_count") + change)


def watch_lately() -> int:
    """What the sweep does: entries that were voted for in the last minutes are looked at again. How many votes are
    held now that were not."""
    since = timezone.now() - RECENT
    recent = EntryVote.objects.filter(at__gte=since, entry__contest__results_from__gt=since)
    return sum(_look_at(pk, at=timezone.now()) for pk in recent.order_by().values_list("entry", flat=True).distinct())


def watch(contest: ContestPage, *, at: datetime | None = None) -> int:
    """The same for all entries of a contest, as before results are published."""
    at = at or timezone.now()
    voted = EntryVote.objects.filter(entry__contest=contest.pk, standing=Standing.COUNTED)
    return sum(_look_at(pk, at=at, since=None) for pk in voted.order_by().values_list("entry", flat=True).distinct())


def _look_at(entry_id: int, *, at: datetime, since: timedelta | None = WINDOW) -> int:
    """One entry. Votes from before a pattern showed are held with the others; released ones are left alone."""
    found = patterns_in(_sighted(entry_id, since=at - since if since else None))
    suspicious = {pk: assessment for pk, assessment in found.items() if assessment.is_held}
    votes = list(EntryVote.objects.filter(pk__in=suspicious, standing=Standing.COUNTED))
    apart: dict[str, list[int]] = {}
    for vote in votes:
        vote.score, vote.reasons = suspicious[vote.pk].score, list(suspicious[vote.pk].reasons)
        apart.setdefault(vote.reasons[0], []).append(vote.pk)
    with transaction.atomic():
        EntryVote.objects.bulk_update(votes, ["score", "reasons"], batch_size=500)
        return sum(len(move(ids, Act.HOLD, why=why, at=at)) for why, ids in sorted(apart.items()))


def _sighted(entry_id: int, *, since: datetime | None) -> list[Sighted]:
    """The entry's latest votes that stand, oldest first, with what is known of who cast them."""
    votes = EntryVote.objects.filter(entry=entry_id).standing()
    votes = votes.filter(at__gte=since) if since else votes
    rows = list(votes.order_by("-at", "-pk")[:MOST])
    rows.reverse()
    pseudonyms = {vote.pseudonym for vote in rows}
    keys = VoterKey.objects.filter(pseudonym__in=pseudonyms)
    known = {name: (joined, email) for name, joined, email in keys.values_list(*_KNOWN)}
    elsewhere = EntryVote.objects.filter(pseudonym__in=pseudonyms).exclude(entry=entry_id)
    others = set(elsewhere.order_by().values_list("pseudonym", flat=True).distinct())
    return [
        Sighted(vote.pk, vote.at, vote.network, vote.device, *known[vote.pseudonym], vote.pseudonym not in others)
        for vote in rows
        if vote.pseudonym in known and RELEASED not in vote.reasons
    ]


_KNOWN = ("pseudonym", "member__date_joined", "member__email")


@transaction.atomic
def release(contest: ContestPage, ids: Collection[int], *, by: Any, at: datetime | None = None) -> int:
    """Held votes count; how many. They are not held again for the same pattern. Again changes nothing."""
    ensure(may_move_votes(by, contest))
    at = at or timezone.now()
    asked_for = VoidOrder.votes.through.objects.filter(voidorder__decided_at=None)
    free = EntryVote.objects.filter(pk__in=ids, entry__contest=contest.pk)
    free = free.exclude(pk__in=asked_for.values("entryvote"))
    votes = move(list(free.values_list("pk", flat=True)), Act.RELEASE, why="", at=at)
    EntryVote.objects.filter(pk__in=[vote.pk for vote in votes]).update(score=0, reasons=[RELEASED])
    if votes:
        log(contest, RELEASE_LOGGED, user=by, timestamp=at, data={"votes": len(votes)})
    return len(votes)


@transaction.atomic
def ask_for_order(
    contest: ContestPage, what: str, ids: Collection[int], *, reason: str, by: Any, at: datetime | None = None
) -> VoidOrder:
    """Ask that these votes be made void, or count again. Nothing happens before another person confirms it. Raises
    RuleBroken without votes that it concerns, or without a reason that says something."""
    ensure(may_move_votes(by, contest))
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(_("Say why, in ten characters or more: the voters will read it."))
    act = Act.VOID if what == VoidOrder.What.VOID else Act.RESTORE
    votes = EntryVote.objects.filter(pk__in=ids, entry__contest=contest.pk, standing__in=FROM[act])
    if not (found := list(votes.values_list("pk", flat=True))):
        raise RuleBroken(_("None of these votes can be changed so. Choose some that still stand there."))
    order = VoidOrder.objects.create(
        contest=contest, what=what, reason=reason.strip(), asked_by=by, asked_at=at or timezone.now()
    )
    order.votes.set(found)
    return order


@transaction.atomic
def decide_order(order: VoidOrder, *, confirm: bool, by: Any, at: datetime | None = None) -> VoidOrder:
    """Confirm what somebody else has asked for, or refuse it; whoever asked may take it back. The voters are told.
    Raises Stale when it was decided meanwhile."""
    at = at or timezone.now()
    ensure(may_decide_order(by, order, confirm=confirm))
    order = VoidOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.decided_at:
        raise Stale(_("This was decided meanwhile."))
    order.decided_by, order.decided_at, order.is_confirmed = by, at, confirm
    order.save(update_fields=["decided_by", "decided_at", "is_confirmed"])
    if confirm:
        _carry_out(order, at=at)
    return order


def _carry_out(order: VoidOrder, *, at: datetime) -> None:
    act = Act.VOID if order.what == VoidOrder.What.VOID else Act.RESTORE
    votes = move(list(order.votes.values_list("pk", flat=True)), act, why=f"order {order.pk}", at=at)
    if act == Act.RESTORE:
        restored = [vote.pk for vote in votes]
        EntryVote.objects.filter(pk__in=restored).update(score=0, reasons=[RELEASED])
        answered = {"is_overturned": True, "answer": order.reason, "decided_by": order.decided_by, "decided_at": at}
        VoteAppeal.objects.open().filter(vote__in=restored).update(**answered)
    kind = vote_news.VOIDED if act == Act.VOID else vote_news.RESTORED
    for entry_id in {vote.entry_id for vote in votes}:
        pseudonyms = [vote.pseudonym for vote in votes if vote.entry_id == entry_id]
        voters = VoterKey.objects.filter(pseudonym__in=pseudonyms).values_list("member", flat=True)
        notify(list(voters), kind=kind, about=(KIND, entry_id), key=vote_news.key_of(order, entry_id), at=at)
