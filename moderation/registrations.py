"""The only file that plugs this room into others."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.groups import MODERATORS, Grant, grants
from core.audience.measures import Hold, holds
from core.commands import Chore, chores
from core.members.registries import PersonalData, ProfileSection, personal_data, profile_sections
from core.notices.kinds import notice_kinds
from core.publication import State, appoint
from core.subjects import subjects
from moderation import news
from moderation.actions.alerting import alert_of_waiting
from moderation.actions.announcing import tell_askers
from moderation.actions.forgetting import forget_contacts
from moderation.actions.mailing import send_letters
from moderation.actions.opening import lapse_cases
from moderation.actions.reminding import remind_of_late
from moderation.actions.telling import tell_due
from moderation.belongings import erase, export
from moderation.keeper import Moderation
from moderation.members import ModeratedMember, own_standing
from moderation.models import HouseRule, HouseRuleWords, Suspension
from moderation.registries import moderated
from moderation.rules import ensure_rules
from moderation.screening import belongings
from moderation.screening.checks import checks
from moderation.screening.prints import forget_old
from moderation.screening.standard import STANDARD
from moderation.subjects import (
    BulkApprovalSubject,
    CaseSubject,
    DecisionSubject,
    IllegalNoticeSubject,
    ReportSubject,
)


def register() -> None:
    """Called once, by ModerationConfig.ready()."""
    appoint(Moderation())
    moderated.add(ModeratedMember())
    profile_sections.add(ProfileSection("standing", State.HIDDEN.label, own_standing))
    grants.add(
        Grant("moderation", MODERATORS, ("moderation.moderate", "moderation.view_case", "moderation.view_houserule"))
    )
    holds.add(Hold("suspended", lambda at: Suspension.objects.holding(at=at).values("member")))
    admin_screens.add(AdminScreens("moderation", "/admin/moderation/"))
    subjects.add(CaseSubject())
    subjects.add(DecisionSubject())
    subjects.add(ReportSubject())
    subjects.add(IllegalNoticeSubject())
    subjects.add(BulkApprovalSubject())
    for kind in news.KINDS:
        notice_kinds.add(kind)
    personal_data.add(PersonalData("moderation", export, erase))
    chores.add(Chore("moderation-telling", tell_due))
    chores.add(Chore("bulk-approvals", tell_askers))
    chores.add(Chore("lapsed-cases", lapse_cases))
    chores.add(Chore("late-cases", remind_of_late))
    chores.add(Chore("letters-of-notices", send_letters))
    chores.add(Chore("alerts-of-notices", alert_of_waiting))
    chores.add(Chore("contacts-of-notices", forget_contacts))
    chores.add(Chore("old-prints", forget_old))
    personal_data.add(PersonalData("screening", belongings.export, belongings.erase))
    for check in STANDARD:
        checks.add(check)


def after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """A new site has its first house rules, once their tables are there."""
    needed = {HouseRule._meta.db_table, HouseRuleWords._meta.db_table}
    if using == DEFAULT_DB_ALIAS and needed <= set(connections[using].introspection.table_names()):
        ensure_rules()
