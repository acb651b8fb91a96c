"""A voter asks once for other eyes on a vote that was made void; a third person decides, with an answer either way."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contests import vote_news
from contests.actions.watching import move
from contests.kinds import Act
from contests.models import EntryVote, VoidOrder, VoteAppeal, VoterKey
from contests.models.entry import KIND
from contests.policies.watching import may_appeal_vote, may_decide_vote_appeal
from contests.risk import RELEASED
from core.errors import RuleBroken, Stale
from core.notices.actions.telling import notify
from core.policies import ensure
from core.sanitizing import clean_text, is_blank

LONGEST = 2_000
LONGEST_ANSWER = 500
LEAST_ANSWER = 10


@transaction.atomic
def appeal_vote(vote: EntryVote, *, by: Any, text: str, at: datetime | None = None) -> VoteAppeal:
    """Whoever cast it asks that it count. Results wait until somebody has decided. Raises Refused, also for a second
    time, and RuleBroken beside the field."""
    at, text = at or timezone.now(), clean_text(text)
    vote = EntryVote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    ensure(may_appeal_vote(by, vote, at=at))
    if is_blank(text):
        raise RuleBroken({"text": _("Say why it should count.")})
    if len(text) > LONGEST:
        raise RuleBroken({"text": _("This is too long. %(most)s characters are enough.") % {"most": LONGEST}})
    order: Any = VoidOrder.objects.behind(vote)  # the policy has seen it
    return VoteAppeal.objects.create(vote=vote, order=order, text=text, at=at)


@transaction.atomic
def decide_vote_appeal(
    appeal: VoteAppeal, *, overturn: bool, answer: str, by: Any, at: datetime | None = None
) -> VoteAppeal:
    """The vote counts again, or it stays void; the voter is told why, either way. Raises Refused, RuleBroken beside the
    field, and Stale when it was decided meanwhile."""
    at, answer = at or timezone.now(), clean_text(answer)
    ensure(may_decide_vote_appeal(by, appeal))
    if is_blank(answer) or not LEAST_ANSWER <= len(answer) <= LONGEST_ANSWER:
        words = _("Answer in %(least)d to %(most)d characters: the voter will read it.")
        raise RuleBroken({"answer": words % {"least": LEAST_ANSWER, "most": LONGEST_ANSWER}})
    appeal = VoteAppeal.objects.select_for_update(of=("self",)).select_related("vote").get(pk=appeal.pk)
    if appeal.decided_at:
        raise Stale(_("This was decided meanwhile."))
    appeal.answer, appeal.decided_by, appeal.decided_at, appeal.is_overturned = answer, by, at, overturn
    appeal.save(update_fields=["answer", "decided_by", "decided_at", "is_overturned"])
    if overturn:
        move([appeal.vote_id], Act.RESTORE, why=f"appeal {appeal.pk}", at=at)
        EntryVote.objects.filter(pk=appeal.vote_id).update(score=0, reasons=[RELEASED])
    _tell(appeal, at=at)
    return appeal


def _tell(appeal: VoteAppeal, *, at: datetime) -> None:
    voter = VoterKey.objects.filter(pseudonym=appeal.vote.pseudonym).values_list("member", flat=True)
    about, key = (KIND, appeal.vote.entry_id), f"vote-appeal:{appeal.pk}"
    notify(list(voter), kind=vote_news.APPEAL_DECIDED, about=about, key=key, at=at)
