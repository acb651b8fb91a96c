"""Memberships beside their groups, in one's own data, and when a member is erased."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import Because, admit, end_what_is_over, prolong, show_mark, take_out
from core.audience.actions.tiers import create_tier, delete_tier
from core.audience.models import Entrance, Membership, MembershipEvent, Tier
from core.audience.recounting import MEMBERSHIPS
from core.commands import chores, counters
from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from core.members.actions.exporting import export_member
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def tier():
    return make_tier("Tasters")


def test_by_hand_takes_the_permission(tom, ines, bea, tier):
    with pytest.raises(Refused):
        admit(ines, tier, entrance=Entrance.BY_HAND, by=tom)
    membership = admit(ines, tier, entrance=Entrance.BY_HAND, by=bea)
    with pytest.raises(Refused):
        prolong(membership, until=None, by=tom)
    with pytest.raises(Refused):
        take_out(membership, by=tom)
    with pytest.raises(Refused):
        create_tier("Mine", by=tom)
    with pytest.raises(Refused):
        delete_tier(tier, by=tom)
    assert membership.is_active()


def test_only_its_holder_shows_a_mark(tom, bea, tier):
    membership = admit(tom, tier, entrance=Entrance.GIVEN)
    with pytest.raises(Refused):
        show_mark(membership, False, by=bea)
    show_mark(membership, False, by=tom)
    membership.refresh_from_db()
    assert not membership.is_shown


def test_who_hid_a_tier_and_comes_back_has_it_hidden(tom, bea, tier):
    membership = admit(tom, tier, entrance=Entrance.GIVEN)
    show_mark(membership, False, by=tom)
    take_out(membership, by=bea, words="A pause.")
    assert not admit(tom, tier, entrance=Entrance.GIVEN).is_shown


def test_what_lapses_while_it_is_prolonged_stays_prolonged(tom, bea, tier):
    now = timezone.now()
    membership = admit(tom, tier, entrance=Entrance.GIVEN, until=now + timedelta(days=1))
    later = membership.closes_at + timedelta(seconds=1)
    prolong(membership, until=now + timedelta(days=90), by=bea)
    assert end_what_is_over(at=later) == 0
    membership.refresh_from_db()
    assert end_what_is_over(at=membership.closes_at) == 1
    with pytest.raises(RuleBroken):
        prolong(membership, until=None, by=bea)


def test_the_sweep_ends_what_is_over(tom, tier):
    admit(tom, tier, entrance=Entrance.GIVEN, until=timezone.now() - timedelta(days=90))
    assert chores["memberships-over"].run() == 1
    assert not tom.groups.exists()


def test_groups_out_of_step_are_found_and_follow_the_memberships(tom, ines, tier):
    groups = type(tom).groups.through
    assert list(MEMBERSHIPS.find()) == []
    admit(ines, tier, entrance=Entrance.GIVEN)
    groups.objects.filter(user=ines, group=tier.group).delete()
    groups.objects.create(user=tom, group=tier.group)
    assert len(list(counters["memberships"].find())) == 2
    assert counters["memberships"].mend() == 2
    assert list(counters["memberships"].find()) == []
    assert list(tier.group.user_set.all()) == [ines]
    assert not tier.memberships.filter(member=tom).exists()


def test_ones_own_data_says_what_the_team_wrote(tom, bea, tier):
    because = Because(words="You tasted with us.")
    membership = admit(tom, tier, entrance=Entrance.BY_HAND, by=bea, because=because)
    take_out(membership, by=bea, words="Sold the samples.")
    data = export_member(tom, by=tom)["memberships"]
    assert data[0]["tier"] == "Tasters"
    assert data[0]["why"] == "You are here because Bea let you in."
    assert [event["words"] for event in data[0]["history"]] == ["You tasted with us.", "Sold the samples."]


def test_who_leaves_takes_their_memberships_along_and_frees_the_place(tom, ines, bea, tier):
    Tier.objects.update(seats=1)
    admit(tom, tier, entrance=Entrance.BY_HAND, by=bea, because=Because(words="A secret about Tom."))
    erase_member(tom, by=tom)
    assert not Membership.objects.filter(member=tom).exists()
    assert not MembershipEvent.objects.filter(words__contains="Tom").exists()
    assert not tier.group.user_set.exists()
    assert admit(ines, tier, entrance=Entrance.GIVEN)


def test_who_let_somebody_in_and_leaves_is_named_no_more(tom, bea, ada, tier):
    membership = admit(tom, tier, entrance=Entrance.BY_HAND, by=bea)
    erase_member(bea, by=ada)
    membership.refresh_from_db()
    assert membership.by is None
    assert membership.is_active()
    assert membership.events.get().by is None


def at_once(*acts):
    gate = Barrier(len(acts))

    def one(act):
        gate.wait(timeout=30)
        try:
            return act()
        except RuleBroken as broken:
            return broken
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_let_somebody_in_at_once_share_one_last_place(ada, bea, tier):
    Tier.objects.update(seats=1)
    kim, lou = make_member("kim"), make_member("lou")
    said = at_once(
        lambda: admit(kim, tier, entrance=Entrance.BY_HAND, by=ada),
        lambda: admit(lou, tier, entrance=Entrance.BY_HAND, by=bea),
    )
    assert sum(isinstance(one, RuleBroken) for one in said) == 1
    assert tier.memberships.active().count() == tier.group.user_set.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_prolonging_and_lapsing_at_once_leave_one_truth(bea, tier):
    member, now = make_member("kim"), timezone.now()
    membership = admit(member, tier, entrance=Entrance.GIVEN, until=now + timedelta(days=1))
    moment = membership.closes_at
    until = moment + timedelta(days=30)
    at_once(
        lambda: end_what_is_over(at=moment),
        lambda: prolong(membership, until=until, by=bea, at=moment - timedelta(seconds=1)),
    )
    membership.refresh_from_db()
    assert membership.is_active(moment) is tier.group.user_set.filter(pk=member.pk).exists()
    assert membership.is_active(moment) is (membership.ended_at is None)
