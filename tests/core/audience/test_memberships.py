"""Who is in a tier, and that the clock and the group both have their say."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from core.audience.actions.groups import join, leave, make_tier
from core.audience.actions.memberships import Because, admit, end_what_is_over, leave_tier, prolong, take_out
from core.audience.models import Ending, Entrance, Membership
from core.audience.signals import membership_began, membership_ended
from core.errors import RuleBroken
from core.pages.models import StandardPage
from tests.cast import make_member
from tests.core.audience.trees import close, make_page

pytestmark = pytest.mark.django_db
GIVEN = Entrance.GIVEN


@pytest.fixture
def tier():
    return make_tier("Tasters")


def sees(member) -> bool:
    return StandardPage.objects.visible_to(member).filter(title="Blend").exists()


def history(membership) -> list[str]:
    return list(membership.events.values_list("what", flat=True))


def test_who_is_let_in_is_in_the_group_and_sees(tom, bea, tier):
    close(make_page("Blend"), "Tasters")
    because = Because(kind="idea", id=7, role="author", words="It was your idea.")
    membership = admit(tom, tier, entrance=GIVEN, by=bea, because=because)
    assert sees(tom)
    assert tom.groups.filter(name="Tasters").exists()
    assert (membership.because_kind, membership.because_id, membership.by) == ("idea", 7, bea)
    assert history(membership) == ["began"]


def test_letting_in_twice_is_once(tom, tier):
    assert admit(tom, tier, entrance=GIVEN) == admit(tom, tier, entrance=Entrance.INVITED)
    assert Membership.objects.count() == 1


def test_a_tier_that_lasts_says_until_when_and_opens_for_the_grace(tom, tier):
    close(make_page("Blend"), "Tasters")
    tier.lasts_days, tier.grace_days = 30, 14
    tier.save()
    now = timezone.now()
    expired, closed = now - timedelta(days=31), now - timedelta(days=45)
    membership = admit(tom, tier, entrance=GIVEN, at=expired)
    assert membership.is_in_grace(now)
    assert sees(tom)
    Membership.objects.all().delete()
    membership = admit(make_member("kim"), tier, entrance=GIVEN, at=closed)
    assert not membership.is_active(now)
    assert not sees(membership.member)


def test_access_ends_with_its_time_though_no_job_ran(tom, tier):
    close(make_page("Blend"), "Tasters")
    membership = admit(tom, tier, entrance=GIVEN)
    Membership.objects.update(expires_at=timezone.now(), closes_at=timezone.now())
    assert tom.groups.filter(name="Tasters").exists()
    assert not sees(tom)
    assert end_what_is_over() == 1
    assert end_what_is_over() == 0
    membership.refresh_from_db()
    assert membership.ending == Ending.LAPSED
    assert membership.ended_at == membership.closes_at
    assert not tom.groups.filter(name="Tasters").exists()
    assert history(membership) == ["began", "ended"]


def test_who_lapsed_can_be_let_in_again_and_keeps_the_former_time(tom, tier):
    first = admit(tom, tier, entrance=GIVEN)
    Membership.objects.update(expires_at=timezone.now(), closes_at=timezone.now())
    second = admit(tom, tier, entrance=Entrance.INVITED)
    first.refresh_from_db()
    assert first.ending == Ending.LAPSED
    assert second.is_active()
    assert tom.groups.filter(name="Tasters").exists()


def test_the_last_place_is_one_place(tom, ines, tier):
    tier.seats = 1
    tier.save()
    admit(tom, tier, entrance=GIVEN)
    with pytest.raises(RuleBroken, match="All places are taken"):
        admit(ines, tier, entrance=GIVEN)
    assert not ines.groups.filter(name="Tasters").exists()
    leave_tier(tier, by=tom)
    assert admit(ines, tier, entrance=GIVEN)


def test_leaving_is_done_once(tom, tier):
    membership = admit(tom, tier, entrance=GIVEN)
    leave_tier(tier, by=tom)
    leave_tier(tier, by=tom)
    membership.refresh_from_db()
    assert membership.ending == Ending.LEFT
    assert history(membership) == ["began", "ended"]
    assert not tom.groups.filter(name="Tasters").exists()


def test_the_team_prolongs_and_takes_out(tom, bea, tier):
    membership = admit(tom, tier, entrance=GIVEN)
    until = timezone.now() + timedelta(days=3)
    membership = prolong(membership, until=until, by=bea)
    assert membership.closes_at == until + timedelta(days=tier.grace_days)
    with pytest.raises(RuleBroken):
        prolong(membership, until=timezone.now() - timedelta(days=1), by=bea)
    take_out(membership, by=bea, words="Sold the samples.")
    with pytest.raises(RuleBroken):
        prolong(membership, until=None, by=bea)
    last = membership.events.last()
    assert (last.by, last.words) == (bea, "Sold the samples.")


def test_a_group_that_is_filled_by_hand_makes_memberships(tom, tier):
    join(tom, "Tasters")
    assert Membership.objects.get().entrance == Entrance.BY_HAND
    leave(tom, "Tasters")
    assert Membership.objects.get().ending == Ending.REMOVED


def test_a_group_that_is_emptied_by_hand_ends_them_all(tom, ines, tier):
    close(make_page("Blend"), "Tasters")
    admit(tom, tier, entrance=GIVEN)
    admit(ines, tier, entrance=GIVEN)
    Group.objects.get(name="Tasters").user_set.clear()
    assert not sees(tom)
    assert set(tier.memberships.values_list("ending", flat=True)) == {Ending.REMOVED}


def test_all_groups_of_a_member_taken_away_by_hand(tom, tier):
    admit(tom, tier, entrance=GIVEN)
    tom.groups.clear()
    assert Membership.objects.get().ending == Ending.REMOVED


def test_a_group_behind_djangos_back_opens_nothing(tom, tier):
    """Rows that no signal told of, as from a script: no membership, no access."""
    close(make_page("Blend"), "Tasters")
    type(tom).groups.through.objects.create(user=tom, group=tier.group)
    assert not sees(tom)


def test_a_tier_that_is_deleted_leaves_its_pages_closed(tom, tier):
    close(make_page("Blend"), "Tasters")
    admit(tom, tier, entrance=GIVEN)
    tier.group.delete()
    assert not sees(tom)


def test_other_rooms_are_told_when_it_is_stored(tom, tier, django_capture_on_commit_callbacks):
    heard = []

    def began(membership, **kwargs):
        heard.append(("began", membership))

    def ended(membership, **kwargs):
        heard.append(("ended", membership))

    membership_began.connect(began)
    membership_ended.connect(ended)
    with django_capture_on_commit_callbacks(execute=True):
        membership = admit(tom, tier, entrance=GIVEN)
        assert heard == []
    with django_capture_on_commit_callbacks(execute=True):
        leave_tier(tier, by=tom)
    assert heard == [("began", membership.pk), ("ended", membership.pk)]
