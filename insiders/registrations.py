"""The only file that plugs this room into others."""

from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.groups import EDITORS, Grant, grants
from core.audience.signals import membership_began, membership_ended, memberships_ended
from core.commands import Chore, chores
from core.members.registries import PersonalData, personal_data
from core.notices.kinds import notice_kinds
from core.subjects import subjects
from insiders import invitation_belongings, listening, news
from insiders.actions.giving_out import carry_out_all
from insiders.actions.mailing import send_invitations
from insiders.actions.telling import tell_what_is_due


def register() -> None:
    """Called once, by InsidersConfig.ready()."""
    _invitations()


def _invitations() -> None:
    """Invitations, givings, and what members of tiers are told."""
    grants.add(Grant("insiders", EDITORS, ("insiders.invite",)))
    subjects.add(news.MembershipSubject())
    subjects.add(news.InvitationSubject())
    for kind in news.KINDS:
        notice_kinds.add(kind)
    chores.add(Chore("insider-invitations", send_invitations))
    chores.add(Chore("givings", carry_out_all))
    chores.add(Chore("insider-news", tell_what_is_due))
    personal_data.add(PersonalData("insider-invitations", invitation_belongings.export, invitation_belongings.erase))
    admin_screens.add(AdminScreens("invitations", "/admin/invitations/"))
    admin_screens.add(AdminScreens("givings", "/admin/givings/"))
    membership_began.connect(listening.one_began, dispatch_uid="insiders.began")
    membership_ended.connect(listening.one_ended, dispatch_uid="insiders.ended")
    memberships_ended.connect(listening.many_ended, dispatch_uid="insiders.ended-many")
