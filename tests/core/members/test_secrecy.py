"""Whether somebody has an account here is told to nobody but the owner of the address."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.cast import PASSWORD

JOIN = {"display_name": "Kim", "password1": "blue-harbour-42", "accept": "on"}


def seen(client: Client, path: str, values: dict[str, str]) -> tuple[list[str], str]:
    """The whole way a browser goes after this form, with what is different for every visitor taken out."""
    answer = client.post(path, values, follow=True)
    page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.text)
    return [url for url, _status in answer.redirect_chain], page.replace(values["email"], "ADDRESS")


@pytest.mark.parametrize(
    ("path", "values"), [("/accounts/signup/", JOIN), ("/accounts/password/reset/", {})], ids=["join", "reset"]
)
def test_a_known_and_an_unknown_address_are_answered_alike(tom, path, values):
    known = seen(Client(), path, {**values, "email": "tom@example.com"})
    unknown = seen(Client(), path, {**values, "email": "nobody@example.com"})
    assert known == unknown
    assert len(mail.outbox) == 2
    assert {tuple(letter.to) for letter in mail.outbox} == {("tom@example.com",), ("nobody@example.com",)}


def test_the_owner_of_a_known_address_is_told_that_there_is_an_account(client, tom):
    client.post("/accounts/signup/", {**JOIN, "email": "TOM@example.com"})
    assert "already" in mail.outbox[0].subject
    assert "/accounts/password/reset/" in mail.outbox[0].body


def test_guessing_a_code_for_a_known_address_looks_the_same(tom):
    pages = []
    for email in ("tom@example.com", "nobody@example.com"):
        client = Client()
        client.post("/accounts/signup/", {**JOIN, "email": email})
        pages.append(seen(client, "/accounts/confirm-email/", {"code": "AAAA-AAAA", "email": email}))
    assert pages[0][0] == pages[1][0]
    assert pages[0][1].replace("tom@example.com", "") == pages[1][1].replace("nobody@example.com", "")


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(tom):
    known = seen(
        Client(), "/accounts/login/", {"login": "tom@example.com", "email": "tom@example.com", "password": "x"}
    )
    unknown = seen(
        Client(), "/accounts/login/", {"login": "nobody@example.com", "email": "nobody@example.com", "password": "x"}
    )
    assert "do not belong together" in known[1]
    assert known == unknown


def test_a_changed_address_does_not_tell_whose_it_is(client, tom, ines):
    client.force_login(tom)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    ways = []
    for email in ("ines@example.com", "nobody@example.com"):
        answer = client.post("/accounts/email/", {"email": email, "action_add": ""})
        ways.append((answer.status_code, answer.headers.get("Location")))
    assert ways[0] == ways[1]
    assert ways[0] == (302, "/accounts/confirm-email/")
    assert mail.outbox[0].subject == mail.outbox[1].subject


def test_an_address_of_somebody_else_stays_theirs_even_with_its_code(client, tom, ines):
    client.force_login(tom)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "ines@example.com", "action_add": ""})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[0].body, re.MULTILINE).group()
    answer = client.post("/accounts/confirm-email/", {"code": code}, follow=True)
    assert answer.status_code == 200
    tom.refresh_from_db()
    assert tom.email == "tom@example.com"
    assert EmailAddress.objects.get(email="ines@example.com", verified=True).user == ines
