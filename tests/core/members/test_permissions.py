"""What a member may do is asked in one query, and is what Django would have found."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission
from wagtail.users.models import UserProfile

from core.members.models import User
from core.members.permissions import MemberBackend
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """One permission of her own, two by two groups, one of them twice."""
    ada = make_member("ada")
    own, first, second = Permission.objects.order_by("pk")[:3]
    ada.user_permissions.add(own)
    for name, given in {"one": [first], "two": [first, second]}.items():
        group = Group.objects.create(name=name)
        group.permissions.set(given)
        ada.groups.add(group)
    other = Group.objects.create(name="of others")
    other.permissions.set(Permission.objects.order_by("pk")[3:6])
    return User.objects.get(pk=ada.pk)


def test_own_permissions_and_those_of_groups(ada, django_assert_num_queries):
    expected = ModelBackend().get_all_permissions(User.objects.get(pk=ada.pk))
    assert len(expected) == 3
    with django_assert_num_queries(1):
        assert MemberBackend().get_all_permissions(ada) == expected
        assert all(ada.has_perm(name) for name in expected)
        assert not ada.has_perm("moderation.moderate")


def test_whoever_has_no_settings_of_the_admin_is_not_asked_about_them(ada, django_assert_num_queries):
    ada.has_perm("moderation.moderate")
    with django_assert_num_queries(0):
        assert not hasattr(ada, "wagtail_userprofile")
    UserProfile.objects.create(user_id=ada.pk, preferred_language="he")
    ada = User.objects.get(pk=ada.pk)
    ada.has_perm("moderation.moderate")
    assert ada.wagtail_userprofile.preferred_language == "he"


def test_nothing_for_who_is_inactive_or_nobody_or_for_an_object(ada):
    assert MemberBackend().get_all_permissions(ada, obj=ada) == set()
    ada.is_active = False
    assert MemberBackend().get_all_permissions(ada) == set()
    assert MemberBackend().get_all_permissions(AnonymousUser()) == set()


def test_a_superuser_may_do_everything():
    root = make_member("root")
    root.is_superuser = True
    assert len(MemberBackend().get_all_permissions(root)) == Permission.objects.count()
