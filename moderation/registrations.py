"""The only file that plugs this room into others."""

from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.groups import MODERATORS, Grant, grants
from core.commands import Chore, chores
from core.publication import appoint
from moderation.actions.opening import lapse_cases
from moderation.actions.telling import tell_due
from moderation.keeper import Moderation


def register() -> None:
    """Called once, by ModerationConfig.ready()."""
    appoint(Moderation())
    grants.add(Grant("moderation", MODERATORS, ("moderation.moderate", "moderation.view_case")))
    admin_screens.add(AdminScreens("moderation", "/admin/moderation/"))
    chores.add(Chore("moderation-telling", tell_due))
    chores.add(Chore("lapsed-cases", lapse_cases))
