"""The only file that plugs this room into others."""

from django.utils.translation import gettext_lazy as _

from contests import fronts
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry
from contests.policies.running import may_run
from contests.subjects import EntrySubject
from core.audience.groups import EDITORS, Grant, grants
from core.pages.registries import Feed, HomeSection, feeds, home_sections
from core.policies import Policy, policies
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from moderation.registries import moderated


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    subjects.add(EntrySubject())
    moderated.add(ModeratedEntry())
    bearers.add(Bearer(KIND, mended_at=lambda entry: entry.get_absolute_url()))
    policies.add(Policy("contests.run", may_run))
    home_sections.add(HomeSection("open-contests", _("Open now"), fronts.open_contests, order=20))
    feeds.add(Feed("contests", _("New entries"), fronts.contest_feeds))
