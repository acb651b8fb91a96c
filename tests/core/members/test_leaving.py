import json
import logging

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from core.members.actions.exporting import export_member
from core.members.actions.settling import change_settings
from core.members.models import User
from core.members.registries import PersonalData, personal_data
from tests.cast import PASSWORD, make_member

DELETE = "/me/delete/"
EXPORT = "/me/export/"


@pytest.fixture
def planted():
    """A room that knows something personal: what it was asked to erase."""
    asked: list[int] = []
    personal_data.add(
        PersonalData(key="planted", export=lambda m: [{"secret of": m.handle}], erase=lambda m: asked.append(m.pk))
    )
    yield asked
    personal_data._things.pop("planted")


def test_the_export_holds_the_account_and_what_every_room_knows(client, tom, planted):
    TOTP.activate(tom, generate_totp_secret())
    client.force_login(tom)
    answer = client.get(EXPORT)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sayso-tom.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    data = json.loads(answer.content)
    assert data["account"]["email"] == "tom@example.com"
    assert {text["kind"] for text in data["account"]["accepted_texts"]} == {"terms", "privacy"}
    assert data["account"]["second_factors"][0]["type"] == "totp"
    assert data["planted"] == [{"secret of": "tom"}]
    assert set(data) == {"exported_at", "account"} | {room.key for room in personal_data}


def test_an_export_holds_no_password_and_no_key(client, tom):
    secret = generate_totp_secret()
    TOTP.activate(tom, secret)
    client.force_login(tom)
    text = client.get(EXPORT).text
    assert tom.password not in text
    assert secret not in text


def test_a_visitor_gets_no_export(client, db):
    assert client.get(EXPORT).headers["Location"] == "/accounts/login/?next=/me/export/"


def test_nobody_exports_somebody_else(tom, ada):
    with pytest.raises(Refused):
        export_member(tom, by=ada)


def test_leaving_asks_for_the_password(client, tom):
    client.force_login(tom)
    assert "This stays" in client.get(DELETE).text
    answer = client.post(DELETE, {"proof": "wrong"})
    assert answer.status_code == 200
    assert "This is not your password" in answer.text
    tom.refresh_from_db()
    assert not tom.is_former


def test_leaving_without_a_password_asks_for_the_handle(client, db):
    kim = make_member("kim")
    client.force_login(kim)
    assert "This is not your handle" in client.post(DELETE, {"proof": "tom"}).text
    client.post(DELETE, {"proof": "Kim"})
    kim.refresh_from_db()
    assert kim.is_former


def test_leaving_takes_what_is_personal_and_ends_every_session(client, tom, planted, caplog):
    TOTP.activate(tom, generate_totp_secret())
    tom.groups.add(Group.objects.create(name="Kept"))
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(tom)
    with caplog.at_level(logging.INFO, logger="core.members"):
        answer = client.post(DELETE, {"proof": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    gone = User.objects.get(pk=tom.pk)
    assert "tom" not in f"{gone.email} {gone.handle} {gone.display_name} {gone.bio}".lower()
    assert gone.shown_name == "Former member"
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert not EmailAddress.objects.filter(user=tom).exists()
    assert not Authenticator.objects.filter(user=tom).exists()
    assert not gone.groups.exists()
    assert planted == [tom.pk]
    assert elsewhere.get("/me/settings/").status_code == 302
    assert client.get("/members/tom/").status_code == 404
    assert client.get(f"/members/{gone.handle}/").status_code == 404
    assert f"Member {tom.pk} was erased by themself" in caplog.text
    assert "tom@" not in caplog.text
    assert mail.outbox[-1].to == ["tom@example.com"]
    assert "is deleted" in mail.outbox[-1].subject


def test_leaving_keeps_the_row_that_content_hangs_on(tom):
    erase_member(tom, by=tom)
    assert User.objects.filter(pk=tom.pk).exists()
    assert tom.acceptances.count() == 2


def test_leaving_twice_changes_nothing(tom, planted):
    first = erase_member(tom, by=tom)
    again = erase_member(tom, by=tom)
    assert first.erased_at == again.erased_at
    assert planted == [tom.pk]


def test_the_handle_of_who_left_rests(tom, ines):
    erase_member(tom, by=tom)
    with pytest.raises(RuleBroken):
        change_settings(ines, by=ines, handle="tom")
    assert User.objects.free_handle("Tom") == "tom-2"


def test_earlier_handles_of_who_left_rest_too(tom, ines):
    change_settings(tom, by=tom, handle="tim")
    erase_member(tom, by=tom)
    with pytest.raises(RuleBroken):
        change_settings(ines, by=ines, handle="tom")


def test_the_address_of_who_left_may_join_again(client, tom):
    erase_member(tom, by=tom)
    values = {"display_name": "Tom", "email": "tom@example.com", "password1": "blue-harbour-42", "accept": "on"}
    client.post("/accounts/signup/", values)
    assert User.objects.get(email="tom@example.com").handle == "tom-2"


def test_nobody_deletes_somebody_else_but_an_administrator(tom, ines, ada):
    with pytest.raises(Refused, match="Only the member"):
        erase_member(tom, by=ines)
    erase_member(tom, by=ada)
    assert User.objects.get(pk=tom.pk).is_former


def test_the_last_administrator_stays_and_is_told_why(client, ada):
    client.force_login(ada)
    assert "only administrator" in client.get(DELETE).text
    answer = client.post(DELETE, {"proof": PASSWORD})
    assert answer.status_code == 403
    assert "only administrator" in answer.text
    ada.refresh_from_db()
    assert not ada.is_former


def test_one_of_two_administrators_may_leave(ada):
    make_member("kim", is_superuser=True)
    assert erase_member(ada, by=ada).is_former


def test_a_room_that_fails_keeps_the_account_whole(tom, planted):
    def fail(member: User) -> None:
        raise RuntimeError("no")

    personal_data.add(PersonalData(key="failing", export=lambda m: [], erase=fail))
    try:
        with pytest.raises(RuntimeError):
            erase_member(tom, by=tom)
    finally:
        personal_data._things.pop("failing")
    tom.refresh_from_db()
    assert tom.email == "tom@example.com"
