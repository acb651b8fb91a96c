"""The only file that plugs this room into others."""

from contests.exposing import looks_counter
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry
from contests.searching import INDEX
from contests.subjects import EntrySubject
from core.audience.groups import EDITORS, Grant, grants
from core.commands import counters
from core.searching import search_indexes
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from moderation.registries import moderated


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    subjects.add(EntrySubject())
    search_indexes.add(INDEX)
    moderated.add(ModeratedEntry())
    counters.add(looks_counter())
    bearers.add(Bearer(KIND, mended_at=lambda entry: entry.get_absolute_url()))
