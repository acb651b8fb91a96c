from ideas.models.board import BoardStatus, Category, IdeaBoardPage, Label
from ideas.models.comments import IdeaComment, IdeaCommentRevision
from ideas.models.idea import Idea, IdeaNote, IdeaRevision, StaffNote
from ideas.models.merge import Merge
from ideas.models.pace import PaceChange
from ideas.models.reply import SavedReply
from ideas.models.tally import Tally
from ideas.models.timeline import StatusChange
from ideas.models.vote import Vote

__all__ = [
    "BoardStatus",
    "Category",
    "Idea",
    "IdeaBoardPage",
    "IdeaComment",
    "IdeaCommentRevision",
    "IdeaNote",
    "IdeaRevision",
    "Label",
    "Merge",
    "PaceChange",
    "SavedReply",
    "StaffNote",
    "StatusChange",
    "Tally",
    "Vote",
]
