"""How the lines that members write of launches are judged. What was said beside a line counts in any case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.publication import State
from ideas import wording
from ideas.actions.opinions import place_opinions
from ideas.launches.subjects import stories_closed_to
from ideas.models import LaunchOpinion
from ideas.opinions.subjects import OPINION
from moderation.registries import Review


class ModeratedOpinion:
    key = OPINION
    states = frozenset(State)
    wording = wording.OPINION

    def review(self, opinion: LaunchOpinion) -> Review:
        """A story has no rule of its own: as on a new board."""
        return Review.NEW_MEMBERS

    def state(self, opinion: LaunchOpinion) -> str:
        return opinion.state

    def place(self, opinion: LaunchOpinion, state: str, *, at: datetime) -> str:
        place_opinions([opinion.pk], state, at=at)
        return state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return place_opinions(ids, State.PUBLISHED, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_opinions(ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict.fromkeys(ids, 0)  # nobody knows who reads a story

    def fetched(self, ids: Sequence[int]) -> QuerySet[LaunchOpinion]:
        return LaunchOpinion.objects.filter(pk__in=ids).select_related("page", "member").prefetch_related("revisions")

    def saying(self, words: str) -> QuerySet[LaunchOpinion]:
        return LaunchOpinion.objects.filter(body__icontains=words)

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[LaunchOpinion]:
        closed = stories_closed_to(user)
        return LaunchOpinion.objects.filter(page__in=closed) if closed else LaunchOpinion.objects.none()
