"""How entries, and what is said under them, are judged by moderators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from contests import wording
from contests.actions.placing import place_entries, place_entry, reached_by
from contests.models import ContestPage, Entry
from contests.models.entry import KIND
from core.audience.gate import closed_paths, is_closed, once
from core.publication import State
from core.searching import fold
from moderation.registries import Review

EVERY_STATE = frozenset(State)


class ModeratedEntry:
    key = KIND
    states = EVERY_STATE
    wording = wording.ENTRY

    def review(self, entry: Entry) -> Review:
        return Review(entry.contest.review)

    def state(self, entry: Entry) -> str:
        return entry.state

    def place(self, entry: Entry, state: str, *, at: datetime) -> str:
        return place_entry(entry, state, at=at).state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return place_entries(ids, State.PUBLISHED, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_entries(ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return reached_by(ids)

    def fetched(self, ids: Sequence[int]) -> QuerySet[Entry]:
        return Entry.objects.filter(pk__in=ids).select_related("contest")

    def saying(self, words: str) -> QuerySet[Entry]:
        return Entry.objects.filter(search_text__contains=fold(words))

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[Entry]:
        closed = contests_closed_to(user)
        return Entry.objects.filter(contest__in=closed) if closed else Entry.objects.none()


def contests_closed_to(user: Any) -> list[int]:
    """Keys of the contests that this person may not enter. One query a request at most."""
    if not closed_paths(user):
        return []
    contests = ContestPage.objects.values_list("pk", "path")
    return once(("closed contests", user.pk), lambda: [pk for pk, path in contests if is_closed(path, user)])
