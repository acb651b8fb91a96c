from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.publication import Publishable, State

MAX_LENGTH = 4_000


class CommentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any, *, under: Any = None) -> Self:
        """What this person may read; of deleted comments the empty rows.

        `under` is a thing that was already fetched for this person: its own gate is then not asked again.
        """
        said = Q(state=State.PUBLISHED)
        if user.is_authenticated:
            said |= Q(author=user.pk)
        seen = self.filter(said).filter(Q(parent=None) | Q(parent__state=State.PUBLISHED))
        if under is not None:
            return seen.filter(subject=under)
        return seen.filter(subject__in=self.model.things().visible_to(user))

    def with_a_place(self) -> Self:
        """What stands in the conversation: words, and deleted ones while somebody's reply needs their place."""
        replies = self.model._default_manager.filter(parent=OuterRef("pk"), state=State.PUBLISHED, deleted_at=None)
        return self.filter(Q(deleted_at=None) | Exists(replies))

    def counted(self) -> Self:
        """What `comment_count` of a subject counts."""
        return self.filter(state=State.PUBLISHED, deleted_at=None)

    def mentioning(self) -> Self:
        """What is counted and may mention somebody."""
        return self.counted().filter(body__contains="@")

    def first_level(self) -> Self:
        return self.filter(parent=None).select_related("author").order_by("created_at", "pk")

    def replies_to(self, comments: Collection["Comment"]) -> Self:
        """The second level under these, oldest first."""
        return self.filter(parent__in=comments).select_related("author").order_by("created_at", "pk")

    def beyond(self, created_at: datetime, pk: int) -> Self:
        """What was said after this place. Written so that an index can be entered at the cursor."""
        return self.filter(Q(created_at__gte=created_at) & (Q(created_at__gt=created_at) | Q(pk__gt=pk)))


class Comment(Publishable):
    """What a member says under a thing, in two levels.

    A room makes its own table with a foreign key `subject` (related_name "comments") to a model that has `author_id`
    and `comment_count`, and names in `kind` the subject that its comments are to other rooms, in `news` the kind of
    notice that the subject's author gets.
    """

    kind: ClassVar[str]
    news: ClassVar[str]
    subject: Any
    subject_id: int
    parent_id: int | None

    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField(_("comment"), max_length=MAX_LENGTH)
    is_official = models.BooleanField(_("by the brand's team"), default=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    # Deleted by its author: the place stays so that replies keep their sense, the words are gone.
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    # Made by the form, so that a double click writes one comment.
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["created_at", "pk"]

    @classmethod
    def things(cls) -> Any:
        """The manager of what these comments stand under."""
        return cls._meta.get_field("subject").related_model._default_manager  # type: ignore[union-attr]

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_counted(self) -> bool:
        return self.is_published and not self.is_deleted

    @property
    def top_id(self) -> int:
        """The comment of the first level that this belongs to: itself, or what it answers."""
        return self.parent_id or self.pk

    @property
    def dom_id(self) -> str:
        """Of the thread that begins with this comment; the comment alone is #comment-<pk>."""
        return f"thread-{self.pk}"

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def get_edit_url(self) -> str:
        return f"{self.get_absolute_url()}edit/"

    def get_delete_url(self) -> str:
        return f"{self.get_absolute_url()}delete/"

    def get_report_url(self) -> str:
        return f"{self.get_absolute_url()}report/"


class CommentRevision(models.Model):
    """What a comment said before it was edited. A room's own table adds the foreign key `comment`."""

    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
