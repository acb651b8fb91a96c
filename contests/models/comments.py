from django.db import models
from django.urls import reverse

from core.comments.models import Comment, CommentRevision


class EntryComment(Comment):
    kind = "entry-comment"
    news = "entry-commented"

    subject = models.ForeignKey("contests.Entry", on_delete=models.CASCADE, related_name="comments")

    class Meta(Comment.Meta):
        indexes = [models.Index(fields=["subject", "parent", "created_at"], name="comments_of_an_entry")]

    def get_absolute_url(self) -> str:
        """A lasting address: it leads to wherever the comment stands now."""
        return reverse("contests:comment", args=[self.subject_id, self.pk])


class EntryCommentRevision(CommentRevision):
    comment = models.ForeignKey(EntryComment, on_delete=models.CASCADE, related_name="revisions")
