"""How ideas, and what is said under them, are judged by moderators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.audience.gate import closed_paths, is_closed, once
from core.comments.actions import place_comment, publish_comments
from core.errors import RuleBroken
from core.publication import State
from ideas.actions.judging import place_idea, place_notes, publish_many, reached_by
from ideas.models import Idea, IdeaBoardPage, IdeaComment, IdeaNote
from moderation.registries import Review


class ModeratedIdea:
    key = "idea"

    def review(self, idea: Idea) -> Review:
        return Review(idea.board.review)

    def state(self, idea: Idea) -> str:
        return idea.state

    def approve(self, idea: Idea, *, by: Any, reason: str, at: datetime) -> None:
        place_idea(idea, State.PUBLISHED, at=at)

    def ask_for_changes(self, idea: Idea, *, by: Any, reason: str, at: datetime) -> None:
        place_idea(idea, State.RETURNED, at=at)

    def reject(self, idea: Idea, *, by: Any, reason: str, at: datetime) -> None:
        place_idea(idea, State.REJECTED, at=at)

    def hide(self, idea: Idea, *, by: Any, reason: str, at: datetime) -> None:
        place_idea(idea, State.HIDDEN, at=at)

    def restore(self, idea: Idea, *, by: Any, reason: str, at: datetime) -> None:
        place_idea(idea, State.PUBLISHED, at=at)

    def put_back(self, idea: Idea, *, state: str, at: datetime) -> None:
        place_idea(idea, state, at=at)

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return publish_many(ids, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return reached_by(ids)

    def fetched(self, ids: Sequence[int]) -> QuerySet[Idea]:
        return Idea.objects.filter(pk__in=ids).select_related("board", "status", "author", "category")

    def out_of_reach(self, user: Any) -> QuerySet[Idea]:
        return Idea.objects.filter(board__in=boards_closed_to(user))


class ModeratedIdeaComment:
    key = IdeaComment.kind

    def review(self, comment: IdeaComment) -> Review:
        return Review(IdeaBoardPage.objects.filter(ideas=comment.subject_id).values_list("review", flat=True)[0])

    def state(self, comment: IdeaComment) -> str:
        return comment.state

    def approve(self, comment: IdeaComment, *, by: Any, reason: str, at: datetime) -> None:
        place_comment(comment, State.PUBLISHED, at=at)

    def ask_for_changes(self, comment: IdeaComment, *, by: Any, reason: str, at: datetime) -> None:
        place_comment(comment, State.RETURNED, at=at)

    def reject(self, comment: IdeaComment, *, by: Any, reason: str, at: datetime) -> None:
        place_comment(comment, State.REJECTED, at=at)

    def hide(self, comment: IdeaComment, *, by: Any, reason: str, at: datetime) -> None:
        place_comment(comment, State.HIDDEN, at=at)

    def restore(self, comment: IdeaComment, *, by: Any, reason: str, at: datetime) -> None:
        place_comment(comment, State.PUBLISHED, at=at)

    def put_back(self, comment: IdeaComment, *, state: str, at: datetime) -> None:
        place_comment(comment, state, at=at)

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return publish_comments(IdeaComment, ids, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        rows = IdeaComment.objects.filter(pk__in=ids).values_list("pk", "subject__vote_count")
        return dict(rows)

    def fetched(self, ids: Sequence[int]) -> QuerySet[IdeaComment]:
        there = IdeaComment.objects.filter(pk__in=ids)
        return there.select_related("author", "subject").prefetch_related("revisions")

    def out_of_reach(self, user: Any) -> QuerySet[IdeaComment]:
        return IdeaComment.objects.filter(subject__board__in=boards_closed_to(user))


class ModeratedIdeaNote:
    key = "idea-note"

    def review(self, note: IdeaNote) -> Review:
        return Review(note.idea.board.review)

    def state(self, note: IdeaNote) -> str:
        return note.state

    def approve(self, note: IdeaNote, *, by: Any, reason: str, at: datetime) -> None:
        place_notes([note.pk], State.PUBLISHED, at=at)

    def ask_for_changes(self, note: IdeaNote, *, by: Any, reason: str, at: datetime) -> None:
        raise RuleBroken(_("A note cannot be changed, only written anew. Say why it is not published."))

    def reject(self, note: IdeaNote, *, by: Any, reason: str, at: datetime) -> None:
        place_notes([note.pk], State.REJECTED, at=at)

    def hide(self, note: IdeaNote, *, by: Any, reason: str, at: datetime) -> None:
        place_notes([note.pk], State.HIDDEN, at=at)

    def restore(self, note: IdeaNote, *, by: Any, reason: str, at: datetime) -> None:
        place_notes([note.pk], State.PUBLISHED, at=at)

    def put_back(self, note: IdeaNote, *, state: str, at: datetime) -> None:
        place_notes([note.pk], state, at=at)

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return place_notes(ids, State.PUBLISHED, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict(IdeaNote.objects.filter(pk__in=ids).values_list("pk", "idea__vote_count"))

    def fetched(self, ids: Sequence[int]) -> QuerySet[IdeaNote]:
        return IdeaNote.objects.filter(pk__in=ids).select_related("idea__board", "idea__author")

    def out_of_reach(self, user: Any) -> QuerySet[IdeaNote]:
        return IdeaNote.objects.filter(idea__board__in=boards_closed_to(user))


def boards_closed_to(user: Any) -> list[int]:
    """Keys of the boards that this person may not enter, nor anything on them. One query a request at most.

    Keys, not a part of another query: so an index finds the few ideas that are closed among the many.
    """
    if not closed_paths(user):
        return []
    boards = IdeaBoardPage.objects.values_list("pk", "path")
    return once(("closed boards", user.pk), lambda: [pk for pk, path in boards if is_closed(path, user)])
