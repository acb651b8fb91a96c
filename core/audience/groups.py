"""The roles that a site begins with. Their names are the groups' names; Wagtail's own "Moderators" is another one."""

from dataclasses import dataclass

from core.registry import Registry

EDITORS = "Brand editors"
MODERATORS = "Community moderators"
INSIDERS = "Insiders"

ADMIN = ("wagtailadmin.access_admin",)
# What a role may do anywhere. The rooms above add theirs to `grants`.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITORS: (*ADMIN, "brand.change_brandsettings", "audience.manage_tiers"),
    MODERATORS: ADMIN,
    INSIDERS: (),
}
PAGES: dict[str, tuple[str, ...]] = {EDITORS: ("add_page", "change_page", "publish_page", "bulk_delete_page")}
COLLECTIONS: dict[str, tuple[str, ...]] = {
    EDITORS: (
        # Wagtail asks for the permissions of its own two models, whichever models stand in for them.
        *("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
        *("wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"),
    )
}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a room lets a role do, as "room.codename". Given when the role is made, on the first migrate."""

    key: str
    role: str
    permissions: tuple[str, ...]


grants: Registry[Grant] = Registry("grants")


def permissions_of(role: str) -> list[str]:
    """The role's own and those that rooms granted it."""
    return [*PERMISSIONS[role], *(name for grant in grants if grant.role == role for name in grant.permissions)]
