"""The groups of Kaffa's people who look at what moderators pass on."""

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Site

from ideas.demo.chapter import address_of
from moderation.models import ModerationSettings

Teams = Mapping[str, tuple[str, tuple[str, ...]]]  # by team the name of its group, and the handles of who is in it


def set_teams(teams: Teams) -> None:
    """The settings name these groups. One that an administrator has chosen since stays."""
    house, _is_new = ModerationSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))
    for team, (name, handles) in teams.items():
        if house.group_of(team):
            continue
        group, _is_new = Group.objects.get_or_create(name=name)
        addresses = [address for handle in handles for address in (address_of(handle), f"{handle}@example.com")]
        group.user_set.set(get_user_model().objects.filter(email__in=addresses))
        setattr(house, f"{team}_group", group)
    house.save()


def erase_teams(teams: Teams) -> None:
    """With the groups, the settings forget them."""
    Group.objects.filter(name__in=[name for name, _handles in teams.values()]).delete()
