"""The screens on which the team invites people and sees how they answered."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from insiders.actions.accepting import accept_invitation, decline_invitation
from insiders.models import Invitation
from tests.insiders.inviting import invited, linked, tasters, token_in

pytestmark = pytest.mark.django_db
INDEX, NEW = "/admin/invitations/", "/admin/invitations/new/"


@pytest.fixture
def admin(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    return client


def given(**fields):
    base = {"tier": tasters().pk, "way": "mail", "words": "Come and taste.", "signature": "Bea", "days": "14"}
    return base | fields


def words_of(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text().split())


def test_many_are_invited_at_once_and_names_are_read(admin, django_capture_on_commit_callbacks):
    people = "Kim Lee <kim@example.com>\nkai@example.com; Kay@Example.com"
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(NEW, given(people=people), follow=True)
    assert "3 invitations are on their way." in words_of(answer)
    assert [letter.to[0] for letter in mail.outbox] == ["kim@example.com", "kai@example.com", "kay@example.com"]
    assert "Dear Kim Lee," in mail.outbox[0].body


def test_each_line_that_is_wrong_is_named_and_what_was_typed_stays(admin):
    people = "kim@example.com\nnonsense\n\nkim@example.com\nKai <kai@>"
    answer = admin.post(NEW, given(people=people))
    said = words_of(answer)
    assert "Line 2: “nonsense” is no e-mail address." in said
    assert "Line 4: kim@example.com is there twice." in said
    assert "Line 5: “Kai <kai@>” is no e-mail address." in said
    assert people in BeautifulSoup(answer.text, "html.parser").find("textarea", {"name": "people"}).text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"people": ""}, "Write at least one address."),
        ({"people": "\n".join(f"m{n}@example.com" for n in range(501))}, "At most 500 addresses"),
        ({"people": "a@b.org", "words": " "}, "This field is required."),
        ({"people": "a@b.org", "days": "0"}, "greater than or equal to 1"),
        ({"people": "a@b.org", "tier": "987654"}, "Select a valid choice"),
        ({"people": "a@b.org", "way": "dove"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_said_beside_its_cause(admin, fields, why):
    answer = admin.post(NEW, given(**fields))
    assert answer.status_code == 200
    assert why in words_of(answer)
    assert not Invitation.objects.exists()


def test_five_hundred_addresses_are_taken(admin):
    admin.post(NEW, given(people="\n".join(f"m{n}@example.com" for n in range(500))))
    assert Invitation.objects.count() == 500


def test_the_letter_can_be_looked_at_first(admin):
    tasters(seats=3)
    answer = admin.post(NEW, given(people="Kim <kim@example.com>", preview="1"))
    said = words_of(answer)
    for words in ("Bea invites you", "Dear Kim,", "Come and taste.", "3 places are free"):
        assert words in said
    assert not Invitation.objects.exists()


def test_who_is_invited_already_is_said_at_the_addresses(admin, bea):
    invited("kim@example.com", by=bea)
    answer = admin.post(NEW, given(people="kim@example.com"))
    errors = BeautifulSoup(answer.text, "html.parser").select(".w-field__errors")
    assert any("kim@example.com has an invitation that waits" in error.text for error in errors)


def test_a_link_is_shown_once(admin):
    answer = admin.post(NEW, given(way="link", name="Kim"), follow=True)
    field = BeautifulSoup(answer.text, "html.parser").find(id="link-to-copy")
    made = Invitation.objects.get()
    assert token_in(field["value"]) == made.link.token
    assert "no-store" in answer["Cache-Control"]
    assert "/invitation/" not in admin.get(INDEX).text
    admin.post(reverse("invitations:again", args=[made.pk]))
    assert made.link.path in admin.get(INDEX).text


def test_the_list_tells_each_state(admin, bea, tom, ines):
    invited("waits@example.com", by=bea)
    accept_invitation(invited(tom.email, by=bea), by=tom)
    decline_invitation(invited(ines.email, by=bea), by=ines)
    late = invited("late@example.com", by=bea)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    gone = invited("gone@example.com", by=bea)
    admin.post(reverse("invitations:revoke", args=[gone.pk]))
    for state, email in (
        ("waiting", "waits@example.com"),
        ("accepted", tom.email),
        ("declined", ines.email),
        ("expired", "late@example.com"),
        ("revoked", "gone@example.com"),
    ):
        rows = BeautifulSoup(admin.get(f"{INDEX}?state={state}").text, "html.parser").select("tr[data-state]")
        assert [(row["data-state"], email in row.text) for row in rows] == [(state, True)]
    assert len(BeautifulSoup(admin.get(f"{INDEX}?state=nonsense").text, "html.parser").select("tr[data-state]")) == 5


def test_send_again_and_take_back_take_a_post(admin, bea):
    made = invited("a@example.com", by=bea)
    for name in ("again", "revoke"):
        url = reverse(f"invitations:{name}", args=[made.pk])
        assert admin.get(url).status_code == 405
        assert admin.post(url).status_code == 302
        assert admin.post(reverse(f"invitations:{name}", args=[987654])).status_code == 404
    made.refresh_from_db()
    assert made.revoked_at
    assert made.links.count() == 2


def test_moderators_are_refused_with_the_reason(client, mo, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(mo)
    answer = client.get(INDEX)
    assert answer.status_code == 403
    assert "brand’s team" in answer.text


def test_the_list_costs_the_same_however_long(admin, bea, count_queries):
    linked(by=bea)
    admin.get(INDEX)
    few = count_queries(lambda: admin.get(INDEX))
    for n in range(30):
        invited(f"m{n}@example.com", by=bea)
    assert count_queries(lambda: admin.get(INDEX)) <= few + 1
