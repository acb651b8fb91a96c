"""Roles of a site that stands already, when a room comes later."""

import pytest
from django.contrib.auth.models import Group, Permission

from core.audience.actions.groups import ensure_groups, grant_new
from core.audience.groups import MODERATORS, permissions_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderators():
    ensure_groups()
    return Group.objects.get(name=MODERATORS)


def names_of(group):
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{room}.{codename}" for room, codename in rows}


def test_a_room_that_comes_later_reaches_a_role_that_is_there(moderators):
    later = Permission.objects.get(content_type__app_label="moderation", codename="moderate")
    moderators.permissions.remove(later)
    grant_new(Permission.objects.exclude(pk=later.pk).values_list("pk", flat=True))
    assert names_of(moderators) == set(permissions_of(MODERATORS))


def test_what_an_administrator_took_away_stays_away(moderators):
    moderators.permissions.clear()
    grant_new(Permission.objects.values_list("pk", flat=True))
    assert not names_of(moderators)
