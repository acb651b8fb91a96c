"""The only file that plugs this room into others."""

from django.contrib.auth.signals import user_logged_in

from contests import recounting, vote_news, voters
from contests.actions.sealing import seal_all
from contests.actions.watching import watch_lately
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry
from contests.policies.voting import may_vote
from contests.subjects import EntrySubject
from contests.views.voting import after_sign_in
from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.groups import EDITORS, Grant, grants
from core.commands import Chore, chores, counters
from core.members.registries import PersonalData, personal_data
from core.notices.kinds import notice_kinds
from core.policies import Policy, policies
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from moderation.registries import moderated


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    subjects.add(EntrySubject())
    moderated.add(ModeratedEntry())
    policies.add(Policy("contests.vote", may_vote))
    user_logged_in.connect(after_sign_in, dispatch_uid="contests.pending-vote")
    counters.add(recounting.VOTES)
    chores.add(Chore("seal-ledgers", seal_all))
    chores.add(Chore("watch-votes", watch_lately))
    personal_data.add(PersonalData("entry-votes", voters.export, voters.erase))
    for kind in vote_news.KINDS:
        notice_kinds.add(kind)
    admin_screens.add(AdminScreens("contest-votes", "/admin/contest-votes/"))
    bearers.add(Bearer(KIND, mended_at=lambda entry: entry.get_absolute_url()))
