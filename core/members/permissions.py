"""How the site learns what a member may do: with one question to the database for a request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connections, router

from core.members.models import User

ASKED = """
SELECT kind.app_label, permission.codename
FROM auth_permission permission JOIN django_content_type kind ON kind.id = permission.content_type_id
WHERE permission.id IN (
    SELECT permission_id FROM members_user_user_permissions WHERE user_id = %s
    UNION ALL
    SELECT given.permission_id FROM auth_group_permissions given
    JOIN members_user_groups mine ON mine.group_id = given.group_id WHERE mine.user_id = %s
)
UNION ALL SELECT '', '' FROM wagtailusers_userprofile WHERE user_id = %s
"""
HAS_PROFILE = ("", "")  # settings of their own for Wagtail's admin


class MemberBackend(AuthenticationBackend):
    """Django asks for a member's own permissions and for those of their groups, and Wagtail for their settings of its
    admin, which few have; every screen of the admin needs all, and building the queries costs more than answering
    them."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """As Django's, remembered on the user as it does. Nothing for an object, for a visitor, for the inactive.

        Whoever has no settings of Wagtail's admin is not asked about them again."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            found: set[str] = super().get_all_permissions(user_obj, obj)
            return found
        if not hasattr(user_obj, "_perm_cache"):
            with connections[router.db_for_read(User)].cursor() as cursor:
                cursor.execute(ASKED, [user_obj.pk] * 3)
                given = set(cursor.fetchall())
            if HAS_PROFILE not in given:
                User._meta.get_field("wagtail_userprofile").set_cached_value(user_obj, None)
            user_obj._perm_cache = {f"{label}.{codename}" for label, codename in given - {HAS_PROFILE}}
        remembered: set[str] = user_obj._perm_cache
        return remembered
