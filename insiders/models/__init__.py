from insiders.models.giving import Giving, Place
from insiders.models.invitation import VALID, Invitation, InvitationLink

__all__ = ["VALID", "Giving", "Invitation", "InvitationLink", "Place"]
