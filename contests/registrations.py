"""The only file that plugs this room into others."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from contests import belongings, exhibits, news
from contests.actions.receipts import issue_receipts
from contests.models import EntryComment
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry, ModeratedEntryComment, ModeratedEntryRevision
from contests.policies.entering import may_enter
from contests.searching import INDEX
from contests.subjects import EntrySubject, RevisionSubject
from core.audience.groups import EDITORS, Grant, grants
from core.commands import Chore, chores
from core.comments.belongings import erase_comments, export_comments
from core.comments.subjects import CommentSubject
from core.members.registries import PersonalData, ProfileSection, personal_data, profile_sections
from core.notices.kinds import notice_kinds
from core.pages.registries import SearchSource, search_sources
from core.policies import Policy, policies
from core.searching import search_indexes
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from moderation.registries import moderated


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    subjects.add(EntrySubject())
    moderated.add(ModeratedEntry())
    bearers.add(Bearer(KIND, mended_at=lambda entry: entry.get_absolute_url()))
    entries()


def entries() -> None:
    """What members enter, what is said of it, and where it is found."""
    subjects.add(RevisionSubject())
    subjects.add(CommentSubject(EntryComment))
    moderated.add(ModeratedEntryRevision())
    moderated.add(ModeratedEntryComment())
    for kind in news.ENTRY_KINDS:
        notice_kinds.add(kind)
    chores.add(Chore("receipts-of-entries", issue_receipts))
    policies.add(Policy("contests.enter", may_enter))
    search_indexes.add(INDEX)
    search_sources.add(
        SearchSource(
            "entries",
            _("Entries"),
            exhibits.search,
            "contests/fragments/found_entry.html",
            order=22,
            sitemap=exhibits.sitemap,
        )
    )
    profile_sections.add(ProfileSection("entries", _("Entries"), exhibits.entries_of))
    personal_data.add(PersonalData("entries", belongings.export, belongings.erase))
    personal_data.add(
        PersonalData(
            "entry-comments", partial(export_comments, model=EntryComment), partial(erase_comments, model=EntryComment)
        )
    )
