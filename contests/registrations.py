"""The only file that plugs this room into others."""

from contests.demo import scenes
from contests.keeping import forget_old
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry
from contests.subjects import EntrySubject
from core.audience.groups import EDITORS, Grant, grants
from core.commands import Chapter, Chore, chapters, chores
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from moderation.registries import moderated


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    grants.add(Grant("scenes", EDITORS, tuple(f"contests.{act}_scene" for act in ("view", "add", "change", "delete"))))
    chapters.add(Chapter("scenes", scenes.write, scenes.erase))
    chores.add(Chore("made-pictures", forget_old))
    subjects.add(EntrySubject())
    moderated.add(ModeratedEntry())
    bearers.add(Bearer(KIND, mended_at=lambda entry: entry.get_absolute_url()))
