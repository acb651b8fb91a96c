"""The only file that plugs this room into others."""

from contests import jury_belongings, jury_news
from contests.actions.allotting import allot_due
from contests.actions.jury_mailing import send_invitations
from contests.models.entry import KIND
from contests.moderating import ModeratedEntry
from contests.subjects import EntrySubject
from core.audience.groups import EDITORS, Grant, grants
from core.commands import Chore, chores
from core.members.registries import PersonalData, personal_data
from core.notices.kinds import notice_kinds
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from moderation.registries import moderated


def register() -> None:
    """Called once, by ContestsConfig.ready()."""
    grants.add(Grant("contests", EDITORS, ("contests.run_contest", "contests.watch_votes", "contests.view_entry")))
    subjects.add(EntrySubject())
    moderated.add(ModeratedEntry())
    bearers.add(Bearer(KIND, mended_at=lambda entry: entry.get_absolute_url()))
    subjects.add(jury_news.JurorSubject())
    for kind in jury_news.KINDS:
        notice_kinds.add(kind)
    personal_data.add(PersonalData("juries", jury_belongings.export, jury_belongings.erase))
    chores.add(Chore("jury-desks", allot_due))
    chores.add(Chore("jury-invitations", send_invitations))
