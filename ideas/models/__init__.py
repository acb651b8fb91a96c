from ideas.models.board import BoardStatus, Category, IdeaBoardPage, Label
from ideas.models.comments import IdeaComment, IdeaCommentRevision
from ideas.models.idea import Idea, IdeaNote, IdeaRevision, StaffNote
from ideas.models.impact import ImpactPage
from ideas.models.launch import LaunchedIdea, LaunchIndexPage, LaunchPage
from ideas.models.launching import Act, Launch, Launching
from ideas.models.merge import Merge
from ideas.models.opinion import LaunchOpinion, LaunchOpinionRevision, LaunchQuestion, LaunchReply
from ideas.models.pace import PaceChange
from ideas.models.reply import SavedReply
from ideas.models.tally import Tally
from ideas.models.timeline import StatusChange
from ideas.models.twins import Twins
from ideas.models.vote import Vote

__all__ = [
    "Act",
    "BoardStatus",
    "Category",
    "Idea",
    "IdeaBoardPage",
    "IdeaComment",
    "IdeaCommentRevision",
    "IdeaNote",
    "IdeaRevision",
    "ImpactPage",
    "Label",
    "Launch",
    "LaunchIndexPage",
    "LaunchOpinion",
    "LaunchOpinionRevision",
    "LaunchPage",
    "LaunchQuestion",
    "LaunchReply",
    "LaunchedIdea",
    "Launching",
    "Merge",
    "PaceChange",
    "SavedReply",
    "StaffNote",
    "StatusChange",
    "Tally",
    "Twins",
    "Vote",
]
