from datetime import timedelta

import pytest
from django.utils import timezone

from core.members.models import Acceptance, LegalText
from tests.cast import PASSWORD

ACCEPT = "/me/accept/"


@pytest.fixture
def newer(db) -> LegalText:
    return LegalText.objects.create(kind="terms", version=2, body="New terms.\n\nSecond paragraph.")


def sign_in(client, **more):
    return client.post("/accounts/login/", {"login": "tom@example.com", "password": PASSWORD, **more})


@pytest.mark.parametrize("kind", ["terms", "privacy"])
def test_everyone_reads_the_text_in_force(client, db, kind):
    page = client.get(f"/legal/{kind}/")
    assert page.status_code == 200
    assert "Version 1" in page.text


def test_all_versions_can_be_read_and_the_old_one_says_so(client, newer):
    assert "Second paragraph" in client.get("/legal/terms/").text
    old = client.get("/legal/terms/1/")
    assert "no longer holds" in old.text
    assert "/legal/terms/2/" in old.text


@pytest.mark.parametrize("address", ["/legal/other/", "/legal/terms/9/", "/legal/terms/x/"])
def test_what_there_is_not_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_a_version_of_the_future_is_not_shown(client, newer):
    LegalText.objects.filter(pk=newer.pk).update(effective_at=timezone.now() + timedelta(days=1))
    assert "Version 1" in client.get("/legal/terms/").text
    assert client.get("/legal/terms/2/").status_code == 404


def test_a_newer_version_is_asked_about_at_the_next_sign_in(client, tom, newer):
    answer = sign_in(client, next="/members/tom/")
    assert answer.headers["Location"] == "/me/accept/?next=%2Fmembers%2Ftom%2F"
    page = client.get(answer.headers["Location"])
    assert "version 2" in page.text
    answer = client.post(ACCEPT, {"text": newer.pk, "next": "/members/tom/"})
    assert answer.headers["Location"] == "/members/tom/"
    assert Acceptance.objects.filter(member=tom, text=newer).exists()
    client.post("/accounts/logout/")
    assert sign_in(client).headers["Location"] == "/"


def test_who_answers_later_is_not_locked_out(client, tom, newer):
    sign_in(client)
    assert client.get("/me/settings/").status_code == 200
    assert not Acceptance.objects.filter(text=newer).exists()


def test_only_what_was_shown_is_accepted(client, tom, newer):
    client.force_login(tom)
    client.get(ACCEPT)
    newest = LegalText.objects.create(kind="terms", version=3, body="Newest.")
    client.post(ACCEPT, {"text": newer.pk})
    assert not Acceptance.objects.filter(member=tom, text=newest).exists()


def test_with_nothing_to_accept_one_goes_on(client, tom):
    client.force_login(tom)
    assert client.get(f"{ACCEPT}?next=/members/tom/").headers["Location"] == "/members/tom/"
    assert client.get(f"{ACCEPT}?next=//evil.example/").headers["Location"] == "/"


def test_a_text_that_was_accepted_cannot_be_deleted(tom):
    with pytest.raises(Exception, match="protected"):
        LegalText.objects.all().delete()
