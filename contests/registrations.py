"""The only file that plugs this room into others."""

from django.utils.translation import gettext_lazy as _

from contests import results_news, winners
from contests.actions.congratulating import tell_what_is_due
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry
from contests.subjects import ContestSubject, EntrySubject
from core.audience.groups import EDITORS, Grant, grants
from core.commands import Chore, chores
from core.members.registries import ProfileSection, profile_sections
from core.notices.kinds import notice_kinds
from core.pages.registries import HomeSection, home_sections
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from moderation.registries import moderated


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    subjects.add(EntrySubject())
    subjects.add(ContestSubject())
    moderated.add(ModeratedEntry())
    bearers.add(Bearer(KIND, mended_at=lambda entry: entry.get_absolute_url(), winning=winners.winning_entries))
    for kind in results_news.KINDS:
        notice_kinds.add(kind)
    chores.add(Chore("results-due", tell_what_is_due))
    home_sections.add(HomeSection("winners", _("They have won"), winners.recent_winners, order=25))
    profile_sections.add(ProfileSection("wins", _("Won"), winners.wins_of))
