"""Notices of illegal content: filed by anybody, kept with a receipt, answered by a person, mailed in their language."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from core.errors import Refused, RuleBroken, Stale
from core.subjects import subjects
from ideas.actions.commenting import add_comment
from ideas.models import Idea
from moderation.actions.illegal import LETTERS_A_DAY, address_here, answer_notice, file_notice
from moderation.actions.mailing import LEASE, MAX_ATTEMPTS, send_letter, send_letters
from moderation.actions.reporting import report
from moderation.addresses import thing_at
from moderation.models import Case, IllegalNotice
from tests.cast import make_member, with_role
from tests.factories import make_idea, somebody
from tests.gallery.things import make_media
from tests.limits import answers_until_refused
from tests.moderation.things import case_of, make_rule

pytestmark = pytest.mark.django_db
URL = "/moderation/notice/"
EVIL = "<img src=x onerror=alert(1)>"
RECEIPT = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")
SAID = {
    "address": "/",
    "law": "Copyright Act, Norway",
    "why": "It is my photograph.",
    "name": "Nora Vik",
    "email": "nora@example.org",
    "in_good_faith": "on",
}


def file(**changes):
    return file_notice(**{**SAID, "in_good_faith": True, **changes})


def refuses(**changes) -> dict:
    with pytest.raises(RuleBroken) as broken:
        file(**changes)
    return broken.value.message_dict


# --- filing


def test_a_notice_joins_the_case_of_the_thing_with_its_words(tom):
    idea = make_idea(title="A stolen picture")
    report(idea, by=tom, rule=make_rule(), note="")
    notice = file(address=idea.get_absolute_url())
    case = case_of(idea)
    assert (notice.case, case.is_illegal_notice, case.is_reported) == (case, True, True)
    assert notice.snapshot["title"] == "A stolen picture"
    assert notice.address == f"http://127.0.0.1:8000{idea.get_absolute_url()}"


def test_a_notice_about_no_thing_is_kept_and_waits(db):
    notice = file(address="/ideas/?sort=new")
    assert (notice.case, notice.snapshot, notice.is_answered) == (None, None, False)
    assert not Case.objects.exists()


def test_the_address_is_understood_in_all_its_shapes(tom, lars):
    idea = make_idea(by=tom)
    comment = add_comment(idea, by=lars, body="Rude words")
    elsewhere = make_idea()
    page = idea.get_absolute_url()
    for address in (page, f"/idea/{idea.pk}-an-old-title/", f"/idea/{idea.pk}/", f"/idea/{idea.pk}/comments/"):
        assert thing_at(address) == ("idea", idea), address
        assert thing_at(f"http://127.0.0.1:8000{address}?x=1#top") == ("idea", idea), address
    for address in (comment.get_absolute_url(), f"{page}#comment-{comment.pk}", comment.get_report_url()):
        assert thing_at(address) == ("idea-comment", comment), address
    assert thing_at("/members/LARS/") == ("member", lars)
    assert thing_at(f"{elsewhere.get_absolute_url()}#comment-{comment.pk}") == ("idea", elsewhere)
    for address in (
        "/",
        "/ideas/",
        "/idea/987654/",
        "/members/nobody/",
        f"/entry/{idea.pk}-x/",
        "/me/settings/",
        "/%00",
    ):
        assert thing_at(address) is None, address


def test_a_picture_of_the_same_number_is_not_what_an_address_of_another_thing_means():
    idea = make_idea()
    item = make_media(under=idea, widths=(320,), pk=idea.pk)
    assert subjects["media"].url(item) == idea.get_absolute_url()
    assert thing_at(idea.get_absolute_url()) == ("idea", idea)


def test_an_idea_that_nobody_sees_can_be_noticed_without_a_hint(client):
    hidden = make_idea(state="hidden")
    known = client.post(URL, {**SAID, "address": hidden.get_absolute_url()}, follow=True)
    unknown = client.post(URL, {**SAID, "address": "/idea/987654-nothing/"}, follow=True)
    told = [RECEIPT.sub("", answer.text).replace(str(hidden.pk), "") for answer in (known, unknown)]
    assert known.status_code == unknown.status_code == 200
    assert [part for part in told if hidden.title in part] == []
    assert case_of(hidden).is_illegal_notice


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://elsewhere.example/idea/1/",
            "//elsewhere.example/",
            "http://127.0.0.1@elsewhere.example/",
            "idea/1/",
        ),
        *("javascript:alert(1)", "ftp://127.0.0.1/", "http://[", "http://", "mailto:x@example.com", "/" + "x" * 500),
        *("http://elsewhere.example\\@127.0.0.2/", "http://127.0.0.1.elsewhere.example/"),
    ],
)
def test_an_address_elsewhere_is_refused(address):
    assert set(refuses(address=address)) == {"address"}


def test_our_other_hosts_are_ours(db):
    Site.objects.update(hostname="Ideas.Kaffa.Example")
    assert address_here("http://ideas.kaffa.example/ideas/") == "http://127.0.0.1:8000/ideas/"
    assert address_here("https://www.kaffa.example/ideas/", also="www.kaffa.example:443").endswith("8000/ideas/")
    assert address_here("HTTP://IDEAS.kaffa.example").endswith("8000/")


def test_what_a_notice_needs():
    assert set(refuses(law=" ", why="\u200b", in_good_faith=False)) == {"law", "why", "in_good_faith"}
    assert not IllegalNotice.objects.exists()


def test_receipts_cannot_be_guessed(db):
    receipts = [file(why=f"Reason {n}").receipt for n in range(50)]
    assert all(RECEIPT.fullmatch(receipt) for receipt in receipts)
    assert len({part for receipt in receipts for part in receipt.split("-")}) > 195  # one comes again by chance


def test_a_second_click_is_the_same_notice_and_a_later_one_another(db):
    now = timezone.now()
    first = file(at=now)
    assert file(at=now + timedelta(minutes=5)) == first
    assert file(at=now + timedelta(hours=2)) != first
    assert file(at=now, email="other@example.org") != first


# --- the page


def test_anybody_files_a_notice_and_gets_a_receipt(client):
    answer = client.post(URL, SAID, follow=True)
    notice = IllegalNotice.objects.get()
    assert answer.redirect_chain == [(f"{URL}{notice.receipt}/", 302)]
    assert notice.receipt in answer.text
    assert (notice.by, notice.language, notice.in_good_faith) == (None, "en", True)
    assert client.get(f"{URL}{notice.receipt.lower()}/").status_code == 200


def test_the_address_is_filled_in_and_so_are_members(client, tom):
    page = client.get(URL, {"about": "/idea/7-x/"}).text
    assert 'value="/idea/7-x/"' in page
    assert "tom@example.com" not in page
    client.force_login(tom)
    page = client.get(URL).text
    assert 'value="tom@example.com"' in page
    assert 'value="Tom"' in page
    client.post(URL, SAID)
    assert IllegalNotice.objects.get().by == tom


def test_name_and_address_are_needed_unless_the_law_exempts(client):
    anonymous = {**SAID, "name": "", "email": ""}
    page = client.post(URL, anonymous)
    assert page.text.count("The law asks for this") == 4  # beside each and above the form
    client.post(URL, {**anonymous, "is_exempt": "on"})
    notice = IllegalNotice.objects.get()
    assert (notice.name, notice.email, notice.letter_due_at) == ("", "", None)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"address": "https://elsewhere.example/"}, "This is not an address on this site."),
        ({"address": "/\x00"}, ""),
        ({"email": "not-an-address"}, "valid email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "valid email"),
        ({"email": "a\x00@example.org"}, "Null characters"),
        ({"in_good_faith": ""}, "Say that you believe this to be true."),
        ({"why": "y" * 1_000_000}, "4000"),
        ({"law": "l" * 300}, "200"),
        ({"name": "n" * 300}, "120"),
        ({"address": "/" + "a" * 499}, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, changes, problem):
    answer = client.post(URL, {**SAID, **changes})
    if not problem:
        assert answer.status_code == 302
        return
    assert (answer.status_code, problem in answer.text) == (200, True)
    assert "It is my photograph." in answer.text or changes.get("why", "-") in answer.text
    assert client.post(URL, {**SAID, **changes}, headers={"HX-Request": "true"}).status_code == 422
    assert not IllegalNotice.objects.exists()


def test_looking_writes_nothing_and_forms_from_elsewhere_are_refused(client):
    for method in (client.get, client.head, client.options):
        method(URL, SAID)
    assert Client(enforce_csrf_checks=True).post(URL, SAID).status_code == 403
    assert not IllegalNotice.objects.exists()


def test_html_in_every_field_is_only_text(client, mo, django_capture_on_commit_callbacks):
    said = {**SAID, "law": EVIL, "why": EVIL, "name": EVIL, "address": f"/?q={EVIL}"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, said)
        notice = IllegalNotice.objects.get()
        answer_notice(notice, by=mo, text=f"{EVIL} No.")
    assert EVIL not in client.get(notice_url(notice)).text
    assert EVIL not in client.get(URL, {"about": f'"{EVIL}'}).text
    assert EVIL not in client.post(URL, {**said, "in_good_faith": ""}).text
    for letter in mail.outbox:
        assert EVIL not in letter.alternatives[0].content
    assert EVIL in mail.outbox[-1].body  # nothing reads plain text as HTML


@pytest.mark.once
def test_twenty_notices_an_hour_are_enough(client, rate_limits):
    answers = answers_until_refused(lambda n: client.post(URL, {**SAID, "why": f"Reason {n}"}), allowed=20)
    assert {answer.status_code for answer in answers[:-1]} == {302}


# --- the receipt


def notice_url(notice) -> str:
    return reverse("moderation:receipt", args=[notice.receipt])


def test_the_receipt_says_where_it_stands_and_nothing_about_anybody(client, mo):
    idea = make_idea(title="A stolen picture")
    notice = file(address=idea.get_absolute_url())
    before = client.get(notice_url(notice))
    assert "Not yet" in before.text
    answer_notice(notice, by=mo, text="We took it away.\n\nThank you.")
    after = client.get(notice_url(notice))
    assert "We took it away." in after.text
    for page in (before, after):
        for secret in ("Nora", "nora@", "photograph", "Copyright", "stolen", f"/idea/{idea.pk}", "Mo<"):
            assert secret not in page.text, secret
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in page.headers["Cache-Control"]


def test_a_wrong_number_is_not_there(client):
    file()
    for receipt in ("AAAA-AAAA-AAAA-AAAA", "x", "1" * 200):
        assert client.get(f"{URL}{receipt}/").status_code == 404


# --- the answer


def test_only_moderators_answer_and_not_about_themselves(tom, bea, mo):
    notice = file()
    for person in (tom, bea):
        with pytest.raises(Refused):
            answer_notice(notice, by=person, text="No.")
    own = file(by=mo, why="I file this myself")
    about_mo = file(address=make_idea(by=mo).get_absolute_url())
    for one in (own, about_mo):
        with pytest.raises(Refused, match="concerns you"):
            answer_notice(one, by=mo, text="No.")


def test_an_answer_has_words_and_is_given_once(mo):
    notice = file()
    with pytest.raises(RuleBroken):
        answer_notice(notice, by=mo, text=" \u200b")
    answered = answer_notice(notice, by=mo, text="We looked and found nothing illegal.")
    assert (answered.answered_by, answered.is_answered) == (mo, True)
    with pytest.raises(Stale):
        answer_notice(notice, by=with_role(make_member("mia"), "Community moderators"), text="Another")
    notice.refresh_from_db()
    assert notice.answer == "We looked and found nothing illegal."


# --- letters


def letters_to_nora() -> list:
    """Beside what the moderators hear."""
    return [letter for letter in mail.outbox if letter.to == ["nora@example.org"]]


def test_receipt_and_answer_are_mailed_in_the_notifiers_language(client, mo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, SAID, headers={"Accept-Language": "he"})
    notice = IllegalNotice.objects.get()
    [received] = letters_to_nora()
    assert (received.to, notice.language, notice.letter_due_at) == (["nora@example.org"], "he", None)
    assert notice.receipt in received.subject
    assert f"http://127.0.0.1:8000{notice_url(notice)}" in received.body
    assert 'dir="rtl"' in received.alternatives[0].content
    for theirs in ("Nora", "photograph", "Copyright"):  # the address may be a stranger's
        assert theirs not in received.body + received.alternatives[0].content + received.subject
    with django_capture_on_commit_callbacks(execute=True):
        answer_notice(notice, by=mo, text="We took it away.")
    [_received, answered] = letters_to_nora()
    assert "We took it away." in answered.body
    assert answered.extra_headers["Message-ID"] != received.extra_headers["Message-ID"]
    assert notice.receipt not in answered.extra_headers["Message-ID"]
    assert send_letters() == 0


def test_nobody_is_buried_in_receipts(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for n in range(LETTERS_A_DAY + 3):
            file(why=f"Reason {n}")
    assert (len(mail.outbox), IllegalNotice.objects.count()) == (LETTERS_A_DAY, LETTERS_A_DAY + 3)


class DownBackend(EmailBackend):
    """The mail server is away."""

    def send_messages(self, _messages):
        raise ConnectionRefusedError


class RefusingBackend(EmailBackend):
    """There is no such mailbox."""

    def send_messages(self, _messages):
        raise smtplib.SMTPRecipientsRefused({"nora@example.org": (550, b"no such user nora@example.org")})


def test_a_mail_server_that_is_away_delays_a_letter_and_loses_none(settings, caplog):
    now, working = timezone.now(), settings.EMAIL_BACKEND
    notice = file(at=now)
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    assert send_letters(at=now) == 0
    notice.refresh_from_db()
    assert (notice.letter_attempts, notice.letter_due_at) == (1, now + timedelta(minutes=2))
    assert send_letters(at=now) == 0  # not yet
    settings.EMAIL_BACKEND = working
    assert send_letters(at=now + timedelta(minutes=2)) == 1
    assert len(mail.outbox) == 1
    assert "nora@" not in caplog.text


def test_a_letter_is_given_up_in_the_end_and_at_once_without_a_mailbox(settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    notice, at = file(), timezone.now()
    for _attempt in range(MAX_ATTEMPTS):
        send_letters(at=at)
        at += timedelta(days=1)
    notice.refresh_from_db()
    assert (notice.letter_attempts, notice.letter_due_at) == (MAX_ATTEMPTS, None)
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    other = file(why="Something else")
    send_letters()
    other.refresh_from_db()
    assert (other.letter_attempts, other.letter_due_at) == (1, None)
    assert "nora@" not in caplog.text


def test_a_worker_that_dies_leaves_the_letter_to_the_next(db):
    notice, now = file(), timezone.now()
    IllegalNotice.objects.filter(pk=notice.pk).update(
        letter_due_at=now + LEASE, letter_attempts=1
    )  # taken up, not sent
    assert not send_letter(notice.pk, at=now)
    assert send_letter(notice.pk, at=now + LEASE)
    assert not send_letter(notice.pk, at=now + LEASE)
    assert len(mail.outbox) == 1


def test_a_deleted_thing_leaves_its_notice(mo):
    idea = make_idea(by=somebody())
    notice = file(address=idea.get_absolute_url())
    Idea.objects.get(pk=idea.pk).delete()
    assert answer_notice(notice, by=mo, text="It is gone already.").is_answered
