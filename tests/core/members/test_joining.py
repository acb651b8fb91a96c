import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.errors import RuleBroken
from core.members.actions.joining import accept_legal_texts, sign_up
from core.members.models import Acceptance, LegalText, User
from tests.cast import PASSWORD, make_member

JOIN = "/accounts/signup/"
CONFIRM = "/accounts/confirm-email/"
KIM = {"display_name": "Kim Šimić", "email": "Kim@Example.com", "password1": "blue-harbour-42", "accept": "on"}


def code_in(letter: mail.EmailMessage) -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter.body, re.MULTILINE).group()


def test_joining_ends_at_the_mailbox_and_goes_on_where_it_began(client, tom):
    answer = client.post(JOIN, {**KIM, "next": "/members/tom/"})
    assert answer.headers["Location"] == CONFIRM
    assert "_auth_user_id" not in client.session
    answer = client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    assert answer.headers["Location"] == "/members/tom/"
    kim = User.objects.get(handle="kim-simic")
    assert client.session["_auth_user_id"] == str(kim.pk)
    assert (kim.email, kim.display_name) == ("kim@example.com", "Kim Šimić")
    assert EmailAddress.objects.get(user=kim).verified
    assert kim.is_active
    assert not kim.is_superuser


def test_the_texts_in_force_are_accepted_with_version_and_time(client, db):
    before = timezone.now()
    client.post(JOIN, KIM)
    accepted = Acceptance.objects.filter(member__handle="kim-simic").select_related("text")
    assert {(row.text.kind, row.text.version) for row in accepted} == {("terms", 1), ("privacy", 1)}
    assert all(row.at >= before for row in accepted)


def test_joining_without_consent_is_refused_beside_the_box(client, db):
    answer = client.post(JOIN, {**KIM, "accept": ""})
    assert answer.status_code == 200
    assert "Joining needs your consent" in answer.text
    assert not User.objects.exists()


def test_the_form_links_to_both_texts(client, db):
    page = client.get(JOIN).text
    assert 'href="/legal/terms/"' in page
    assert 'href="/legal/privacy/"' in page


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("display_name", "", "required"),
        ("display_name", "\u200b\u200b\u2800", "can be read"),
        ("display_name", "x" * 61, "at most 60"),
        ("display_name", "Moderator", "speaks for the house"),
        ("email", "not an address", "valid email"),
        ("password1", "12345678", "entirely numeric"),
        ("password1", "short", "too short"),
        ("password1", "kim@example.com", "too similar"),
    ],
)
def test_what_cannot_be_is_said_in_words(client, db, field, value, reason):
    answer = client.post(JOIN, {**KIM, field: value})
    assert answer.status_code == 200
    assert reason in answer.text
    assert not User.objects.exists()


def test_hidden_characters_are_taken_out_of_a_name(client, db):
    client.post(JOIN, {**KIM, "display_name": "Ki\x00m\u202e \u200bŠimić"})
    assert User.objects.get().display_name == "Kim Šimić"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "שירה", "Ω" * 60, "🎉🎉"])
def test_names_of_every_kind_get_a_handle_and_a_page(client, db, name):
    client.post(JOIN, {**KIM, "display_name": name})
    member = User.objects.get()
    page = client.get(member.get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_the_same_name_gets_a_handle_of_its_own(db):
    handles = [sign_up(User(), email=f"k{n}@example.com", password=None, display_name="Kim").handle for n in range(3)]
    assert handles == ["kim", "kim-2", "kim-3"]


def test_a_handle_never_speaks_for_the_house(db):
    handles = {User.objects.free_handle(name) for name in ("Admin", "Former 12", "Former former")}
    assert handles == {"admin-2", "12", "member-2"}


def test_the_same_address_twice_at_once_is_refused_in_words(tom):
    with pytest.raises(RuleBroken, match="sent twice"):
        sign_up(User(), email="TOM@example.com", password=PASSWORD, display_name="Tomas")
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_people_of_one_name_at_the_same_time_all_get_in():
    def join(number: int) -> str:
        try:
            return sign_up(User(), email=f"kim{number}@example.com", password=None, display_name="Kim").handle
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        handles = set(people.map(join, range(8)))
    assert len(handles) == 8
    assert "kim" in handles


def test_the_wrong_code_does_not_open_the_account_and_says_so(client, db):
    client.post(JOIN, KIM)
    answer = client.post(CONFIRM, {"code": "AAAA-AAAA"})
    assert "This code is not the one we sent" in answer.text
    assert "_auth_user_id" not in client.session


def test_guessing_codes_ends_after_five(client, db):
    client.post(JOIN, KIM)
    for _ in range(5):
        answer = client.post(CONFIRM, {"code": "AAAA-AAAA"})
    assert answer.status_code == 302
    assert client.get(CONFIRM).headers["Location"] == "/accounts/login/"


def test_members_who_are_signed_in_are_not_asked_to_join(client, tom):
    client.force_login(tom)
    assert client.get(JOIN).status_code == 302


def test_accepting_twice_is_recorded_once(tom):
    accept_legal_texts(tom, LegalText.objects.in_force(), by=tom)
    assert tom.acceptances.count() == 2


def test_nobody_accepts_for_somebody_else(tom):
    with pytest.raises(RuleBroken):
        accept_legal_texts(tom, LegalText.objects.in_force(), by=make_member("kim"))


def test_joining_works_where_no_texts_stand(client, db):
    Acceptance.objects.all().delete()
    LegalText.objects.all().delete()
    assert "Read the" not in client.get(JOIN).text
    client.post(JOIN, {key: value for key, value in KIM.items() if key != "accept"})
    assert User.objects.filter(handle="kim-simic").exists()
    assert client.get(reverse("members:legal", args=["terms"])).status_code == 404
