"""What moderators do to an idea and to what is said under it: its state and all that is counted by it, nothing else."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.publication import State
from ideas.actions.submitting import publish_idea
from ideas.actions.tallying import tallied
from ideas.models import Idea


def place_idea(idea: Idea, state: str, *, at: datetime) -> Idea:
    """The idea is in this state, and counted where it now belongs. Again changes nothing.

    Permission is the caller's. Raises RuleBroken for what its author withdrew.
    """
    if state == State.PUBLISHED:
        return publish_idea(idea, at=at)
    with transaction.atomic():
        idea = Idea.objects.locked(idea.pk)
        if idea.state == State.WITHDRAWN:
            raise RuleBroken(_("Its author withdrew this idea."))
        if idea.state != state:
            with tallied(idea):
                idea.state = state
                idea.save(update_fields=["state"])
    return idea


def publish_many(ids: Sequence[int], *, at: datetime) -> dict[int, str]:
    """By id what became of it: empty when it stands on its board now, else why it was left out."""
    outcome = dict.fromkeys(ids, str(_("It is gone.")))
    for idea in Idea.objects.filter(pk__in=ids):
        try:
            publish_idea(idea, at=at)
            outcome[idea.pk] = ""
        except RuleBroken as broken:
            outcome[idea.pk] = " ".join(broken.messages)
    return outcome


def reached_by(ids: Collection[int]) -> dict[int, int]:
    """By id how many people an idea has certainly reached: who supports it and who spoke under it."""
    rows = Idea.objects.filter(pk__in=ids).values_list("pk", "vote_count", "comment_count")
    return {pk: votes + comments for pk, votes, comments in rows}
