"""What the members' room gives to the site's commands and tells other rooms of members."""

from core.commands import Chapter, Chore, chapters, chores
from core.members.actions.cleaning import clear_sessions, release_handles
from core.members.demo import erase_cast, write_cast
from core.members.subjects import MemberSubject
from core.subjects import subjects


def register() -> None:
    """Called once, by MembersConfig.ready()."""
    subjects.add(MemberSubject())
    chapters.add(Chapter(key="members", write=write_cast, erase=erase_cast))
    chores.add(Chore(key="retired-handles", run=release_handles))
    chores.add(Chore(key="sessions", run=clear_sessions))
