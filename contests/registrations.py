"""The only file that plugs this room into others."""

from functools import partial

from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from contests import (
    belongings,
    canary,
    draft_news,
    exhibits,
    fronts,
    jury_belongings,
    jury_news,
    news,
    recounting,
    results_news,
    vote_news,
    voters,
    winners,
)
from contests.actions.admitting import admit_all_prepared, admit_prepared
from contests.actions.allotting import allot_due
from contests.actions.announcing import tell_of_held_back
from contests.actions.congratulating import tell_what_is_due
from contests.actions.drafting import kept_for_drafts
from contests.actions.jury_mailing import send_invitations
from contests.actions.placing import hold_contests_of
from contests.actions.receipts import issue_receipts
from contests.actions.sealing import seal_all
from contests.actions.shortlisting import renew_shortlists
from contests.actions.watching import watch_lately
from contests.demo import chapter, scenes
from contests.exposing import looks_counter
from contests.measuring import MEASURES
from contests.models import ContestPage, Entry, EntryComment, Juror
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry, ModeratedEntryComment, ModeratedEntryRevision
from contests.policies.entering import may_enter
from contests.policies.running import may_run
from contests.policies.voting import may_vote
from contests.searching import INDEX, find_contests
from contests.subjects import ContestSubject, EntrySubject, RevisionSubject
from contests.views.voting import after_sign_in
from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.grounds import Ground, grounds, paths_of
from core.audience.groups import EDITORS, Grant, grants
from core.audience.measures import measures
from core.commands import Chapter, Chore, Surface, chapters, chores, counters, surfaces
from core.comments.belongings import erase_comments, export_comments
from core.comments.subjects import CommentSubject
from core.members.registries import PersonalData, ProfileSection, personal_data, profile_sections
from core.notices.kinds import notice_kinds
from core.pages.registries import Feed, HomeSection, SearchSource, feeds, home_sections, search_sources
from core.policies import Policy, policies
from core.searching import search_indexes
from core.subjects import subjects
from gallery import on_desk
from gallery.registries import Bearer, Keeper, bearers, keepers
from moderation.registries import Exhibit, Precedence, moderated, precedences
from moderation.registries import exhibits as desk_exhibits


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    chapters.add(Chapter("scenes", scenes.write, scenes.erase))
    chapters.add(Chapter("contests", chapter.write, chapter.erase))
    surfaces.add(Surface("contest", canary.plant))
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    grants.add(Grant("scenes", EDITORS, tuple(f"contests.{act}_scene" for act in ("view", "add", "change", "delete"))))
    for measure in MEASURES:
        measures.add(measure)
    _contests()
    _entries()
    _files_of_entries()
    _votes()
    _jury()
    _results()


def _contests() -> None:
    subjects.add(ContestSubject())
    grounds.add(Ground(ContestSubject.key, partial(paths_of, ContestPage, "path")))
    subjects.add(draft_news.SUBJECT)
    for kind in draft_news.KINDS:
        notice_kinds.add(kind)
    chores.add(Chore("contests-held-back", tell_of_held_back))
    policies.add(Policy("contests.run", may_run))
    home_sections.add(HomeSection("open-contests", _("Open now"), fronts.open_contests, order=20))
    found = "contests/fragments/found_contest.html"
    search_sources.add(SearchSource("contests", _("Contests"), find_contests, found, order=21, pages=ContestPage))
    feeds.add(Feed("contests", _("New entries"), fronts.contest_feeds))


def _entries() -> None:
    """What members enter, what is said of it, and where it is found and looked at."""
    subjects.add(EntrySubject())
    grounds.add(Ground(KIND, partial(paths_of, Entry, "contest__path")))
    subjects.add(RevisionSubject())
    subjects.add(CommentSubject(EntryComment))
    moderated.add(ModeratedEntry())
    moderated.add(ModeratedEntryRevision())
    moderated.add(ModeratedEntryComment())
    precedences.add(Precedence("contests", hold_contests_of))
    for kind in news.ENTRY_KINDS:
        notice_kinds.add(kind)
    chores.add(Chore("receipts-of-entries", issue_receipts))
    counters.add(looks_counter())
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


def _files_of_entries() -> None:
    """One with their entries, for moderators and for everybody."""
    bearers.add(
        Bearer(
            KIND,
            mended_at=lambda entry: entry.get_absolute_url(),
            winning=winners.winning_entries,
            judges_items=True,
            when_ready=admit_prepared,
        )
    )
    keepers.add(Keeper("entry-drafts", kept_for_drafts))
    desk_exhibits.add(Exhibit(KIND, on_desk.TEMPLATE, lambda entry: entry.items))
    chores.add(Chore("entries-prepared", admit_all_prepared))


def _votes() -> None:
    policies.add(Policy("contests.vote", may_vote))
    user_logged_in.connect(after_sign_in, dispatch_uid="contests.pending-vote")
    counters.add(recounting.VOTES)
    chores.add(Chore("seal-ledgers", seal_all))
    chores.add(Chore("watch-votes", watch_lately))
    personal_data.add(PersonalData("entry-votes", voters.export, voters.erase))
    for kind in vote_news.KINDS:
        notice_kinds.add(kind)
    admin_screens.add(AdminScreens("contest-votes", "/admin/contest-votes/"))


def _jury() -> None:
    subjects.add(jury_news.JurorSubject())
    grounds.add(Ground(jury_news.JurorSubject.key, partial(paths_of, Juror, "contest__path")))
    for kind in jury_news.KINDS:
        notice_kinds.add(kind)
    personal_data.add(PersonalData("juries", jury_belongings.export, jury_belongings.erase))
    chores.add(Chore("jury-desks", allot_due))
    chores.add(Chore("jury-invitations", send_invitations))


def _results() -> None:
    for kind in results_news.KINDS:
        notice_kinds.add(kind)
    chores.add(Chore("results-due", tell_what_is_due))
    chores.add(Chore("shortlists", renew_shortlists))
    home_sections.add(HomeSection("winners", _("They have won"), winners.recent_winners, order=25))
    profile_sections.add(ProfileSection("wins", _("Won"), winners.wins_of))
