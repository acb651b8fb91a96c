from core.notices.models.digest import Deferral, Digest
from core.notices.models.following import Follow
from core.notices.models.heartbeat import Heartbeat
from core.notices.models.message import Message
from core.notices.models.notice import Notice
from core.notices.models.preference import Preference

__all__ = ["Deferral", "Digest", "Follow", "Heartbeat", "Message", "Notice", "Preference"]
