"""Somebody is asked to judge: by a letter with a link for them alone, which they accept or decline once."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import PageLogEntry

from contests.actions.inviting import accept_invitation, decline_invitation, invite, invite_again, remove_judge
from contests.actions.jury_mailing import LEASE, send_invitation, send_invitations
from contests.jury_belongings import export
from contests.jury_letters import invitation
from contests.models import Juror
from contests.models.jury import VALID
from contests.phases import Phase
from core.audience.groups import INSIDERS
from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from tests.cast import PASSWORD
from tests.contests.juries import given, judged_contest, make_judge
from tests.contests.things import make_contest
from tests.core.audience.trees import close
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db
WORDS = {"name": "Tom Berg", "about": "Photographer, Oslo", "message": "We like your eye."}


@pytest.fixture
def contest():
    return judged_contest(Phase.ENTRIES)


@pytest.fixture
def juror(contest, bea, tom):
    return invite(contest, by=bea, email=tom.email, **WORDS)


def test_an_invitation_is_a_row_whose_letter_is_due(contest, bea):
    juror = invite(contest, by=bea, email=" Somebody@Example.COM ", **WORDS)
    juror.refresh_from_db()
    assert (juror.email, juror.name, juror.about, juror.invited_by) == (
        "somebody@example.com",
        "Tom Berg",
        "Photographer, Oslo",
        bea,
    )
    assert juror.letter_due_at is not None
    assert juror.state_at(timezone.now()) == "invited"


def test_the_letter_goes_to_an_address_without_an_account_and_is_signed(
    contest, bea, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        juror = invite(contest, by=bea, email="new@example.com", **WORDS)
    [letter] = mail.outbox
    assert letter.to == ["new@example.com"]
    assert letter.subject == f"Will you judge in {contest.title}?"
    for part in (letter.body, letter.alternatives[0][0]):
        assert "We like your eye." in part
        assert bea.display_name in part
        assert str(juror.token) in part
        assert "can be used once" in part
    juror.refresh_from_db()
    assert juror.letter_due_at is None


def test_a_closed_contest_is_not_named_to_a_stranger_and_is_to_an_insider(contest, bea, ines):
    close(contest, INSIDERS)
    contest.refresh_from_db()
    for email, is_named in (("new@example.com", False), (ines.email, True)):
        mail.outbox.clear()
        send_invitation(invite(contest, by=bea, email=email, name="N").pk)
        [letter] = mail.outbox
        everything = f"{letter.subject}{letter.body}{letter.alternatives[0][0]}"
        assert (contest.title in everything) is is_named
        assert (contest.slug in everything) is False


def test_what_an_inviter_writes_stays_text(contest, bea):
    send_invitation(invite(contest, by=bea, email="a@example.com", name="<b>N", message="<script>x</script>").pk)
    [letter] = mail.outbox
    assert "<script>" not in letter.alternatives[0][0]
    assert "&lt;b&gt;N" in letter.alternatives[0][0]


def test_each_letter_leaves_once_and_what_a_dead_worker_left_leaves_later(contest, bea):
    juror = invite(contest, by=bea, email="a@example.com", name="N")
    assert send_invitation(juror.pk)
    assert not send_invitation(juror.pk)
    now = timezone.now()
    Juror.objects.filter(pk=juror.pk).update(letter_due_at=now + LEASE)
    assert send_invitations(at=now) == 0
    assert send_invitations(at=now + LEASE) == 1
    assert len(mail.outbox) == 2
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


def test_when_the_server_is_away_the_letter_waits_and_in_the_end_gives_up(contest, bea, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    juror, at = invite(contest, by=bea, email="a@example.com", name="N"), timezone.now()
    for _n in range(6):
        assert not send_invitation(juror.pk, at=at)
        juror.refresh_from_db()
        assert juror.letter_due_at is None or juror.letter_due_at > at
        at = juror.letter_due_at or at
    assert (juror.letter_due_at, juror.letter_attempts) == (None, 6)


def test_who_is_invited_already_is_not_invited_twice(contest, juror, bea, tom):
    with pytest.raises(RuleBroken, match="invited already"):
        invite(contest, by=bea, email=tom.email.upper(), name="Again")
    accept_invitation(juror, by=tom)
    with pytest.raises(RuleBroken, match="judges already"):
        invite(contest, by=bea, email=tom.email, name="Again")
    assert contest.jurors.count() == 1


def test_who_declined_was_removed_or_let_it_expire_may_be_asked_anew(contest, juror, bea, tom):
    decline_invitation(juror, by=tom)
    again = invite(contest, by=bea, email=tom.email, name="Tom")
    assert (again.pk, again.state_at(timezone.now())) == (juror.pk, "invited")
    assert again.token != juror.token
    remove_judge(again, by=bea)
    assert invite(contest, by=bea, email=tom.email, name="Tom").removed_at is None
    Juror.objects.update(invited_at=timezone.now() - VALID)
    assert invite(contest, by=bea, email=tom.email, name="Tom").state_at(timezone.now()) == "invited"


def test_who_may_invite(contest, tom, mo, ada):
    for somebody in (tom, mo):
        with pytest.raises(Refused, match="Contests are run by the brand"):
            invite(contest, by=somebody, email="a@example.com", name="N")
    assert invite(contest, by=ada, email="a@example.com", name="N").pk


@pytest.mark.parametrize(
    ("contest", "why"),
    [
        (lambda: make_contest(Phase.ENTRIES), "no jury"),
        (lambda: judged_contest(Phase.VOTING), "has decided"),
        (lambda: judged_contest(Phase.ENTRIES, live=False), "Publish the contest first"),
    ],
)
def test_when_nobody_can_be_invited(bea, contest, why):
    with pytest.raises(Refused, match=why):
        invite(contest(), by=bea, email="a@example.com", name="N")


def test_whoever_has_the_address_accepts_once(juror, tom):
    juror = accept_invitation(juror, by=tom)
    assert (juror.member, juror.is_judging) == (tom, True)
    accepted = juror.accepted_at
    assert accept_invitation(juror, by=tom).accepted_at == accepted


def test_a_forwarded_invitation_is_refused(juror, ines):
    for act in (accept_invitation, decline_invitation):
        with pytest.raises(Refused, match="another e-mail address"):
            act(juror, by=ines)
    assert not Juror.objects.judging().exists()


def test_an_address_that_is_not_confirmed_is_not_enough(juror, tom, ines):
    EmailAddress.objects.filter(user=tom).update(verified=False)
    with pytest.raises(Refused, match="another e-mail address"):
        accept_invitation(juror, by=tom)


def test_a_second_confirmed_address_is_enough(contest, bea, tom):
    EmailAddress.objects.create(user=tom, email="Work@Example.com", verified=True)
    assert accept_invitation(invite(contest, by=bea, email="work@example.com", name="Tom"), by=tom).is_judging


def test_nobody_sits_on_one_jury_twice(contest, juror, bea, tom):
    accept_invitation(juror, by=tom)
    EmailAddress.objects.create(user=tom, email="work@example.com", verified=True)
    with pytest.raises(RuleBroken, match="judge in this contest already"):
        accept_invitation(invite(contest, by=bea, email="work@example.com", name="Tom"), by=tom)


def test_a_used_token_is_refused_to_everybody_else(juror, tom, ines, vera):
    accept_invitation(juror, by=tom)
    EmailAddress.objects.filter(user=tom).delete()
    EmailAddress.objects.create(user=ines, email=tom.email, verified=True)
    for somebody in (ines, vera):
        with pytest.raises(Refused, match="accepted already"):
            accept_invitation(juror, by=somebody)


def test_a_revoked_token_is_refused(juror, bea, tom):
    remove_judge(juror, by=bea)
    with pytest.raises(Refused, match="taken back"):
        accept_invitation(juror, by=tom)


def test_an_invitation_holds_for_thirty_days(juror, tom):
    Juror.objects.update(invited_at=timezone.now() - VALID + timedelta(minutes=1))
    assert accept_invitation(juror, by=tom).is_judging
    Juror.objects.update(invited_at=timezone.now() - VALID, accepted_at=None)
    with pytest.raises(Refused, match="expired"):
        accept_invitation(juror, by=tom)


def test_or_until_judging_ends(contest, juror, tom):
    Juror.objects.update(invited_at=contest.judging_until)
    with pytest.raises(Refused, match="is over"):
        accept_invitation(juror, by=tom, at=contest.judging_until)
    assert accept_invitation(juror, by=tom, at=contest.judging_until - timedelta(seconds=1)).is_judging


def test_the_letter_says_the_day_that_comes_first(juror, bea):
    contest = juror.contest
    assert f"until {date_format(contest.judging_until)}" in invitation(juror).body
    type(contest).objects.filter(pk=contest.pk).update(judging_until=timezone.now() + VALID * 2)
    juror = Juror.objects.get(pk=juror.pk)
    assert f"until {date_format(juror.expires_at)}" in invitation(juror).body


def test_what_was_declined_stays_declined(juror, tom):
    decline_invitation(juror, by=tom)
    decline_invitation(juror, by=tom)
    with pytest.raises(Refused, match="was declined"):
        accept_invitation(juror, by=tom)


def test_a_letter_sent_again_has_another_link_and_the_first_leads_nowhere(client, juror, bea, tom):
    first = juror.get_absolute_url()
    again = invite_again(juror, by=bea)
    client.force_login(tom)
    answer = client.get(first)
    assert answer.status_code == 404
    assert "replaced by a newer one" in answer.text
    assert client.get(again.get_absolute_url()).status_code == 200
    accept_invitation(again, by=tom)
    with pytest.raises(RuleBroken, match="judges already"):
        invite_again(again, by=bea)


def test_who_was_removed_keeps_nothing_but_what_they_gave(contest, bea, tom):
    judge = make_judge(contest, tom)
    remove_judge(judge, by=bea)
    remove_judge(judge, by=bea)
    judge.refresh_from_db()
    assert judge.state_at(timezone.now()) == "removed"
    with pytest.raises(Refused, match="Contests are run by the brand"):
        remove_judge(judge, by=tom)


def test_once_the_jury_has_decided_nobody_takes_marks_out(contest, bea, tom):
    judged = judged_contest(Phase.VOTING, entries=1)
    judge = make_judge(judged, tom)
    judgement = given(judge, judged.entries.get(), 4)
    with pytest.raises(RuleBroken, match="what was given counts"):
        remove_judge(judge, by=bea, keeps_marks=False)
    remove_judge(judge, by=bea)
    judgement.refresh_from_db()
    assert judgement.is_given


def test_invitations_and_removals_stand_in_the_log_without_names(bea, tom):
    contest = judged_contest(entries=1)
    juror = accept_invitation(invite(contest, by=bea, email=tom.email, **WORDS), by=tom)
    juror.judgements.update(state="given", given_at=timezone.now())
    remove_judge(juror, by=bea, keeps_marks=False)
    said = [entry.message for entry in PageLogEntry.objects.filter(page=contest, user=bea).order_by("pk")]
    assert said == [
        f"Judge {juror.pk} was invited.",
        f"Judge {juror.pk} was removed, and 1 judgement of theirs does not count.",
    ]


# The page of the link


def test_a_stranger_is_asked_to_sign_in_and_reads_only_what_is_public(client, contest, juror):
    answer = client.get(juror.get_absolute_url())
    assert answer.status_code == 200
    assert "Sign in, or join" in answer.text
    assert contest.title in answer.text
    assert "We like your eye." not in answer.text
    assert juror.email not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_a_closed_contest_is_not_named_on_the_page(client, contest, juror, tom):
    close(contest, INSIDERS)
    for signed_in in (False, True):
        if signed_in:
            client.force_login(tom)
        answer = client.get(juror.get_absolute_url())
        assert contest.title not in answer.text
        assert contest.slug not in answer.text
        assert contest.brief not in answer.text
    assert "not open to you yet" in answer.text


def test_signing_in_leads_back_and_accepting_to_the_desk(client, contest, juror, tom):
    page = client.get(juror.get_absolute_url())
    login = re.search(r'href="(/accounts/login/\?next=[^"]+)"', page.text)[1]
    answer = client.post(login, {"login": tom.email, "password": PASSWORD})
    assert answer["Location"] == juror.get_absolute_url()
    page = client.get(juror.get_absolute_url())
    assert "We like your eye." in page.text
    answer = client.post(juror.get_absolute_url(), {"answer": "accept"})
    assert answer["Location"] == contest.get_url_of("jury")
    assert "Welcome to the jury." in client.get(answer["Location"]).text
    assert client.get(juror.get_absolute_url())["Location"] == contest.get_url_of("jury")


def test_declining_on_the_page(client, contest, juror, tom):
    client.force_login(tom)
    answer = client.post(juror.get_absolute_url(), {"answer": "decline"}, follow=True)
    assert "You have declined." in answer.text
    answer = client.get(juror.get_absolute_url())
    assert (answer.status_code, "was declined" in answer.text) == (403, True)


def test_looking_accepts_nothing(client, juror, tom):
    client.force_login(tom)
    for ask in (client.get, client.head):
        ask(juror.get_absolute_url())
        ask(juror.get_absolute_url() + "?answer=accept")
    assert not Juror.objects.judging().exists()


def test_an_answer_that_is_none_changes_nothing(client, juror, tom):
    client.force_login(tom)
    assert client.post(juror.get_absolute_url(), {"answer": "perhaps"}).status_code == 422
    assert not Juror.objects.judging().exists()


def test_a_visitors_answer_waits_for_the_sign_in(client, juror):
    answer = client.post(juror.get_absolute_url(), {"answer": "accept"})
    assert answer["Location"].startswith("/accounts/login/")


def test_somebody_else_reads_why_not_and_nothing_of_the_contest(client, contest, juror, ines):
    client.force_login(ines)
    for ask in (client.get, client.post):
        answer = ask(juror.get_absolute_url(), {"answer": "accept"})
        assert answer.status_code == 403
        assert "another e-mail address" in answer.text
        assert contest.title not in answer.text
        assert "We like your eye." not in answer.text


@pytest.mark.parametrize("token", ["nonsense", "0", "7b3c7e0e-5d0c-4f61-9a51-0d8f3f0a1c2e", "é", "a" * 300])
def test_an_unknown_token_is_said_in_words(client, token):
    answer = client.get(f"/jury/{token}/")
    assert answer.status_code == 404
    assert "This invitation is not in use" in answer.text


def test_answering_is_limited(client, juror, ines, rate_limits):
    client.force_login(ines)
    answers_until_refused(lambda _n: client.post(juror.get_absolute_url(), {"answer": "accept"}), allowed=60)


def test_the_export_of_ones_data_has_ones_seats_and_marks(contest, tom):
    judged = judged_contest(entries=1)
    given(make_judge(judged, tom), judged.entries.get(), 4, words="Warm.")
    [seat] = export(tom)
    assert seat["judgements"][0]["marks"] == {"Idea": 4, "Craft": 4}
    assert seat["judgements"][0]["words"] == "Warm."


def test_an_invitation_that_waits_leaves_with_whoever_it_was_for(contest, juror, tom):
    assert [seat["email"] for seat in export(tom)] == [tom.email]
    erase_member(tom, by=tom)
    juror.refresh_from_db()
    assert (juror.email, juror.name, juror.message) == (f"former-{juror.pk}@members.invalid", "", "")
    assert juror.letter_due_at is None


def test_nobody_takes_an_invitation_along_by_an_address_that_is_not_confirmed(contest, juror, tom, ines):
    EmailAddress.objects.filter(user=tom).update(email="tom.berg@example.com")
    EmailAddress.objects.create(user=ines, email=juror.email, verified=False)
    assert export(ines) == []
    erase_member(ines, by=ines)
    juror.refresh_from_db()
    assert juror.name == "Tom Berg"
