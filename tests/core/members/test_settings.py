from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from core.errors import Refused, RuleBroken
from core.members.actions.cleaning import release_handles
from core.members.actions.settling import change_settings, choose_language
from core.members.models import RetiredHandle, User
from tests.cast import PASSWORD

SETTINGS = "/me/settings/"
TOM = {"display_name": "Tom", "handle": "tom", "bio": "", "language": "", "is_profile_public": "on"}


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(SETTINGS).headers["Location"] == "/accounts/login/?next=/me/settings/"


def test_settings_are_saved_and_said(client, tom):
    client.force_login(tom)
    values = {"display_name": "Tom B.", "handle": "Tom-B", "bio": "Coffee\nand trams", "language": "he"}
    answer = client.post(SETTINGS, values, follow=True)
    tom.refresh_from_db()
    assert (tom.display_name, tom.handle, tom.bio, tom.language) == ("Tom B.", "tom-b", "Coffee\nand trams", "he")
    assert not tom.is_profile_public
    assert 'dir="rtl"' in answer.text


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("display_name", "", "required"),
        ("display_name", "Support", "speaks for the house"),
        ("handle", "ines", "taken"),
        ("handle", "INES", "taken"),
        ("handle", "admin", "taken"),
        ("handle", "former-1", "taken"),
        ("handle", "no spaces", "letters a to z"),
        ("handle", "-tom", "letters a to z"),
        ("handle", "x" * 31, "at most 30"),
        ("bio", "x" * 301, "at most 300"),
        ("language", "xx", "valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, tom, ines, field, value, reason):
    client.force_login(tom)
    answer = client.post(SETTINGS, {**TOM, field: value})
    assert answer.status_code == 200
    assert reason in " ".join(answer.context["form"].errors[field])
    assert reason in answer.text
    tom.refresh_from_db()
    assert (tom.display_name, tom.handle, tom.bio) == ("Tom", "tom", "")


def test_nobody_changes_the_settings_of_somebody_else(tom, ada):
    with pytest.raises(Refused, match="Only the member"):
        change_settings(tom, by=ada, display_name="Tim")


def test_a_handle_that_was_given_up_rests_but_may_be_taken_back(tom, ines):
    change_settings(tom, by=tom, handle="tim")
    with pytest.raises(RuleBroken):
        change_settings(ines, by=ines, handle="tom")
    assert User.objects.free_handle("Tom") == "tom-2"
    assert change_settings(tom, by=tom, handle="tom").handle == "tom"


def test_a_handle_that_rested_long_enough_is_free(tom, ines):
    change_settings(tom, by=tom, handle="tim", at=timezone.now() - timedelta(days=181))
    assert change_settings(ines, by=ines, handle="tom").handle == "tom"
    assert release_handles() == 1
    assert release_handles() == 0
    assert not RetiredHandle.objects.filter(member=tom).exists()


def test_an_unknown_setting_is_a_mistake_of_ours(tom):
    with pytest.raises(TypeError):
        change_settings(tom, by=tom, is_superuser=True)


def test_nothing_but_settings_can_be_posted(client, tom):
    client.force_login(tom)
    client.post(SETTINGS, {**TOM, "is_superuser": "on", "email": "evil@example.com"})
    tom.refresh_from_db()
    assert not tom.is_superuser
    assert tom.email == "tom@example.com"


def test_the_language_of_a_member_is_kept_and_goes_first(client, tom):
    client.force_login(tom)
    answer = client.post("/i18n/setlang/", {"language": "he", "next": "/me/settings/"})
    assert answer.headers["Location"] == "/me/settings/"
    tom.refresh_from_db()
    assert tom.language == "he"
    client.cookies.pop("django_language")
    assert 'lang="he"' in client.get(SETTINGS, headers={"Accept-Language": "en"}).text


def test_the_language_of_a_visitor_is_a_cookie(client, db):
    client.post("/i18n/setlang/", {"language": "el", "next": "/accounts/login/"})
    assert client.cookies["django_language"].value == "el"
    assert 'lang="el"' in client.get("/accounts/login/").text


def test_an_unknown_language_changes_nothing(client, tom):
    client.force_login(tom)
    assert client.post("/i18n/setlang/", {"language": "xx", "next": "/"}).status_code == 302
    tom.refresh_from_db()
    assert tom.language == ""
    with pytest.raises(RuleBroken):
        choose_language(tom, "xx", by=tom)


def test_changing_the_password_keeps_this_session_and_tells_the_member(client, tom):
    client.force_login(tom)
    values = {"oldpassword": PASSWORD, "password1": "blue-harbour-42", "password2": "blue-harbour-42"}
    assert client.post("/accounts/password/change/", values).headers["Location"] == SETTINGS
    assert client.get(SETTINGS).status_code == 200
    tom.refresh_from_db()
    assert tom.check_password("blue-harbour-42")
    assert "password" in mail.outbox[0].subject
    assert mail.outbox[0].to == ["tom@example.com"]


def test_changing_the_password_asks_for_the_old_one(client, tom):
    client.force_login(tom)
    values = {"oldpassword": "wrong", "password1": "blue-harbour-42", "password2": "blue-harbour-42"}
    assert client.post("/accounts/password/change/", values).status_code == 200
    tom.refresh_from_db()
    assert tom.check_password(PASSWORD)
