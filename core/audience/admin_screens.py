"""Which screens of the admin open to staff who may not touch pages. Rooms add theirs by the prefix of its addresses."""

from dataclasses import dataclass

from core.registry import Registry

PAGE_PERMISSIONS = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
# Without a page permission: the first screen, one's own account, and what every screen is drawn with.
DRAWN_WITH = ("/admin/account/", "/admin/sprite/", "/admin/jsi18n/", "/admin/dismissibles/")


@dataclass(frozen=True, slots=True)
class AdminScreens:
    """All addresses that begin with `prefix` ("/admin/moderation/"). The screens keep their own permission checks."""

    key: str
    prefix: str


admin_screens: Registry[AdminScreens] = Registry("admin_screens")
