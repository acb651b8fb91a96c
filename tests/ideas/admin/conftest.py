"""The desk is bea's; who has rights over a part of the pages alone is made here."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from core.members.models import User


def permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def give_team_rights(person: User, page: Page, *, answers: bool = True) -> User:
    """A group of one, with the right to edit below this page and, unless told otherwise, to answer ideas."""
    group = Group.objects.create(name=f"Team of {person.handle} {page.pk}")
    group.permissions.add(permission("wagtailadmin", "access_admin"))
    if answers:
        group.permissions.add(permission("ideas", "answer_idea"))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(group=group, page=page, permission=permission("wagtailcore", codename))
    person.groups.add(group)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def editor(bea: User) -> User:
    return bea


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which bea is signed in."""
    client.force_login(editor)
    return client
