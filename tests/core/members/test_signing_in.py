import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.members.policies import needs_second_factor
from tests.cast import PASSWORD, make_member

LOGIN = "/accounts/login/"
FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "\x00//evil.example",
]


def sign_in(client: Client, email: str = "tom@example.com", password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": email, "password": password, **more})


@pytest.mark.parametrize("email", ["tom@example.com", "TOM@Example.com"])
def test_signing_in_leads_to_where_one_was_going(client, tom, email):
    answer = sign_in(client, email, next="/members/tom/")
    assert answer.headers["Location"] == "/members/tom/"
    assert client.session["_auth_user_id"] == str(tom.pk)


def test_the_wrong_password_is_refused_beside_the_form(client, tom):
    answer = sign_in(client, password="wrong")
    assert answer.status_code == 200
    assert "do not belong together" in answer.text
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_gets_a_page_that_says_so(client, tom):
    tom.is_active = False
    tom.save()
    answer = sign_in(client)
    assert answer.headers["Location"] == "/accounts/inactive/"
    assert "This account is closed" in client.get("/accounts/inactive/").text
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_is_not_told_to_somebody_without_its_password(client, tom):
    tom.is_active = False
    tom.save()
    assert "do not belong together" in sign_in(client, password="wrong").text


def test_disabling_an_account_ends_its_sessions(client, tom):
    sign_in(client)
    tom.is_active = False
    tom.save()
    assert client.get("/me/settings/").status_code == 302


@pytest.mark.parametrize("there", FOREIGN)
@pytest.mark.parametrize("path", [LOGIN, "/accounts/logout/", "/me/accept/", "/i18n/setlang/"])
def test_no_way_leads_off_the_site(client, tom, path, there):
    if path != LOGIN:
        client.force_login(tom)
    values = {"login": "tom@example.com", "password": PASSWORD, "language": "el", "next": there}
    answer = client.post(path, values)
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]


@pytest.mark.parametrize("there", FOREIGN)
def test_joining_leads_nowhere_foreign(client, db, there):
    values = {"display_name": "Kim", "email": "kim@example.com", "password1": "blue-harbour-42", "accept": "on"}
    client.post("/accounts/signup/", {**values, "next": there})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE).group()
    assert client.post("/accounts/confirm-email/", {"code": code}).headers["Location"] == "/"


def test_an_unconfirmed_address_is_asked_for_its_code_first(client, db):
    make_member("kim", password=PASSWORD, verified=False)
    answer = sign_in(client, "kim@example.com")
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_the_pages_out_of_the_browser(client, tom):
    client.force_login(tom)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    answer = client.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_second_step_is_set_up_and_then_asked_for(client, tom, django_capture_on_commit_callbacks):
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert "<svg" in page.text
    assert "data:image" not in page.text
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert mail.outbox[-1].subject == "The second step at Sayso is on"
    fresh = Client()
    assert sign_in(fresh).headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in fresh.session
    assert "This code is not right" in fresh.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    fresh.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert fresh.session["_auth_user_id"] == str(tom.pk)


@pytest.mark.parametrize("page", ["mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"])
def test_the_pages_of_the_second_step_are_ours(client, tom, page):
    RecoveryCodes.activate(tom)
    TOTP.activate(tom, generate_totp_secret())
    client.force_login(tom)
    answer = client.get(reverse(page), follow=True)
    assert answer.status_code == 200
    assert "account-card" in answer.text


def test_the_second_step_is_asked_of_those_who_work_in_the_admin(tom, ada, vera, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    assert needs_second_factor(ada)
    assert not needs_second_factor(tom)
    assert not needs_second_factor(vera)
    TOTP.activate(ada, generate_totp_secret())
    assert not needs_second_factor(ada)


def test_the_second_step_can_be_left_to_choice(ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    assert not needs_second_factor(ada)
