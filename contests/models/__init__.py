from contests.models.announced import RulesVersion, ScheduleChange
from contests.models.comments import EntryComment, EntryCommentRevision
from contests.models.contest import ContestIndexPage, ContestPage, Criterion, Prize
from contests.models.entry import Entry
from contests.models.exposure import Impression, Visitor
from contests.models.integrity import VoidOrder, VoteAppeal
from contests.models.jury import Judgement, Juror, Mark
from contests.models.register import Register
from contests.models.results import Disqualification, Placement, Publication, Reinstatement
from contests.models.revision import EntryDraft, EntryRevision
from contests.models.scene import Scene
from contests.models.vote import EntryVote, LedgerDay, Seal, VoteEvent
from contests.models.voter import VoterKey

__all__ = [
    "ContestIndexPage",
    "ContestPage",
    "Criterion",
    "Disqualification",
    "Entry",
    "EntryComment",
    "EntryCommentRevision",
    "EntryDraft",
    "EntryRevision",
    "EntryVote",
    "Impression",
    "Judgement",
    "Juror",
    "LedgerDay",
    "Mark",
    "Placement",
    "Prize",
    "Publication",
    "Register",
    "Reinstatement",
    "RulesVersion",
    "Scene",
    "ScheduleChange",
    "Seal",
    "Visitor",
    "VoidOrder",
    "VoteAppeal",
    "VoteEvent",
    "VoterKey",
]
