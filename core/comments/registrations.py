"""What comments plug into the rooms below. Subject, personal data and the author's news, each room adds itself."""

from core.comments import news
from core.notices.kinds import notice_kinds


def register() -> None:
    """Called once, when the app is ready."""
    for kind in news.KINDS:
        notice_kinds.add(kind)
