from insiders.models.comments import EarlyAccessComment, EarlyAccessCommentRevision
from insiders.models.early_access import KIND, EarlyAccess
from insiders.models.feedback import Feedback, Sort
from insiders.models.files import PrivateFile
from insiders.models.giving import Giving, Place
from insiders.models.invitation import VALID, Invitation, InvitationLink
from insiders.models.page import EarlyAccessIndexPage, EarlyAccessPage

__all__ = [
    "KIND",
    "VALID",
    "EarlyAccess",
    "EarlyAccessComment",
    "EarlyAccessCommentRevision",
    "EarlyAccessIndexPage",
    "EarlyAccessPage",
    "Feedback",
    "Giving",
    "Invitation",
    "InvitationLink",
    "Place",
    "PrivateFile",
    "Sort",
]
