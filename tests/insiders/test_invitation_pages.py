"""The link of a letter, the letter as a page, and the welcome."""

import logging
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from core.audience.models import Membership
from core.notices.models import Notice
from insiders.actions.inviting import invite_again, revoke
from insiders.models import Invitation
from tests.core.audience.trees import close, make_page
from tests.insiders.inviting import invited, linked, tasters
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db
PAGE = "/invitation/"


@pytest.fixture
def hidden():
    return tasters(is_hidden=True, stands_for="The quiet table.")


def opened(client, invitation):
    answer = client.get(invitation.link.path)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    return client.get(PAGE)


def signed_in(member):
    client = Client()
    client.force_login(member)
    return client


def words_of(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").find(id="main").get_text().split())


def is_kept_private(answer):
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    return True


def test_whoever_is_invited_reads_the_letter_and_accepts(bea, tom):
    made, client = (
        invited(tom.email, by=bea, tier=tasters(stands_for="Who tastes first.", lasts_days=90)),
        signed_in(tom),
    )
    close(make_page("Blend"), "Tasters")
    answer = opened(client, made)
    said = words_of(answer)
    for words in (
        "Tasters",
        "Who tastes first.",
        "Dear Tom,",
        "kept a chair",
        "Jonas Ruud",
        "Bea invites you",
        "90 days",
    ):
        assert words in said
    assert is_kept_private(answer)
    assert not Membership.objects.filter(tier=made.tier).exists()
    answer = client.post(PAGE, {"answer": "accept"}, follow=True)
    said = words_of(answer)
    assert "You are in" in said
    assert "Bea invited you." in said
    assert "Blend" in said
    assert opened_again(client, made) == answer.redirect_chain[-1][0]


def opened_again(client, invitation):
    client.get(invitation.link.path)
    return client.get(PAGE)["Location"]


def test_looking_never_answers(bea, tom):
    made, client = invited(tom.email, by=bea), signed_in(tom)
    for method in ("get", "head", "get"):
        getattr(client, method)(made.link.path)
        getattr(client, method)(PAGE + "?answer=accept")
    assert client.post(made.link.path, {"answer": "accept"}).status_code == 405
    made.refresh_from_db()
    assert (made.accepted_at, made.declined_at) == (None, None)


def test_another_site_cannot_answer(bea, tom):
    client = Client(enforce_csrf_checks=True)
    client.force_login(tom)
    opened(client, invited(tom.email, by=bea))
    assert client.post(PAGE, {"answer": "accept"}).status_code == 403
    assert not Membership.objects.filter(member=tom).exists()


def test_signing_in_on_the_way_leads_back(bea, client, tom):
    made = invited(tom.email, by=bea)
    answer = opened(client, made)
    ways = [link["href"] for link in BeautifulSoup(answer.text, "html.parser").select("#main a.button")]
    assert ways == ["/accounts/login/?next=/invitation/", "/accounts/signup/?next=/invitation/"]
    assert client.post(PAGE, {"answer": "accept"})["Location"] == "/accounts/login/?next=/invitation/"
    answer = client.post(ways[0], {"login": tom.email, "password": "sayso-demo"}, follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    assert "kept a chair" in words_of(answer)


def test_no_address_in_it_leads_elsewhere(bea, tom):
    client = signed_in(tom)
    opened(client, invited(tom.email, by=bea))
    answer = client.post(PAGE + "?next=https://evil.example/", {"answer": "accept", "next": "https://evil.example/"})
    assert answer["Location"].startswith("/membership/")


def test_a_hidden_tier_is_named_to_nobody_but_the_invited(bea, tom, ines, client, hidden):
    made = invited(tom.email, by=bea, tier=hidden)
    for somebody in (client, signed_in(ines)):
        text = opened(somebody, made).text
        for word in ("Tasters", "quiet table", "kept a chair"):
            assert word not in text
    assert "Tasters" in opened(signed_in(tom), made).text


def test_a_forwarded_letter_says_so_kindly(bea, tom, ines):
    answer = opened(signed_in(ines), invited(tom.email, by=bea))
    assert answer.status_code == 403
    assert "sent to another e-mail address than yours" in words_of(answer)
    assert is_kept_private(answer)


def test_each_way_in_which_it_no_longer_holds_has_its_words(bea, tom, client):
    made = invited(tom.email, by=bea)
    answer = client.get(made.link.path[:-3] + "x/")
    assert answer.status_code == 404
    assert "leads to no invitation" in words_of(answer)
    theirs = signed_in(tom)
    first = made.link.path
    invite_again(made, by=bea)
    theirs.get(first)
    answer = theirs.get(PAGE)
    assert (answer.status_code, "sent a newer one" in words_of(answer)) == (410, True)
    revoke(made, by=bea)
    assert "taken back" in words_of(opened(theirs, made))
    Invitation.objects.update(revoked_at=None, expires_at=timezone.now() - timedelta(days=1))
    assert "expired" in words_of(opened(theirs, made))
    Invitation.objects.update(accepted_at=timezone.now(), member=bea)
    assert "accepted already" in words_of(opened(theirs, made))
    answer = Client().get(PAGE)
    assert (answer.status_code, "Open the link in your letter" in words_of(answer)) == (200, True)


def test_of_nothing_a_bad_answer_makes(bea, tom):
    client = signed_in(tom)
    opened(client, invited(tom.email, by=bea))
    for answer in ("", "ACCEPT", "\x00", "yes"):
        assert client.post(PAGE, {"answer": answer}).status_code == 422
    assert client.put(PAGE).status_code == 405
    for token in ("%00", "é" * 40, "a" * 3000, "..%2f"):
        assert Client().get(f"/invitation/{token}/").status_code == 404


def test_declining_without_an_account_and_changing_ones_mind(bea, tom, client):
    made = invited(tom.email, by=bea)
    opened(client, made)
    answer = client.post(PAGE, {"answer": "decline"}, follow=True)
    assert "If you have changed your mind" in words_of(answer)
    assert "No, thank you" not in words_of(answer)
    assert Notice.objects.filter(recipient=bea).count() == 1
    theirs = signed_in(tom)
    opened(theirs, made)
    theirs.post(PAGE, {"answer": "accept"})
    assert Membership.objects.filter(member=tom, tier=made.tier).exists()


def test_no_log_line_has_the_token(bea, tom, client, caplog):
    made = invited(tom.email, by=bea)
    token = made.link.token
    with caplog.at_level(logging.DEBUG):
        opened(client, made)
        client.get(f"/invitation/{token}x/")
        client.post(f"/invitation/{token}/")
        Client(enforce_csrf_checks=True).post(f"/invitation/{token}/")
    assert token not in caplog.text


def test_guessing_is_throttled_and_the_refusal_is_not_logged(rate_limits, client, caplog):
    answers = answers_until_refused(lambda n: client.get(f"/invitation/guess-{n}-guess/"), allowed=60)
    assert answers[-1].status_code == 429
    assert "-guess" not in caplog.text


def test_the_page_costs_the_same_however_many_were_invited(bea, tom, max_queries):
    made, client = invited(tom.email, by=bea), signed_in(tom)
    for n in range(20):
        invited(f"m{n}@example.com", by=bea)
    opened(client, made)
    with max_queries(22):
        client.get(PAGE)


def test_a_membership_is_shown_to_its_member_alone(bea, tom, ines):
    client = signed_in(tom)
    opened(client, linked(by=bea))
    where = client.post(PAGE, {"answer": "accept"})["Location"]
    assert client.get(where).status_code == 200
    assert signed_in(ines).get(where).status_code == 404
    assert Client().get(where).status_code == 302


def test_what_has_ended_says_so_and_a_hidden_tier_has_no_name_any_more(bea, tom, hidden):
    client = signed_in(tom)
    opened(client, linked(by=bea, tier=hidden))
    where = client.post(PAGE, {"answer": "accept"})["Location"]
    assert "Tasters" in client.get(where).text
    Membership.objects.filter(tier=hidden).update(ended_at=timezone.now(), ending="lapsed")
    answer = client.get(where)
    assert "has ended" in words_of(answer)
    assert "Tasters" not in answer.text
