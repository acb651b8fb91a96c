"""Sweeps, members and the team at the same moment: on PostgreSQL, with real transactions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audience.actions.earning import measure_all, measure_members, measure_tier
from core.audience.actions.memberships import admit, leave_tier
from core.audience.actions.tiers import create_tier, delete_tier
from core.audience.models import Entrance, Membership, MembershipEvent, Tier, Way
from core.members.models import User
from core.notices.models import Notice
from insiders.actions.telling import tell_what_is_due
from insiders.news import BEGAN
from tests.ideas.test_crowd import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def regulars(bea, **fields) -> Tier:
    conditions = [("days-as-member", 30)]
    return create_tier("Regulars", by=bea, way=Way.EARNED, criteria="Stay.", conditions=conditions, **fields)


def crowd(count: int) -> list[User]:
    now = timezone.now()
    return User.objects.bulk_create(
        User(email=f"c{n}@example.com", handle=f"c{n}", display_name="C", date_joined=now - timedelta(days=60, hours=n))
        for n in range(count)
    )


def test_sweeps_at_once_let_each_in_once_and_tell_them_once(bea):
    tier = regulars(bea)
    members = crowd(20)
    done = all_at_once(
        [measure_all, measure_all, lambda: measure_members([members[0].pk]), lambda: measure_tier(tier.pk)]
    )
    assert sum(done) == 20
    all_at_once([tell_what_is_due] * 3)
    assert tier.memberships.count() == MembershipEvent.objects.count() == 20
    assert Notice.objects.filter(kind=BEGAN).count() == 20


def test_the_last_places_go_to_those_who_were_first_though_all_come_at_once(bea):
    tier = regulars(bea, seats=5)
    members = crowd(12)
    all_at_once([lambda: measure_tier(tier.pk)] * 3)
    earliest = {member.pk for member in members[-5:]}
    assert set(tier.memberships.values_list("member", flat=True)) == earliest


def test_leaving_in_the_middle_of_a_sweep_is_leaving(bea):
    tier = regulars(bea)
    first, *_rest = crowd(8)
    admit(first, tier, entrance=Entrance.BY_HAND, by=bea)
    all_at_once([lambda: leave_tier(tier, by=first), lambda: measure_tier(tier.pk), lambda: measure_tier(tier.pk)])
    assert not tier.memberships.active().filter(member=first).exists()
    assert tier.memberships.active().count() == 7


def test_a_tier_may_be_deleted_in_the_middle_of_a_sweep(bea):
    tier = regulars(bea)
    crowd(8)
    all_at_once([lambda: measure_tier(tier.pk), lambda: delete_tier(tier, by=bea), lambda: measure_tier(tier.pk)])
    assert not Tier.objects.filter(pk=tier.pk).exists()
    assert not Membership.objects.exists()
