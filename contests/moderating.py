"""How entries, and what is said under them, are judged by moderators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from contests import wording
from contests.actions.placing import place_entries, place_entry, reached_by
from contests.actions.revising import place_revision, place_revisions
from contests.models import ContestPage, Entry, EntryComment, EntryRevision
from contests.models.entry import KIND
from contests.subjects import REVISION
from core.audience.gate import closed_paths, is_closed, once
from core.comments.actions import place_comment, place_comments, publish_comments
from core.publication import State
from core.searching import fold
from gallery.on_desk import things_that_look_like
from moderation.registries import Review

EVERY_STATE = frozenset(State)


class ModeratedEntry:
    """One with its picture or film, which has no case of its own."""

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
        return Entry.objects.filter(pk__in=ids).select_related("contest").with_works()

    def saying(self, words: str) -> QuerySet[Entry]:
        return Entry.objects.filter(search_text__contains=fold(words))

    def look_alikes(self, subject_id: int) -> list[int]:
        return things_that_look_like(KIND, subject_id)

    def out_of_reach(self, user: Any) -> QuerySet[Entry]:
        closed = contests_closed_to(user)
        return Entry.objects.filter(contest__in=closed) if closed else Entry.objects.none()


class ModeratedEntryRevision:
    """Judged by itself: who changes the words of an entry that everybody sees does not take it away from them."""

    key = REVISION
    states = EVERY_STATE - {State.WITHDRAWN}
    wording = wording.REVISION

    def review(self, revision: EntryRevision) -> Review:
        return Review(revision.entry.contest.review)

    def state(self, revision: EntryRevision) -> str:
        return revision.state

    def place(self, revision: EntryRevision, state: str, *, at: datetime) -> str:
        return place_revision(revision, state, at=at).state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return place_revisions(ids, State.PUBLISHED, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_revisions(ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict(EntryRevision.objects.filter(pk__in=ids).values_list("pk", "entry__seen_count"))

    def fetched(self, ids: Sequence[int]) -> QuerySet[EntryRevision]:
        entries = Entry.objects.select_related("contest", "author").with_works()
        return EntryRevision.objects.filter(pk__in=ids).prefetch_related(Prefetch("entry", queryset=entries))

    def saying(self, words: str) -> QuerySet[EntryRevision]:
        return EntryRevision.objects.filter(Q(title__icontains=words) | Q(caption__icontains=words))

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[EntryRevision]:
        closed = contests_closed_to(user)
        return EntryRevision.objects.filter(entry__contest__in=closed) if closed else EntryRevision.objects.none()


class ModeratedEntryComment:
    key = EntryComment.kind
    states = EVERY_STATE
    wording = wording.COMMENT

    def review(self, comment: EntryComment) -> Review:
        return Review(ContestPage.objects.filter(entries=comment.subject_id).values_list("review", flat=True)[0])

    def state(self, comment: EntryComment) -> str:
        return comment.state

    def place(self, comment: EntryComment, state: str, *, at: datetime) -> str:
        return place_comment(comment, state, at=at).state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return publish_comments(EntryComment, ids, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_comments(EntryComment, ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict(EntryComment.objects.filter(pk__in=ids).values_list("pk", "subject__seen_count"))

    def fetched(self, ids: Sequence[int]) -> QuerySet[EntryComment]:
        there = EntryComment.objects.filter(pk__in=ids)
        return there.select_related("author", "subject").prefetch_related("revisions")

    def saying(self, words: str) -> QuerySet[EntryComment]:
        return EntryComment.objects.filter(body__icontains=words)

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[EntryComment]:
        closed = contests_closed_to(user)
        return EntryComment.objects.filter(subject__contest__in=closed) if closed else EntryComment.objects.none()


def contests_closed_to(user: Any) -> list[int]:
    """Keys of the contests that this person may not enter. One query a request at most."""
    if not closed_paths(user):
        return []
    contests = ContestPage.objects.values_list("pk", "path")
    return once(("closed contests", user.pk), lambda: [pk for pk, path in contests if is_closed(path, user)])
