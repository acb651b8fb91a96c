import pytest

from core.errors import Refused
from core.notices.actions import follow, unfollow
from core.notices.models import Follow
from core.notices.policies import may_follow


def test_following_twice_is_following(tom):
    follow("profile", 7, by=tom)
    follow("profile", 7, by=tom)
    assert Follow.objects.of("profile", 7).count() == 1
    assert Follow.objects.is_following(tom, "profile", 7)


def test_unfollowing_twice_is_not_following(tom, ines):
    follow("profile", 7, by=tom)
    follow("profile", 7, by=ines)
    unfollow("profile", 7, by=tom)
    unfollow("profile", 7, by=tom)
    assert Follow.objects.follower_ids("profile", 7) == [ines.pk]


def test_things_of_one_number_and_two_kinds_are_two_things(tom):
    follow("profile", 7, by=tom)
    assert not Follow.objects.is_following(tom, "idea", 7)
    assert not Follow.objects.is_following(tom, "profile", 8)


def test_a_visitor_signs_in_first(vera, db):
    verdict = may_follow(vera, None)
    assert verdict.sign_in and "Sign in" in verdict.reason
    with pytest.raises(Refused, match="Sign in"):
        follow("profile", 7, by=vera)
    unfollow("profile", 7, by=vera)
    assert not Follow.objects.is_following(vera, "profile", 7)
