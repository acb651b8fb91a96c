"""Who may enter what. `visible_to` says the same in one query for many pages."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page
from wagtail.models.view_restrictions import BaseViewRestriction
from wagtail.permissions import page_permission_policy

from core.audience.admin_screens import DRAWN_WITH, PAGE_PERMISSIONS, admin_screens
from core.audience.gate import is_closed
from core.audience.models import Membership, Tier
from core.audience.pages_in_admin import kept_from
from core.audience.pictures import is_led_to
from core.brand.models import BrandDocument
from core.policies import YES, Verdict, no

OF_ALL_PAGES = "/admin/reports/page-types-usage/"


def may_enter_page(user: Any, page: Page) -> Verdict:
    """Whether this page, and with it all that is under it, may be served to this person now."""
    if page.expire_at and page.expire_at <= timezone.now():
        return _closed()
    if is_closed(page.path, user) or (page.alias_of_id and is_closed(page.alias_of.path, user)):
        return _closed()
    return YES


def may_enter_collection(user: Any, collection: Collection) -> Verdict:
    restrictions = collection.get_view_restrictions()
    return YES if all(_opens(restriction, user) for restriction in restrictions) else _closed()


def may_have_document(user: Any, document: BrandDocument) -> Verdict:
    """Whether its collection lets this person in, and a page that leads to it does, if there is one."""
    return YES if may_enter_collection(user, document.collection) and is_led_to(document, user) else _closed()


def may_open_admin(user: Any, path: str) -> Verdict:
    """Whether the admin shows this address to this member of the staff. Editors of any page see all of Wagtail's."""
    opened = (*DRAWN_WITH, *(screen.prefix for screen in admin_screens))
    if path == "/admin/" or path.startswith(opened):
        return YES
    if path.startswith(OF_ALL_PAGES) and kept_from(user):
        return no(_("This report is about all pages of the site. Some of them are not yours to see."))
    if page_permission_policy.user_has_any_permission(user, PAGE_PERMISSIONS):
        return YES
    return no(_("Your role does not open this part of the admin."))


def may_manage_tiers(user: Any, tier: Tier | None = None) -> Verdict:
    """To make tiers, change them, read who is in; with a tier, also to delete it and to let people in by hand.

    A group that gives rights in the admin is the administrators': whoever could let people in could make staff of them.
    """
    if not user.is_authenticated:
        return no(_("Sign in to look after tiers."), sign_in=True)
    if not user.has_perm("audience.manage_tiers"):
        return no(_("Your role does not look after tiers of insiders."))
    if tier is not None and not user.is_superuser and gives_rights(tier.group):
        return no(_("The group of this tier gives rights in the admin as well. Administrators look after it."))
    return YES


def may_let_in(user: Any, tier: Tier) -> Verdict:
    """To put somebody in, prolong it, and take somebody out, by hand. Who is invited, or is given access with a page,
    was let in by what those rooms asked before."""
    return may_manage_tiers(user, tier)


def may_show_mark(user: Any, membership: Membership) -> Verdict:
    """To have a tier on a profile, or not, is its holder's choice alone."""
    if user.pk != membership.member_id:
        return no(_("Only the member can choose this."))
    return YES


def gives_rights(group: Group) -> bool:
    """Whether the group lets somebody do anything, in the admin or elsewhere, beside seeing pages."""
    given = (group.permissions, *(getattr(group, f"{what}_permissions") for what in ("page", "collection")))
    return any(rights.exists() for rights in given)


def _opens(restriction: BaseViewRestriction, user: Any) -> bool:
    """Shared passwords are off in this house, so a page that has one is closed to everybody. The group of a tier opens
    nothing without a membership whose time is not over."""
    kind = restriction.restriction_type
    if kind == BaseViewRestriction.PASSWORD or not user.is_authenticated:
        return False
    if kind == BaseViewRestriction.LOGIN or user.is_superuser:
        return True
    mine = restriction.groups.filter(user=user.pk)
    active = Membership.objects.of(user).active().values("tier")
    return mine.filter(Q(tier=None) | Q(tier__in=active)).exists()


def _closed() -> Verdict:
    return no(_("This page does not exist."))
