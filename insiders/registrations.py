"""The only file that plugs this room into others."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.closed_types import ClosedType, closed_types
from core.audience.doors import WayIn, ways_in
from core.audience.grounds import Ground, grounds, paths_of
from core.audience.groups import EDITORS, Grant, grants
from core.audience.measures import measures
from core.audience.signals import membership_began, membership_ended, memberships_ended
from core.commands import Chapter, Chore, Surface, chapters, chores, counters, surfaces
from core.comments.belongings import erase_comments, export_comments
from core.comments.subjects import CommentSubject
from core.members.registries import PersonalData, ProfileSection, personal_data, profile_sections
from core.notices.kinds import notice_kinds
from core.subjects import subjects, took_part
from gallery.registries import Bearer, bearers
from insiders import belongings, feedback_news, invitation_belongings, listening, news
from insiders.actions.filing import clean_files
from insiders.actions.giving_out import carry_out_all
from insiders.actions.mailing import send_invitations
from insiders.actions.standing import look_again
from insiders.actions.telling import tell_what_is_due
from insiders.canary import plant_early_access, plant_letters
from insiders.demo import chapter
from insiders.marks import marks_of
from insiders.measuring import MEASURE
from insiders.models import KIND, EarlyAccess, EarlyAccessComment, EarlyAccessPage, Feedback
from insiders.moderating import ModeratedEarlyAccess, ModeratedEarlyAccessComment
from insiders.recounting import COMMENTS
from insiders.showing import address_of_home
from insiders.signals import page_copied
from insiders.subjects import EarlyAccessSubject
from moderation.registries import Review, moderated


def register() -> None:
    """Called once, by InsidersConfig.ready()."""
    ways_in.add(WayIn("insiders", address_of_home))
    profile_sections.add(ProfileSection("insider", _("Insider"), marks_of))
    _early_access()
    _invitations()


def _early_access() -> None:
    closed_types.add(ClosedType(KIND, EarlyAccessPage))
    subjects.add(EarlyAccessSubject())
    grounds.add(Ground(KIND, partial(paths_of, EarlyAccess, "page__path")))
    grounds.add(Ground(EarlyAccessComment.kind, partial(paths_of, EarlyAccessComment, "subject__page__path")))
    subjects.add(CommentSubject(EarlyAccessComment))
    subjects.add(feedback_news.FeedbackSubject())
    grounds.add(Ground(feedback_news.FEEDBACK, partial(paths_of, Feedback, "early__page__path")))
    notice_kinds.add(feedback_news.KIND)
    moderated.add(ModeratedEarlyAccess())
    moderated.add(ModeratedEarlyAccessComment())
    bearers.add(Bearer(KIND, Review.NOTHING, exhibits=False, is_private=True))
    page_copied.connect(listening.one_copied, dispatch_uid="insiders.copied")
    chores.add(Chore("private-files", clean_files))
    counters.add(COMMENTS)
    measures.add(MEASURE)
    chapters.add(Chapter("insiders", chapter.write, chapter.erase))
    surfaces.add(Surface("early", plant_early_access))
    personal_data.add(PersonalData("feedback", belongings.export, belongings.erase))
    personal_data.add(
        PersonalData(
            "early-access-comments",
            partial(export_comments, model=EarlyAccessComment),
            partial(erase_comments, model=EarlyAccessComment),
        )
    )


def _invitations() -> None:
    """Invitations, givings, and what members of tiers are told."""
    grants.add(Grant("insiders", EDITORS, ("insiders.invite",)))
    surfaces.add(Surface("letters", plant_letters))
    subjects.add(news.MembershipSubject())
    subjects.add(news.InvitationSubject())
    for kind in news.KINDS:
        notice_kinds.add(kind)
    chores.add(Chore("insider-invitations", send_invitations))
    chores.add(Chore("givings", carry_out_all))
    chores.add(Chore("standing-givings", look_again))
    chores.add(Chore("insider-news", tell_what_is_due))
    personal_data.add(PersonalData("insider-invitations", invitation_belongings.export, invitation_belongings.erase))
    admin_screens.add(AdminScreens("invitations", "/admin/invitations/"))
    admin_screens.add(AdminScreens("givings", "/admin/givings/"))
    membership_began.connect(listening.one_began, dispatch_uid="insiders.began")
    membership_ended.connect(listening.one_ended, dispatch_uid="insiders.ended")
    took_part.connect(listening.one_took_part, dispatch_uid="insiders.took-part")
    memberships_ended.connect(listening.many_ended, dispatch_uid="insiders.ended-many")
