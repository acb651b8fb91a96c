from core.comments.models.comment import MAX_LENGTH, Comment, CommentQuerySet, CommentRevision
from core.comments.models.mention_block import MentionBlock

__all__ = ["MAX_LENGTH", "Comment", "CommentQuerySet", "CommentRevision", "MentionBlock"]
