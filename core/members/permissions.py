"""How the site learns what a member may do: with one question to the database for a request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connections, router

from core.members.models import User

GIVEN = """
SELECT kind.app_label, permission.codename
FROM auth_permission permission JOIN django_content_type kind ON kind.id = permission.content_type_id
WHERE permission.id IN (
    SELECT permission_id FROM members_user_user_permissions WHERE user_id = %s
    UNION ALL
    SELECT given.permission_id FROM auth_group_permissions given
    JOIN members_user_groups mine ON mine.group_id = given.group_id WHERE mine.user_id = %s
)
"""


class MemberBackend(AuthenticationBackend):
    """Django asks for a member's own permissions and for those of their groups; every screen of the admin needs both,
    and building the two queries costs more than answering them."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """As Django's, remembered on the user as it does. Nothing for an object, for a visitor, for the inactive."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            found: set[str] = super().get_all_permissions(user_obj, obj)
            return found
        if not hasattr(user_obj, "_perm_cache"):
            with connections[router.db_for_read(User)].cursor() as cursor:
                cursor.execute(GIVEN, [user_obj.pk, user_obj.pk])
                user_obj._perm_cache = {f"{label}.{codename}" for label, codename in cursor.fetchall()}
        remembered: set[str] = user_obj._perm_cache
        return remembered
