"""Roles and tiers: made once, then the administrator's to change."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from core.audience.actions.memberships import keep_in_step
from core.audience.groups import COLLECTIONS, PAGES, PERMISSIONS, permissions_of
from core.audience.models import Tier


@transaction.atomic
def ensure_groups() -> list[str]:
    """Make the roles that are missing, with their permissions, and name them. What was changed since stays."""
    made = []
    for name in PERMISSIONS:
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(_permissions(permissions_of(name)))
            _open_pages(group, PAGES.get(name, ()))
            _open_collections(group, COLLECTIONS.get(name, ()))
            made.append(name)
    return made


@transaction.atomic
def grant_new(known: Iterable[int]) -> None:
    """Roles have what rooms granted them of the permissions that were not `known` (their keys) before.

    So a room that comes later reaches the roles of a site that stands already, and what an administrator took from a
    role stays taken.
    """
    new = Permission.objects.exclude(pk__in=list(known))
    for group in Group.objects.filter(name__in=PERMISSIONS):
        group.permissions.add(*new.filter(pk__in=[granted.pk for granted in _permissions(permissions_of(group.name))]))


@transaction.atomic
def make_tier(name: str, *, order: int = 0, is_hidden: bool = False) -> Tier:
    """The tier of that name with its group; whoever was in the group is in the tier. Asking again changes nothing."""
    group, _ = Group.objects.get_or_create(name=name)
    kept = {"name": name, "order": order, "is_hidden": is_hidden}
    tier, is_new = Tier.objects.get_or_create(group=group, defaults=kept)
    if is_new:
        keep_in_step(groups=[group.pk])
    return tier


def join(user: Any, name: str) -> None:
    """Give this person the role or the tier of that name. Raises Group.DoesNotExist."""
    user.groups.add(Group.objects.get(name=name))


def leave(user: Any, name: str) -> None:
    user.groups.remove(*Group.objects.filter(name=name))


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk__in=[])
    for name in names:
        room, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=room, codename=codename)
    return list(Permission.objects.filter(wanted))


def _open_pages(group: Group, codenames: tuple[str, ...]) -> None:
    root = Page.get_first_root_node()
    if root is not None:
        of_pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
        rows = [GroupPagePermission(group=group, page=root, permission=permission) for permission in of_pages]
        GroupPagePermission.objects.bulk_create(rows, ignore_conflicts=True)


def _open_collections(group: Group, names: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    if root is not None:
        rows = [GroupCollectionPermission(group=group, collection=root, permission=p) for p in _permissions(names)]
        GroupCollectionPermission.objects.bulk_create(rows, ignore_conflicts=True)
