"""The groups of tiers beside the memberships that they follow from."""

from collections.abc import Iterator

from django.db import transaction

from core.audience import gate
from core.audience.models import Membership, Tier
from core.commands import Counter, Drift
from core.members.models import User

In = User.groups.through


def find() -> Iterator[Drift]:
    """Who is in the group of a tier without a membership, which opens nothing, and who has one and is not in it."""
    in_groups, members = _both()
    names = dict(Tier.objects.values_list("pk", "name"))
    for tier, member in sorted(in_groups ^ members):
        is_in = (tier, member) in in_groups
        yield Drift(f"member {member} in the group of {names[tier]}", cached=is_in, counted=not is_in)


@transaction.atomic
def mend() -> int:
    """The groups follow the memberships: whatever wrote past the verbs lets nobody in."""
    in_groups, members = _both()
    groups = dict(Tier.objects.values_list("pk", "group"))
    for tier, member in in_groups - members:
        In.objects.filter(group=groups[tier], user=member).delete()
    missing = members - in_groups
    In.objects.bulk_create([In(group_id=groups[tier], user_id=member) for tier, member in missing])
    gate.forget()
    return len(in_groups ^ members)


def _both() -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs of tier and member: by the groups, and by the memberships that have not ended."""
    in_groups = set(In.objects.filter(group__tier__isnull=False).values_list("group__tier", "user"))
    return in_groups, set(Membership.objects.filter(ended_at=None).values_list("tier", "member"))


MEMBERSHIPS = Counter("memberships", find, mend)
