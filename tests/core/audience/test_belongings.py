import pytest
from wagtail.users.models import UserProfile

from core.members.actions.erasing import erase_member
from core.members.actions.exporting import export_member

pytestmark = pytest.mark.django_db


def test_what_the_admin_keeps_of_a_member_is_exported_and_erased(bea, ada):
    UserProfile.objects.create(user=bea, preferred_language="el")
    assert export_member(bea, by=bea)["admin"]["language"] == "el"
    erase_member(bea, by=bea)
    assert not UserProfile.objects.filter(user=bea).exists()
    assert not bea.groups.exists()
