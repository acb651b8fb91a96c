from django.db import models
from django.urls import reverse

from core.comments.models import Comment, CommentRevision


class IdeaComment(Comment):
    kind = "idea-comment"
    news = "idea-commented"

    subject = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="comments")

    class Meta(Comment.Meta):
        indexes = [models.Index(fields=["subject", "parent", "created_at"], name="comments_of_an_idea")]

    def get_absolute_url(self) -> str:
        """A lasting address: it leads to wherever the comment stands now."""
        return reverse("ideas:comment", args=[self.subject_id, self.pk])


class IdeaCommentRevision(CommentRevision):
    comment = models.ForeignKey(IdeaComment, on_delete=models.CASCADE, related_name="revisions")
