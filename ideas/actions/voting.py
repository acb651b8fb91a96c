from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from core.policies import ensure
from core.ranking import hot_moment
from core.subjects import took_part
from ideas.actions.heat import count_support
from ideas.models import Idea, IdeaBoardPage, Vote
from ideas.policies import may_take_part

MOST_TURNS = 8  # how often an idea may be merged or parted between two looks of one click


class _Overtaken(Exception):
    """Another click or a merge came first: whatever was written is undone, and it is looked at again."""


def cast_vote(idea: Idea, *, by: Any, at: datetime | None = None) -> Idea:
    """Let `by` support this idea, or the one that it is merged into: the idea that was voted for. Casting again changes
    nothing. Raises Refused with the reason."""
    at = at or timezone.now()
    for _turn in range(MOST_TURNS):
        idea = root_of(idea)
        ensure(may_take_part(by, idea))
        if counted := _cast(idea, by=by, at=at):
            return _counted(idea, *counted)
        there = Idea.objects.with_vote_of(by).with_half_life().get(pk=idea.pk)
        if not there.is_merged:
            if there.has_my_vote:  # type: ignore[attr-defined]
                return there
            raise Refused(_("Voting on this idea has ended."))  # it closed in between: nothing was counted
        idea = there
    raise Refused(_("This idea is being merged just now. Try again in a moment."))


def _cast(idea: Idea, *, by: Any, at: datetime) -> tuple[int, float] | None:
    """The new count and heat; None when the vote is there, voting has ended, or the idea has been merged.

    The idea's row is touched first, as by whoever merges it: in this order nobody waits in a circle.
    """
    moment = hot_moment(at, half_life_days=_half_life_of(idea))
    try:
        with transaction.atomic():
            counted = Idea.objects.count_vote(idea.pk, voter=by.pk, moment=moment)
            if counted and not Vote.objects.record(idea.pk, by.pk, at=at):
                raise _Overtaken  # the same click came twice at once
            if counted:
                told = {"kind": "idea", "id": idea.pk, "role": "supporter", "member": by.pk, "at": at}
                transaction.on_commit(partial(took_part.send_robust, Idea, **told))
    except _Overtaken:
        return None
    return counted


def withdraw_vote(idea: Idea, *, by: Any) -> Idea:
    """Take the support of `by` back while voting is open, from the idea that this one is merged into and from whatever
    else is: the idea that it was taken from. Withdrawing again changes nothing. Raises Refused."""
    asked = idea.pk
    for _turn in range(MOST_TURNS):
        idea = root_of(idea)
        ensure(may_take_part(by, idea))
        try:
            with transaction.atomic():
                _withdraw(idea, by=by, asked=asked)
        except _Overtaken:
            idea = Idea.objects.get(pk=asked)
        else:
            return Idea.objects.with_vote_of(by).get(pk=idea.pk)
    raise Refused(_("This idea is being merged just now. Try again in a moment."))


def _withdraw(idea: Idea, *, by: Any, asked: int) -> None:
    """The whole group is held before a vote is touched: concurrent votes wait until the heat is worked out from all."""
    rows = Idea.objects.group_of(idea.pk).held().only("state", "merged_into", "open_to_votes")
    group = {row.pk: row for row in rows}
    root = group[idea.pk]
    if root.is_merged or asked not in group:  # merged on, or parted from it, between the look and the lock
        raise _Overtaken
    if not (root.is_published and root.open_to_votes):
        raise Refused(_("Voting on this idea has ended."))
    lighter = Vote.objects.take_back(root.pk, by.pk)
    if not lighter <= group.keys():
        raise _Overtaken  # something was merged into it between the look and the lock
    count_support(lighter)


def root_of(idea: Idea) -> Idea:
    """The idea itself, or the one that it is merged into. Raises Refused when that one cannot be seen."""
    root = idea
    while root.merged_into_id is not None:
        root = Idea.objects.with_half_life().get(pk=root.merged_into_id)
    if root is not idea and not root.is_published:
        raise Refused(_("This idea was merged into another one, which cannot be supported at the moment."))
    return root


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
