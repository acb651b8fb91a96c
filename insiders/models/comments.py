from django.db import models
from django.urls import reverse

from core.comments.models import Comment, CommentRevision


class EarlyAccessComment(Comment):
    kind = "early-access-comment"
    news = ""  # nobody: the page is the brand's

    subject = models.ForeignKey("insiders.EarlyAccess", on_delete=models.CASCADE, related_name="comments")

    class Meta(Comment.Meta):
        indexes = [models.Index(fields=["subject", "parent", "created_at"], name="comments_of_early_access")]

    def get_absolute_url(self) -> str:
        """A lasting address: it leads to wherever the comment stands now."""
        return reverse("insiders:comment", args=[self.subject_id, self.pk])


class EarlyAccessCommentRevision(CommentRevision):
    comment = models.ForeignKey(EarlyAccessComment, on_delete=models.CASCADE, related_name="revisions")
