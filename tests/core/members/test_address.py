"""Changing the e-mail address, and getting back in with it."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.cast import PASSWORD

NEW = "tom.b@example.com"


def code_in(letter: mail.EmailMessage) -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter.body, re.MULTILINE).group()


def ask_for_new_address(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": NEW, "action_add": ""})


def test_a_new_address_counts_once_its_code_is_typed(client, tom):
    client.force_login(tom)
    ask_for_new_address(client)
    tom.refresh_from_db()
    assert tom.email == "tom@example.com"
    client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])})
    tom.refresh_from_db()
    assert tom.email == NEW
    assert list(EmailAddress.objects.filter(user=tom).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    warned = mail.outbox[-1]
    assert warned.to == ["tom@example.com"]
    assert NEW in warned.body


def test_changing_the_address_asks_for_the_password_first(client, tom):
    client.force_login(tom)
    answer = client.post("/accounts/email/", {"email": NEW, "action_add": ""})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert "This is not your password" in client.post("/accounts/reauthenticate/", {"password": "x"}).text
    assert not mail.outbox


def test_a_forgotten_password_is_replaced_by_mail(client, tom):
    client.post("/accounts/password/reset/", {"email": "TOM@example.com"})
    link = re.search(r"https?://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    assert 'name="password1"' in page.text
    answer = client.post(page.request["PATH_INFO"], {"password1": "blue-harbour-42", "password2": "blue-harbour-42"})
    assert answer.status_code == 302
    tom.refresh_from_db()
    assert tom.check_password("blue-harbour-42")
    assert "does not work any more" in Client().get(link, follow=True).text


def test_a_made_up_reset_link_is_refused_in_words(client, tom):
    assert "does not work any more" in client.get("/accounts/password/reset/key/1-abc-def/").text


def test_a_disabled_account_gets_no_reset_link(client, tom):
    tom.is_active = False
    tom.save()
    client.post("/accounts/password/reset/", {"email": "tom@example.com"})
    assert "/reset/key/" not in mail.outbox[0].body


def test_letters_speak_the_language_of_the_member(client, tom):
    tom.language = "he"
    tom.save()
    client.post("/accounts/password/reset/", {"email": "tom@example.com"}, headers={"Accept-Language": "en"})
    letter = mail.outbox[0]
    html = letter.alternatives[0][0]
    assert '<html lang="he" dir="rtl">' in html
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_letters_say_the_same_in_text_and_html(client, tom):
    client.post("/accounts/password/reset/", {"email": "tom@example.com"})
    letter = mail.outbox[0]
    html = letter.alternatives[0][0]
    link = re.search(r"https?://testserver/\S+", letter.body).group()
    assert f'href="{link}"' in html
    assert "works once, and for three days" in letter.body
    assert "works once, and for three days" in html


def test_a_name_with_markup_is_text_in_a_letter(client, tom):
    client.post("/accounts/password/reset/", {"email": '"<b>x</b>"@example.com'})
    for letter in mail.outbox:
        assert "<b>x</b>" not in letter.alternatives[0][0]


def test_a_mail_server_that_is_away_is_said_in_words(client, tom, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post("/accounts/password/reset/", {"email": "tom@example.com"}, follow=True)
    assert answer.status_code == 200
    assert "cannot send mail at this moment" in answer.text
