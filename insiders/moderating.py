"""How comments on early-access pages are judged. The pages themselves are the brand's, and are not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.audience.gate import closed_paths, is_closed, once
from core.comments.actions import place_comment, place_comments, publish_comments
from core.publication import State
from insiders.models import KIND, EarlyAccess, EarlyAccessComment
from moderation.bearing import BearsMedia
from moderation.registries import Review
from moderation.wording import Wording

EVERY_STATE = frozenset(State)
COMMENT = Wording(
    name=_("your comment"),
    named=_("your comment on “%(title)s”"),
    waiting=_("Your comment waits for a moderator."),
    published=_("Your comment is published now."),
    returned=_("Please change your comment and send it again. Until then only you can see it."),
    rejected=_("Your comment is not published. Only you can see it."),
    hidden=_("Your comment is hidden. Only you can see it."),
    restored=_("Your comment can be seen again."),
)
PAGE = Wording(
    name=_("your page"),
    waiting=_("The page waits for a moderator."),
    published=_("The page is published now."),
    returned=_("Please change the page."),
    rejected=_("The page is not published."),
    hidden=_("The page is hidden."),
    restored=_("The page can be seen again."),
)


class ModeratedEarlyAccess(BearsMedia):
    key = KIND
    wording = PAGE

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict(EarlyAccess.objects.filter(pk__in=ids).values_list("pk", "comment_count"))

    def fetched(self, ids: Sequence[int]) -> QuerySet[EarlyAccess]:
        return EarlyAccess.objects.filter(pk__in=ids).select_related("page")

    def saying(self, words: str) -> QuerySet[EarlyAccess]:
        return EarlyAccess.objects.filter(page__title__icontains=words)

    def out_of_reach(self, user: Any) -> QuerySet[EarlyAccess]:
        closed = closed_to(user)
        return EarlyAccess.objects.filter(pk__in=closed) if closed else EarlyAccess.objects.none()


class ModeratedEarlyAccessComment:
    key = EarlyAccessComment.kind
    states = EVERY_STATE
    wording = COMMENT

    def review(self, comment: EarlyAccessComment) -> Review:
        return Review(comment.subject.page.review)

    def state(self, comment: EarlyAccessComment) -> str:
        return comment.state

    def place(self, comment: EarlyAccessComment, state: str, *, at: datetime) -> str:
        return place_comment(comment, state, at=at).state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return publish_comments(EarlyAccessComment, ids, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_comments(EarlyAccessComment, ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict(EarlyAccessComment.objects.filter(pk__in=ids).values_list("pk", "subject__comment_count"))

    def fetched(self, ids: Sequence[int]) -> QuerySet[EarlyAccessComment]:
        there = EarlyAccessComment.objects.filter(pk__in=ids)
        return there.select_related("author", "subject__page").prefetch_related("revisions")

    def saying(self, words: str) -> QuerySet[EarlyAccessComment]:
        return EarlyAccessComment.objects.filter(body__icontains=words)

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[EarlyAccessComment]:
        closed = closed_to(user)
        there = EarlyAccessComment.objects
        return there.filter(subject__in=closed) if closed else there.none()


def closed_to(user: Any) -> list[int]:
    """Keys of the early access whose pages this person may not enter. One query a request at most."""
    if not closed_paths(user):
        return []
    found = EarlyAccess.objects.values_list("pk", "page__path")
    return once(("closed early access", user.pk), lambda: [pk for pk, path in found if is_closed(path, user)])
