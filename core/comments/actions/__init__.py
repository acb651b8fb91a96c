from core.comments.actions.judging import place_comment, place_comments, publish_comments
from core.comments.actions.writing import add_comment, delete_comment, edit_comment

__all__ = ["add_comment", "delete_comment", "edit_comment", "place_comment", "place_comments", "publish_comments"]
