"""What comments plug into the rooms below. Subject, personal data and the author's news, each room adds itself."""

from core.comments import news
from core.comments.belongings import erase_blocks, export_blocks
from core.members.registries import PersonalData, personal_data
from core.notices.kinds import notice_kinds


def register() -> None:
    """Called once, when the app is ready."""
    for kind in news.KINDS:
        notice_kinds.add(kind)
    personal_data.add(PersonalData("mention-blocks", export_blocks, erase_blocks))
