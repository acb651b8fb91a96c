from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from core.policies import ensure
from core.ranking import hot_moment
from core.subjects import took_part
from ideas.actions.heat import heat_of
from ideas.models import Idea, IdeaBoardPage, Vote
from ideas.policies import may_take_part


def cast_vote(idea: Idea, *, by: Any, at: datetime | None = None) -> Idea:
    """Let `by` support this idea. Casting again changes nothing. Raises Refused with the reason."""
    at = at or timezone.now()
    ensure(may_take_part(by, idea))
    moment = hot_moment(at, half_life_days=_half_life_of(idea))
    with transaction.atomic():
        if not Vote.objects.record(idea.pk, by.pk, at=at):
            return Idea.objects.with_vote_of(by).get(pk=idea.pk)
        counted = Idea.objects.count_vote(idea.pk, moment=moment)
        if counted is None:
            raise Refused(_("Voting on this idea has ended."))  # it closed in between: the insert is undone
        told = {"kind": "idea", "id": idea.pk, "role": "supporter", "member": by.pk, "at": at}
        transaction.on_commit(partial(took_part.send_robust, Idea, **told))
    return _counted(idea, *counted)


def withdraw_vote(idea: Idea, *, by: Any) -> Idea:
    """Take the support of `by` back while voting is open. Withdrawing again changes nothing. Raises Refused."""
    ensure(may_take_part(by, idea))
    with transaction.atomic():
        gone, _per_model = Vote.objects.filter(idea=idea.pk, voter=by.pk).delete()
        if gone:
            # The count first: its row lock makes concurrent votes wait until the heat is worked out from all of them.
            open_row = Idea.objects.published().filter(pk=idea.pk, open_to_votes=True)
            if not open_row.update(vote_count=F("vote_count") - 1):
                raise Refused(_("Voting on this idea has ended."))
            Idea.objects.filter(pk=idea.pk).update(hot_score=heat_of(idea.pk))
    return Idea.objects.with_vote_of(by).get(pk=idea.pk)


def _counted(idea: Idea, votes: int, heat: float) -> Idea:
    """The idea as the UPDATE left it, without asking for the whole row again."""
    fresh = copy(idea)
    fresh.vote_count, fresh.hot_score = votes, heat
    fresh.has_my_vote = True  # type: ignore[attr-defined]
    return fresh


def _half_life_of(idea: Idea) -> float:
    """In days: as it was fetched with the idea, else asked for."""
    known = vars(idea).get("half_life_days")
    return float(known) if known else IdeaBoardPage.objects.half_life_of(idea.board_id)
