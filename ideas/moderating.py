"""How ideas, and what is said under them, are judged by moderators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.audience.gate import closed_paths, is_closed, once
from core.comments.actions import place_comment, place_comments, publish_comments
from core.publication import State
from ideas import wording
from ideas.actions.judging import place_idea, place_ideas, place_notes, publish_many, reached_by
from ideas.models import Idea, IdeaBoardPage, IdeaComment, IdeaNote
from ideas.searching import find_on
from moderation.registries import Review

EVERY_STATE = frozenset(State)


class ModeratedIdea:
    key = "idea"
    states = EVERY_STATE
    wording = wording.IDEA

    def review(self, idea: Idea) -> Review:
        return Review(idea.board.review)

    def state(self, idea: Idea) -> str:
        return idea.state

    def place(self, idea: Idea, state: str, *, at: datetime) -> str:
        return place_idea(idea, state, at=at).state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return publish_many(ids, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_ideas(ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return reached_by(ids)

    def fetched(self, ids: Sequence[int]) -> QuerySet[Idea]:
        """Several in the order in which they are held."""
        there = Idea.objects.filter(pk__in=ids).select_related("category")
        return there.duplicates_first() if len(ids) > 1 else there

    def saying(self, words: str) -> QuerySet[Idea]:
        return Idea.objects.filter(pk__in=find_on(IdeaBoardPage.objects.only("pk"), words))

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[Idea]:
        closed = boards_closed_to(user)
        return Idea.objects.filter(board__in=closed) if closed else Idea.objects.none()


class ModeratedIdeaComment:
    key = IdeaComment.kind
    states = EVERY_STATE
    wording = wording.COMMENT

    def review(self, comment: IdeaComment) -> Review:
        return Review(IdeaBoardPage.objects.filter(ideas=comment.subject_id).values_list("review", flat=True)[0])

    def state(self, comment: IdeaComment) -> str:
        return comment.state

    def place(self, comment: IdeaComment, state: str, *, at: datetime) -> str:
        return place_comment(comment, state, at=at).state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return publish_comments(IdeaComment, ids, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_comments(IdeaComment, ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        rows = IdeaComment.objects.filter(pk__in=ids).values_list("pk", "subject__vote_count")
        return dict(rows)

    def fetched(self, ids: Sequence[int]) -> QuerySet[IdeaComment]:
        there = IdeaComment.objects.filter(pk__in=ids)
        return there.select_related("author", "subject").prefetch_related("revisions")

    def saying(self, words: str) -> QuerySet[IdeaComment]:
        return IdeaComment.objects.filter(body__icontains=words)

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[IdeaComment]:
        closed = boards_closed_to(user)
        return IdeaComment.objects.filter(subject__board__in=closed) if closed else IdeaComment.objects.none()


class ModeratedIdeaNote:
    key = "idea-note"
    states = EVERY_STATE - {State.RETURNED}  # it cannot be changed, only written anew
    wording = wording.NOTE

    def review(self, note: IdeaNote) -> Review:
        return Review(note.idea.board.review)

    def state(self, note: IdeaNote) -> str:
        return note.state

    def place(self, note: IdeaNote, state: str, *, at: datetime) -> str:
        place_notes([note.pk], state, at=at)
        return state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return place_notes(ids, State.PUBLISHED, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_notes(ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict(IdeaNote.objects.filter(pk__in=ids).values_list("pk", "idea__vote_count"))

    def fetched(self, ids: Sequence[int]) -> QuerySet[IdeaNote]:
        return IdeaNote.objects.filter(pk__in=ids).select_related("idea__board", "idea__author")

    def saying(self, words: str) -> QuerySet[IdeaNote]:
        return IdeaNote.objects.filter(body__icontains=words)

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[IdeaNote]:
        closed = boards_closed_to(user)
        return IdeaNote.objects.filter(idea__board__in=closed) if closed else IdeaNote.objects.none()


def boards_closed_to(user: Any) -> list[int]:
    """Keys of the boards that this person may not enter, nor anything on them. One query a request at most.

    Keys, not a part of another query: so an index finds the few ideas that are closed among the many.
    """
    if not closed_paths(user):
        return []
    boards = IdeaBoardPage.objects.values_list("pk", "path")
    return once(("closed boards", user.pk), lambda: [pk for pk, path in boards if is_closed(path, user)])
