"""The only file that plugs this room into others."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections
from wagtail.models import GroupPagePermission
from wagtail.permissions import register_permission_policy

from core.audience import belongings, marks, recounting
from core.audience.actions.earning import measure_all
from core.audience.actions.groups import ensure_groups, grant_new
from core.audience.actions.memberships import end_what_is_over
from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.days import DAYS_AS_MEMBER
from core.audience.demo import erase_roles, write_roles
from core.audience.measures import measures
from core.audience.models import Tier
from core.audience.pictures import PAGES, TEASERS
from core.brand.registries import showings
from core.commands import Chapter, Chore, chapters, chores, counters
from core.members.registries import PersonalData, personal_data


def register() -> None:
    """Called once, by AudienceConfig.ready()."""
    import_module("core.audience.listeners")
    register_permission_policy(Tier)
    chapters.add(Chapter(key="audience", write=write_roles, erase=erase_roles))
    chores.add(Chore("memberships-over", end_what_is_over))
    chores.add(Chore("privacy-marks", marks.prune))
    chores.add(Chore("earned-tiers", measure_all))
    measures.add(DAYS_AS_MEMBER)
    counters.add(recounting.MEMBERSHIPS)
    personal_data.add(PersonalData("admin", belongings.export, belongings.erase))
    personal_data.add(PersonalData("memberships", belongings.export_memberships, belongings.erase_memberships))
    admin_screens.add(AdminScreens("tiers", "/admin/tiers/"))
    admin_screens.add(AdminScreens("pictures", "/admin/picture/"))
    admin_screens.add(AdminScreens("documents", "/admin/document/"))
    showings.add(PAGES)
    showings.add(TEASERS)


def after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Each change of privacy is marked, and the site has its roles. Their permissions belong to all rooms, and Django
    makes a room's after its own turn."""
    marks.build(using)
    tables = connections[using].introspection.table_names()
    if using == DEFAULT_DB_ALIAS and {Group._meta.db_table, GroupPagePermission._meta.db_table} <= set(tables):
        known = list(Permission.objects.values_list("pk", flat=True))
        for room in apps.get_app_configs():
            create_permissions(room, verbosity=0, using=using)
        ensure_groups()
        grant_new(known)
