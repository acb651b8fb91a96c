from core.members.models.handle import RetiredHandle
from core.members.models.legal import Acceptance, LegalText
from core.members.models.user import User

__all__ = ["Acceptance", "LegalText", "RetiredHandle", "User"]
