"""Wagtail's screens for members: list, make, change, erase."""

import pytest
from django.contrib.auth.models import Group

from core.audience.groups import EDITORS
from core.members.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


def test_the_list_shows_name_address_and_handle(desk, tom):
    text = desk.get("/admin/users/").text
    assert "tom@example.com" in text
    assert "Tom" in text


@pytest.mark.parametrize(
    "query", ["?q=tom", "?ordering=display_name", "?ordering=-handle", "?ordering=name", "?group=1"]
)
def test_the_list_can_be_searched_and_sorted(desk, tom, query):
    assert desk.get(f"/admin/users/{query}").status_code == 200


def test_a_member_is_found_by_handle_and_by_name(desk, tom):
    User.objects.filter(pk=tom.pk).update(display_name="Thomas Berg", handle="bluecup")
    assert "Thomas Berg" in desk.get("/admin/users/?q=bluecup").text
    assert "Thomas Berg" in desk.get("/admin/users/?q=berg").text


def test_a_member_is_made_with_a_handle_of_their_own(desk, tom):
    editors = Group.objects.get(name=EDITORS)
    form = {
        "email": "New@Example.com",
        "display_name": "Tom",
        "groups": [editors.pk],
        "password1": "a-long-pass-phrase",
        "password2": "a-long-pass-phrase",
    }
    assert desk.get("/admin/users/new/").status_code == 200
    assert desk.post("/admin/users/new/", form).status_code == 302
    made = User.objects.get(email="new@example.com")
    assert made.handle != "tom"
    assert made.handle
    assert made.check_password("a-long-pass-phrase")
    assert list(made.groups.all()) == [editors]


def test_an_address_that_is_taken_is_refused_beside_its_field(desk, tom):
    form = {"email": "TOM@example.com", "display_name": "X", "password1": "a-long-pass-phrase"}
    answer = desk.post("/admin/users/new/", form | {"password2": "a-long-pass-phrase"})
    assert answer.status_code == 200
    assert "This address is taken." in answer.text


def test_groups_and_activity_are_changed_and_the_address_is_not(desk, tom):
    editors = Group.objects.get(name=EDITORS)
    address = f"/admin/users/edit/{tom.pk}/"
    assert desk.get(address).status_code == 200
    form = {"email": "stolen@example.com", "display_name": "Tom B.", "groups": [editors.pk]}
    assert desk.post(address, form).status_code == 302
    tom.refresh_from_db()
    assert (tom.email, tom.display_name, tom.is_active) == ("tom@example.com", "Tom B.", False)
    assert list(tom.groups.all()) == [editors]


def test_one_cannot_lock_oneself_out(desk, ada):
    desk.post(f"/admin/users/edit/{ada.pk}/", {"email": ada.email, "display_name": "Ada"})
    ada.refresh_from_db()
    assert ada.is_active
    assert ada.is_superuser


def test_deleting_erases_and_keeps_the_row(desk, tom):
    assert desk.get(f"/admin/users/delete/{tom.pk}/").status_code == 200
    assert desk.post(f"/admin/users/delete/{tom.pk}/").status_code == 302
    tom.refresh_from_db()
    assert tom.is_former
    assert "tom@example.com" not in desk.get("/admin/users/").text


def test_many_members_are_not_deleted_at_once(desk, tom):
    answer = desk.post(f"/admin/bulk/members/user/delete/?id={tom.pk}", follow=True)
    assert "one by one" in answer.text
    assert not User.objects.get(pk=tom.pk).is_former
