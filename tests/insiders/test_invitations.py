"""Somebody is asked into a tier by a named person, and answers once."""

import logging
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.utils import timezone

from core.audience.actions.memberships import admit, leave_tier
from core.audience.models import Entrance, Membership
from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from core.notices.models import Notice
from core.notices.showing import tell
from insiders.actions.accepting import accept_invitation, decline_invitation
from insiders.actions.inviting import Asked, Letter, invite_again, invite_by_link, invite_many, revoke
from insiders.actions.mailing import LEASE, send_invitation, send_invitations
from insiders.invitation_belongings import export
from insiders.models import VALID, Invitation, InvitationLink
from insiders.news import DECLINED
from moderation.models import Suspension
from tests.cast import make_member
from tests.insiders.inviting import LETTER, invited, linked, tasters, token_in
from tests.insiders.suspending import suspend

pytestmark = pytest.mark.django_db


@pytest.fixture
def tier():
    return tasters(stands_for="Who tastes first.")


def test_an_invitation_is_a_row_whose_letter_is_due_and_leaves_by_a_task(bea, tier, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = invited(" New@Example.COM ", by=bea)
    made.refresh_from_db()
    assert (made.email, made.invited_by, made.letter_due_at) == ("new@example.com", bea, None)
    assert made.expires_at == made.invited_at + VALID
    [letter] = mail.outbox
    assert letter.to == ["new@example.com"]
    assert letter.subject == "Bea invites you"
    for part in (letter.body, letter.alternatives[0][0]):
        for words in ("Dear", "Tom", "We have kept a chair", "Jonas Ruud, roaster", "Tasters", "used once"):
            assert words in part
        assert token_in(part) == made.link.token


def test_no_token_stands_in_the_database(bea):
    made = invited("a@example.com", by=bea)
    token = made.link.token
    assert InvitationLink.with_token(token) == made.link
    with connection.cursor() as cursor:
        for table in ("insiders_invitation", "insiders_invitationlink"):
            cursor.execute(f"SELECT * FROM {table}")
            assert token not in str(cursor.fetchall())


def test_what_an_inviter_writes_stays_text(bea):
    [made] = invite_many(tasters(), [Asked("a@example.com", "<b>N")], Letter("<script>x</script>", "<i>J"), by=bea)
    send_invitation(made.pk)
    html = mail.outbox[0].alternatives[0][0]
    assert "<script>" not in html
    assert "<i>J" not in html
    assert "&lt;b&gt;N" in html


def test_five_hundred_letters_are_written_in_as_many_queries_as_five(bea, tier, count_queries):
    def invite(n):
        invite_many(tier, [Asked(f"m{n}-{k}@example.com") for k in range(n)], LETTER, by=bea)

    invite(1)
    assert count_queries(lambda: invite(500)) <= count_queries(lambda: invite(5)) + 12  # SQLite inserts in chunks
    assert Invitation.objects.count() == 506


def test_each_letter_leaves_once_and_what_a_dead_worker_left_leaves_later(bea):
    made, now = invited("a@example.com", by=bea), timezone.now()
    assert send_invitation(made.pk)
    assert not send_invitation(made.pk)
    Invitation.objects.update(letter_due_at=now + LEASE)
    assert send_invitations(at=now) == 0
    assert send_invitations(at=now + LEASE) == 1
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1
    assert token_in(mail.outbox[0].body) == token_in(mail.outbox[1].body)


def test_when_the_server_is_away_the_letter_waits_and_in_the_end_the_team_is_shown(bea, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    made, at = invited("a@example.com", by=bea), timezone.now()
    with caplog.at_level(logging.INFO):
        for _n in range(6):
            assert not send_invitation(made.pk, at=at)
            made.refresh_from_db()
            at = made.letter_due_at or at
    assert (made.letter_due_at, made.letter_attempts) == (None, 6)
    assert made.letter_failed_at
    assert made.link.token not in caplog.text
    assert "a@example.com" not in caplog.text


def test_what_was_revoked_or_declined_is_not_sent(bea):
    made = invited("a@example.com", by=bea)
    Invitation.objects.update(revoked_at=timezone.now(), letter_due_at=timezone.now())
    assert not send_invitation(made.pk)
    assert not mail.outbox


def test_who_is_in_or_was_invited_already_is_named_and_nobody_is_invited(bea, tom, tier):
    admit(tom, tier, entrance=Entrance.BY_HAND)
    invited("kim@example.com", by=bea)
    with pytest.raises(RuleBroken) as broken:
        invite_many(tier, [Asked("TOM@example.com"), Asked("kim@example.com"), Asked("x@y.org")], LETTER, by=bea)
    assert "tom@example.com is in this tier already." in str(broken.value)
    assert "kim@example.com has an invitation" in str(broken.value)
    assert Invitation.objects.count() == 1


def test_who_may_invite(tom, mo, ines, ada):
    for somebody in (tom, mo, ines):
        with pytest.raises(Refused, match="brand’s team"):
            invited("a@example.com", by=somebody)
    assert invited("a@example.com", by=ada)


def test_accepting_lets_in_with_the_inviter_as_the_reason(bea, tom):
    made = invited(tom.email, by=bea)
    entered = accept_invitation(made, by=tom)
    assert (entered.entrance, entered.by, entered.because_kind, entered.because_id) == (
        Entrance.INVITED,
        bea,
        "invitation",
        made.pk,
    )
    assert accept_invitation(made, by=tom) == entered
    assert Membership.objects.filter(member=tom).count() == 1
    assert tom.groups.filter(name="Tasters").exists()


def test_a_forwarded_letter_is_for_nobody_else(bea, tom, ines):
    made = invited(tom.email, by=bea)
    for act in (accept_invitation, decline_invitation):
        with pytest.raises(Refused, match="another e-mail address") as refused:
            act(made, by=ines)
        assert "Tasters" not in str(refused.value)


@pytest.mark.parametrize(
    ("sent_to", "confirmed", "is_theirs"),
    [
        ("Work+Tea@Example.com", "work+tea@example.com", True),
        ("work+tea@example.com", "WORK+tea@example.COM", True),
        ("work+tea@example.com", "work@example.com", False),
    ],
)
def test_case_does_not_matter_and_a_plus_does(bea, tom, sent_to, confirmed, is_theirs):
    EmailAddress.objects.create(user=tom, email=confirmed, verified=True)
    made = invited(sent_to, by=bea)
    if is_theirs:
        assert accept_invitation(made, by=tom).is_active()
    else:
        with pytest.raises(Refused):
            accept_invitation(made, by=tom)


def test_an_address_that_is_not_confirmed_is_not_enough(bea, tom):
    EmailAddress.objects.filter(user=tom).update(verified=False)
    with pytest.raises(Refused, match="another e-mail address"):
        accept_invitation(invited(tom.email, by=bea), by=tom)


def test_a_link_is_for_the_first_who_accepts(bea, tom, kim, vera):
    made = linked(by=bea)
    with pytest.raises(Refused, match="Sign in, or join"):
        accept_invitation(made, by=vera)
    accept_invitation(made, by=tom)
    for somebody in (kim, vera):
        with pytest.raises(Refused, match="accepted already"):
            accept_invitation(made, by=somebody)


@pytest.fixture
def kim(db):
    return make_member("kim")


def test_expired_revoked_and_replaced(bea, tom):
    made = invited(tom.email, by=bea)
    with pytest.raises(Refused, match="expired"):
        accept_invitation(made, by=tom, at=made.expires_at)
    first = made.link
    made = invite_again(made, by=bea)
    assert made.link != first
    revoke(made, by=bea)
    revoke(made, by=bea)
    with pytest.raises(Refused, match="taken back"):
        accept_invitation(made, by=tom)
    again = invite_again(made, by=bea)
    assert accept_invitation(again, by=tom).is_active()
    for act in (invite_again, revoke):
        with pytest.raises(RuleBroken, match="accepted already"):
            act(again, by=bea)


def test_sending_again_holds_as_long_as_the_first(bea):
    made = invite_by_link(tasters(), Letter("w", "s", timedelta(days=3)), by=bea)
    later = made.invited_at + timedelta(days=10)
    assert invite_again(made, by=bea, at=later).expires_at == later + timedelta(days=3)


def test_declining_is_told_to_the_inviter_once_and_can_be_taken_back(bea, tom):
    made = invited(tom.email, by=bea)
    decline_invitation(made, by=tom)
    decline_invitation(made, by=tom)
    notice = Notice.objects.get(recipient=bea, kind=DECLINED)
    [told] = tell([notice], to=bea)
    assert (told.thing.title, told.template) == ("Tom", "notices/kinds/invitation_declined.html")
    accept_invitation(made, by=tom)
    made.refresh_from_db()
    assert made.declined_at is None
    assert tell([notice], to=bea)[0].thing is None


def test_a_link_that_one_member_declined_is_not_for_another(bea, tom, kim):
    made = decline_invitation(linked(by=bea), by=tom)
    with pytest.raises(Refused, match="declined"):
        accept_invitation(made, by=kim)


def test_who_has_no_account_can_decline_and_whoever_has_the_address_can_still_accept(bea, tom, vera):
    made = decline_invitation(invited(tom.email, by=bea), by=vera)
    assert accept_invitation(made, by=tom).is_active()


def test_without_a_place_it_cannot_be_honoured_and_is_not_used_up(bea, tom, kim, vera):
    made = invited(tom.email, by=bea, tier=tasters(seats=1))
    admit(kim, made.tier, entrance=Entrance.BY_HAND)
    for somebody in (tom, vera):  # nobody is asked to join first
        with pytest.raises(Refused, match="places are taken"):
            accept_invitation(made, by=somebody)
    leave_tier(made.tier, by=kim)
    assert accept_invitation(made, by=tom).is_active()


def test_places_that_were_lowered_keep_who_is_in_and_let_nobody_in(bea, tom, kim):
    made = invited(tom.email, by=bea, tier=tasters(seats=5))
    for member in (kim, make_member("kai")):
        admit(member, made.tier, entrance=Entrance.BY_HAND)
    tasters(seats=1)
    with pytest.raises(Refused, match="places are taken"):
        accept_invitation(Invitation.objects.get(pk=made.pk), by=tom)


def test_who_is_in_already_does_not_use_it_up(bea, tom):
    made = linked(by=bea)
    admit(tom, made.tier, entrance=Entrance.BY_HAND)
    with pytest.raises(Refused, match="in already"):
        accept_invitation(made, by=tom)
    assert Invitation.objects.waiting(timezone.now()).count() == 1


def test_who_has_lapsed_comes_in_again(bea, tom):
    made = invited(tom.email, by=bea)
    first = admit(tom, made.tier, entrance=Entrance.BY_HAND)
    now = timezone.now()
    Membership.objects.update(began_at=now - timedelta(9), expires_at=now, closes_at=now)
    assert accept_invitation(made, by=tom) != first


def test_who_is_suspended_does_not_come_in(bea, tom, mo):
    made = invited(tom.email, by=bea)
    suspend(tom, by=mo)
    with pytest.raises(Refused, match="suspended"):
        accept_invitation(made, by=tom)
    Suspension.objects.update(ended_at=timezone.now())
    assert accept_invitation(made, by=tom).is_active()


def test_sent_again_by_a_colleague_it_is_signed_by_who_may_still_invite(bea, ada, tom):
    made = invited(tom.email, by=bea)
    again = invite_again(made, by=ada)
    assert (again.invited_by, again.signature) == (bea, "Jonas Ruud, roaster")
    bea.groups.clear()
    again = invite_again(made, by=ada)
    assert (again.invited_by, again.signature) == (ada, "Ada")
    assert accept_invitation(again, by=tom).by == ada


def test_words_that_left_with_an_account_are_not_sent_again(bea, ada):
    made = invited("a@example.com", by=bea)
    erase_member(bea, by=bea)
    with pytest.raises(RuleBroken, match="left with an account"):
        invite_again(made, by=ada)


def lose_the_right(bea, mo):
    bea.groups.clear()


def be_suspended(bea, mo):
    suspend(bea, by=mo)


def be_disabled(bea, mo):
    type(bea).objects.filter(pk=bea.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [lose_the_right, be_suspended, be_disabled])
def test_an_invitation_stands_on_its_inviter(bea, mo, tom, happens):
    made = invited(tom.email, by=bea)
    happens(bea, mo)
    with pytest.raises(Refused, match="can no longer invite"):
        accept_invitation(made, by=tom)


def test_an_inviter_who_leaves_takes_their_words_along(bea, tom):
    made = invited(tom.email, by=bea)
    erase_member(bea, by=bea)
    made.refresh_from_db()
    assert (made.words, made.signature, made.invited_by) == ("", "", None)
    with pytest.raises(Refused, match="taken back"):
        accept_invitation(made, by=tom)


def test_who_leaves_takes_their_address_along(bea, tom):
    made = invited(tom.email, by=bea)
    assert export(tom)["invitations"][0]["email"] == tom.email
    erase_member(tom, by=tom)
    made.refresh_from_db()
    assert (made.email, made.name, bool(made.revoked_at)) == ("", "", True)


def test_a_tier_that_is_deleted_takes_its_invitations_along(bea, tom):
    made = invited(tom.email, by=bea)
    token = made.link.token
    made.tier.delete()
    assert InvitationLink.with_token(token) is None
