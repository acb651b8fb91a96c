"""What other rooms may know of a comment. Each room registers one for its own table."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.comments.models import Comment
from core.subjects import subject_of


class CommentSubject:
    label: str | Promise = _("comment")
    words = ("body",)

    def __init__(self, model: type[Comment]) -> None:
        self.key = model.kind
        self.model: Any = model

    def visible_to(self, user: Any) -> QuerySet:
        """Without those whose words are gone: there is nothing to tell, report or judge."""
        seen: QuerySet = self.model.objects.visible_to(user).filter(deleted_at=None)
        return seen.select_related("subject")

    def title(self, comment: Any) -> str:
        """The title of what the comment stands under: a comment has none."""
        return str(comment.subject)

    def under(self, comment: Any) -> tuple[str, int]:
        return subject_of(comment.subject).key, comment.subject_id

    def url(self, comment: Any) -> str:
        return str(comment.get_absolute_url())

    def author_id(self, comment: Comment) -> int | None:
        return comment.author_id

    def people(self, comment: Any) -> dict[str, list[int]]:
        return {"author": [comment.author_id] if comment.author_id else []}

    def version(self, comment: Any) -> int:
        return 1 + int(comment.revisions.count())

    def snapshot(self, comment: Any) -> dict[str, Any]:
        return {"body": comment.body, "subject": str(comment.subject), "is_official": comment.is_official}

    def thumbnail(self, comment: Any) -> str | None:
        return None
