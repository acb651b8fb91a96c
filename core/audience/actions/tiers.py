"""Making, changing and deleting tiers. A tier and its group are made together and go together."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from core.audience import gate
from core.audience.actions.earning import LEAST_DAYS
from core.audience.actions.memberships import keep_in_step
from core.audience.conditions import Asked
from core.audience.groups import PERMISSIONS, permissions_of
from core.audience.measures import measures
from core.audience.models import Condition, Membership, Tier, Way
from core.audience.models.condition import MOST
from core.audience.policies import gives_rights, may_manage_tiers
from core.errors import RuleBroken
from core.policies import ensure


@transaction.atomic
def create_tier(name: str, *, by: Any, adopt: Group | None = None, conditions: Asked = (), **fields: Any) -> Tier:
    """A tier with a group of its name, or with the group `adopt`, whose people are in from now on; whoever meets its
    conditions comes in with the next sweep. Raises RuleBroken beside `name`, `adopt`, `criteria`, `is_hidden`,
    `lasts_days` or `conditions`."""
    ensure(may_manage_tiers(by))
    tier = Tier(name=name, **fields)
    _ensure_sound(tier)
    ensure_measurable(tier, conditions)
    if adopt is None:
        if Group.objects.filter(name=name).exists():
            raise RuleBroken(
                {"name": _("There is a group of this name already. Adopt it below, or take another name.")}
            )
        adopt = Group.objects.create(name=name)
    _ensure_adoptable(adopt, by=by)
    tier.group = adopt
    tier.save()
    _set_conditions(tier, conditions)
    keep_in_step(groups=[adopt.pk])
    gate.forget()
    log(tier, "wagtail.create", user=by, data=_as_logged(conditions))
    return tier


@transaction.atomic
def change_tier(tier: Tier, *, by: Any, conditions: Asked | None = None, **fields: Any) -> Tier:
    """What is given is changed. Who is in stays in, until when they were told; a tier that becomes hidden is on no
    profile until its holder shows it again. With other conditions everybody is measured anew by the next sweep. Raises
    RuleBroken beside `name`, `criteria`, `is_hidden`, `lasts_days` or `conditions`."""
    ensure(may_manage_tiers(by, tier))
    tier = Tier.objects.select_for_update(of=("self",)).select_related("group").get(pk=tier.pk)
    was_hidden, former_name = tier.is_hidden, tier.name
    for field, value in fields.items():
        setattr(tier, field, value)
    former = [(one.measure, one.at_least) for one in tier.conditions.all()]
    wanted = former if conditions is None else list(conditions)
    _ensure_sound(tier)
    ensure_measurable(tier, wanted)
    _rename_group(tier, former_name)
    tier.measured_at = None
    tier.save()
    if wanted != former:
        _set_conditions(tier, wanted)
    if tier.is_hidden and not was_hidden:
        Membership.objects.filter(tier=tier).update(is_shown=False)
    log(tier, "wagtail.edit", user=by, data=_as_logged(wanted, former))
    return tier


@transaction.atomic
def delete_tier(tier: Tier, *, by: Any) -> None:
    """The tier is gone with its group, its memberships and its marks. What was closed by it stays closed. Without its
    group: that alone would open again, to whoever is in it, what the tier has closed."""
    ensure(may_manage_tiers(by, tier))
    log(tier, "wagtail.delete", user=by, deleted=True)
    Tier.objects.select_for_update(of=("self",)).filter(pk=tier.pk).first()  # nobody is let in meanwhile
    tier.group.delete()


def ensure_measurable(tier: Tier, asked: Asked) -> None:
    """The tier can be earned by this. Raises RuleBroken beside `conditions` or `lasts_days`."""
    keys = [key for key, _least in asked]
    if asked and tier.way != Way.EARNED:
        raise RuleBroken(
            {"conditions": _("Only a tier that is earned has conditions. Take them out, or let it be earned.")}
        )
    if len(set(keys)) < len(keys):
        raise RuleBroken({"conditions": _("Each thing is counted once. Take one of the two out.")})
    if any(key not in measures or not 1 <= least <= MOST for key, least in asked):
        raise RuleBroken({"conditions": _("Choose what is counted, and at least how many.")})
    if asked and tier.lasts_days is not None and tier.lasts_days < LEAST_DAYS:
        least = ngettext(
            "A tier with conditions lasts for at least %(n)d day, or for good.",
            "A tier with conditions lasts for at least %(n)d days, or for good.",
            LEAST_DAYS,
        )
        raise RuleBroken({"lasts_days": least % {"n": LEAST_DAYS}})


def _set_conditions(tier: Tier, asked: Asked) -> None:
    tier.conditions.all().delete()  # type: ignore[attr-defined]
    Condition.objects.bulk_create(Condition(tier=tier, measure=key, at_least=least) for key, least in asked)


def _as_logged(asked: Asked, former: Asked = ()) -> dict[str, Any]:
    """For the history: nothing when there is nothing to tell."""
    now, before = [list(one) for one in asked], [list(one) for one in former]
    return {"conditions": now, "before": before} if now != before else {}


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
