"""Making, changing and deleting tiers. A tier and its group are made together and go together."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.audience import gate
from core.audience.actions.memberships import keep_in_step
from core.audience.groups import PERMISSIONS, permissions_of
from core.audience.models import Membership, Tier, Way
from core.audience.policies import gives_rights, may_manage_tiers
from core.errors import RuleBroken
from core.policies import ensure


@transaction.atomic
def create_tier(name: str, *, by: Any, adopt: Group | None = None, **fields: Any) -> Tier:
    """A tier with a group of its name, or with the group `adopt`, whose people are in from now on. Raises RuleBroken
    beside `name`, `adopt`, `criteria` or `is_hidden`."""
    ensure(may_manage_tiers(by))
    tier = Tier(name=name, **fields)
    _ensure_sound(tier)
    if adopt is None:
        if Group.objects.filter(name=name).exists():
            raise RuleBroken(
                {"name": _("There is a group of this name already. Adopt it below, or take another name.")}
            )
        adopt = Group.objects.create(name=name)
    _ensure_adoptable(adopt, by=by)
    tier.group = adopt
    tier.save()
    keep_in_step(groups=[adopt.pk])
    gate.forget()
    log(tier, "wagtail.create", user=by)
    return tier


@transaction.atomic
def change_tier(tier: Tier, *, by: Any, **fields: Any) -> Tier:
    """What is given is changed. Who is in stays in, until when they were told; a tier that becomes hidden is on no
    profile until its holder shows it again. Raises RuleBroken beside `name`, `criteria` or `is_hidden`."""
    ensure(may_manage_tiers(by, tier))
    tier = Tier.objects.select_for_update(of=("self",)).select_related("group").get(pk=tier.pk)
    was_hidden, former_name = tier.is_hidden, tier.name
    for field, value in fields.items():
        setattr(tier, field, value)
    _ensure_sound(tier)
    _rename_group(tier, former_name)
    tier.save()
    if tier.is_hidden and not was_hidden:
        Membership.objects.filter(tier=tier).update(is_shown=False)
    log(tier, "wagtail.edit", user=by)
    return tier


@transaction.atomic
def delete_tier(tier: Tier, *, by: Any) -> None:
    """The tier is gone with its group, its memberships and its marks. What was closed by it stays closed. Without its
    group: that alone would open again, to whoever is in it, what the tier has closed."""
    ensure(may_manage_tiers(by, tier))
    log(tier, "wagtail.delete", user=by, deleted=True)
    tier.group.delete()


def _ensure_sound(tier: Tier) -> None:
    if tier.way == Way.EARNED and not tier.criteria:
        raise RuleBroken({"criteria": _("Say what one has to do. It is how one gets into this tier.")})
    if tier.way == Way.EARNED and tier.is_hidden:
        raise RuleBroken({"is_hidden": _("A tier that is earned is published with what one has to do for it.")})
    if tier.name in PERMISSIONS and permissions_of(tier.name):  # which a room that comes later would give to the group
        raise RuleBroken({"name": _("This is the name of a role of the team. Take another one.")})
    if Tier.objects.filter(name__iexact=tier.name).exclude(pk=tier.pk).exists():
        raise RuleBroken({"name": _("Another tier has this name.")})


def _ensure_adoptable(group: Group, *, by: Any) -> None:
    if Tier.objects.filter(group=group).exists():
        raise RuleBroken({"adopt": _("This group is the one of another tier.")})
    if not by.is_superuser and gives_rights(group):
        raise RuleBroken({"adopt": _("This group gives rights in the admin. Only an administrator can adopt it.")})


def _rename_group(tier: Tier, former_name: str) -> None:
    """Editors find it under the tier's name, unless it was given another one or the house knows it by its own."""
    group = tier.group
    if group.name != former_name or group.name == tier.name or group.name in PERMISSIONS:
        return
    if Group.objects.filter(name=tier.name).exists():
        raise RuleBroken({"name": _("There is a group of this name already. Take another name.")})
    group.name = tier.name
    group.save(update_fields=["name"])
