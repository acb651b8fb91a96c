"""The letter of a digest, and to whom it does not go."""

import re
from datetime import timedelta
from email.utils import getaddresses

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from core.audience.measures import holds
from core.members.models import User
from core.notices.actions import deliver_waiting, mark_read, plan_digests, set_preference, unsubscribe
from core.notices.models import Deferral, Message, Notice
from core.notices.models.digest import Rhythm
from core.notices.models.message import LEASE, MessageState
from core.notices.tokens import unsubscribe_path
from tests.cast import make_member
from tests.core.notices.waving.registrations import QUIET, WAVE

SENT, SKIPPED, WAITING = MessageState.SENT, MessageState.SKIPPED, MessageState.WAITING
WEEK = timedelta(days=7)


@pytest.fixture
def digest(wave, mailoutbox):
    """`digest(tom, about=[bea, mo])`: tom's weekly digest of one wave of each, the last one the newest, is planned."""

    def plan(reader: User, *, about: list[User], times: int = 1, rhythm: str = "weekly", plan: bool = True) -> None:
        set_preference(WAVE, rhythm, by=reader)
        start = timezone.now() - WEEK * 2
        for step in range(times):
            for place, who in enumerate(about):
                number = 100 + step * len(about) + place
                wave(reader, about=who, number=number, at=start + timedelta(minutes=number))
        if plan:
            assert plan_digests() == 1

    return plan


def the_state() -> str:
    return Message.objects.get().state


def test_it_tells_thing_by_thing_the_newest_first(tom, bea, mo, digest, mailoutbox, settings):
    settings.BASE_URL = "https://say.example.org"
    digest(tom, about=[bea, mo], times=2)
    assert deliver_waiting() == 1
    [letter] = mailoutbox
    text, html = letter.body, letter.alternatives[0][0]
    assert letter.subject == "2 things that you care about moved this week"
    for body in (text, html):
        places = [body.index(f"for the {number}th time") for number in (103, 101, 102, 100)]
        assert places == sorted(places)
        assert body.index("https://say.example.org/members/mo/") < places[0] < places[1]
        assert places[1] < body.index("https://say.example.org/members/bea/") < places[2]
        assert "once a week" in body
        assert "https://say.example.org/me/notices/preferences/" in body
    assert (the_state(), Message.objects.get().attempts) == (SENT, 1)


def test_its_headers_let_a_mail_program_stop_all_of_that_rhythm(tom, bea, digest, mailoutbox):
    digest(tom, about=[bea])
    deliver_waiting()
    [letter] = mailoutbox
    assert letter.extra_headers["Message-ID"] == Message.objects.get().message_id
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert address.endswith(unsubscribe_path(tom.pk, Rhythm.WEEKLY))
    assert address in letter.body and address in letter.alternatives[0][0]
    Client().post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    digest(tom, about=[bea], times=0, plan=False, rhythm="never")
    assert tom.notice_preferences.get(kind=WAVE.key).by_email == "never"


@pytest.mark.parametrize(("count", "subject"), [(1, "1 thing that you"), (2, "2 things that you")])
def test_the_daily_one_counts_since_yesterday(tom, bea, mo, digest, mailoutbox, count, subject):
    digest(tom, about=[bea, mo][:count], rhythm="daily")
    deliver_waiting()
    assert mailoutbox[0].subject == f"{subject} care about moved since yesterday"


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("el", "ltr")])
def test_each_reads_their_own_language_and_clock(bea, digest, mailoutbox, language, direction):
    reader = make_member("reader", language=language)
    UserProfile.objects.create(user=reader, current_time_zone="Pacific/Kiritimati")  # half a day ahead
    digest(reader, about=[bea])
    at = timezone.now().replace(year=2026, month=3, day=3, hour=23, minute=0)
    Notice.objects.update(created_at=at)
    deliver_waiting()
    html = mailoutbox[0].alternatives[0][0]
    assert f'lang="{language}" dir="{direction}"' in html
    assert {"he": "4 מרץ", "el": "4 Μαρτίου"}[language] in html or {"he": "4 מרץ", "el": "4 Μάρτιος"}[language] in html


def test_what_members_wrote_is_plain_in_text_and_escaped_in_html(tom, digest, mailoutbox):
    sly = make_member("sly", display_name='<b>O\'Neil & "Co"</b>')
    digest(tom, about=[sly])
    deliver_waiting()
    assert mailoutbox[0].body.count('<b>O\'Neil & "Co"</b>') == 2  # the title, and the sentence
    assert "<b>O" not in mailoutbox[0].alternatives[0][0]


def test_a_long_digest_says_how_much_more_there_is(tom, digest, mailoutbox):
    many = [make_member(f"many{n}") for n in range(22)]
    digest(tom, about=many, times=6)
    deliver_waiting()
    [letter] = mailoutbox
    for body in (letter.body, letter.alternatives[0][0]):
        assert body.count("for the") == 20 * 4
        assert body.count("And 2 more.") == 20
        assert "2 more things moved: your inbox has them." in body
    assert letter.subject.startswith("22 things")


def test_a_digest_asks_as_much_for_much_as_for_little(tom, digest, mailoutbox, count_queries):
    digest(tom, about=[make_member("one")])
    of_little = count_queries(deliver_waiting)
    Deferral.objects.all().delete()
    Message.objects.all().delete()
    Notice.objects.all().delete()
    digest(tom, about=[make_member(f"many{n}") for n in range(12)], times=3, rhythm="daily")
    assert count_queries(deliver_waiting) == of_little
    assert len(mailoutbox) == 2


def hide(bea: User) -> None:
    User.objects.filter(pk=bea.pk).update(is_profile_public=False)


def stop(tom: User) -> None:
    unsubscribe(unsubscribe_path(tom.pk, Rhythm.WEEKLY).rstrip("/").rpartition("/")[2])


@pytest.mark.parametrize(
    "change",
    [
        lambda tom, bea: hide(bea),
        lambda tom, bea: stop(tom),
        lambda tom, bea: set_preference(WAVE, "never", by=tom),
        lambda tom, bea: [mark_read(notice, by=tom) for notice in tom.notices.all()],
        lambda tom, bea: tom.notices.all().delete(),
        lambda tom, bea: User.objects.filter(pk=tom.pk).update(is_active=False),
        lambda tom, bea: User.objects.filter(pk=tom.pk).update(erased_at=timezone.now()),
        lambda tom, bea: EmailAddress.objects.filter(user=tom).update(verified=False),
    ],
    ids=["not visible", "unsubscribed", "kind unwanted", "read", "taken back", "disabled", "erased", "unconfirmed"],
)
def test_what_changed_a_second_ago_is_respected(tom, bea, digest, mailoutbox, change):
    digest(tom, about=[bea], times=2)
    change(tom, bea)
    assert deliver_waiting() == 1
    assert (mailoutbox, the_state()) == ([], SKIPPED)


def test_who_is_suspended_is_sent_none(tom, bea, digest, mailoutbox):
    class Everybody:
        key = "test-everybody"

        def members(self, at):
            return User.objects.values("pk")

    digest(tom, about=[bea])
    holds.add(Everybody())
    try:
        deliver_waiting()
    finally:
        del holds._things["test-everybody"]
    assert (mailoutbox, the_state()) == ([], SKIPPED)


def test_what_they_may_not_see_any_more_is_not_even_counted(tom, bea, mo, ines, digest, mailoutbox):
    digest(tom, about=[bea, mo, ines], times=2)
    hide(mo)
    deliver_waiting()
    [letter] = mailoutbox
    assert letter.subject.startswith("2 things")
    said = letter.subject + letter.body + letter.alternatives[0][0]
    assert "Mo" not in re.sub(r"https?://[^\s\"<]+", "", said)  # a signature may say it by chance
    assert "more" not in letter.body.partition("--")[0]


def test_what_was_read_in_the_inbox_is_left_out(tom, bea, mo, digest, mailoutbox):
    digest(tom, about=[bea, mo])
    mark_read(tom.notices.get(subject_id=mo.pk), by=tom)
    deliver_waiting()
    assert mailoutbox[0].subject.startswith("1 thing ")
    assert "Mo" not in mailoutbox[0].body


def test_stopping_a_rhythm_also_stops_what_waits_in_it_of_a_kind_that_comes_at_once_by_now(
    tom, bea, digest, mailoutbox
):
    digest(tom, about=[bea], plan=False)
    set_preference(WAVE, "at-once", by=tom)
    set_preference(QUIET, "weekly", by=tom)
    stop(tom)
    assert plan_digests() == 0
    assert (deliver_waiting(), mailoutbox) == (0, [])
    assert {one.kind: one.by_email for one in tom.notice_preferences.all()} == {
        "test-wave": "at-once",
        "test-quiet": "never",
    }


def test_what_was_mailed_at_once_is_in_no_digest(tom, bea, mo, digest, mailoutbox):
    """Two that told of it at the same moment, with a change of mind between them."""
    digest(tom, about=[bea, mo])
    Message.objects.create(notice=tom.notices.get(subject_id=bea.pk), recipient=tom, state=SENT)
    deliver_waiting()
    assert mailoutbox[0].subject.startswith("1 thing ")


def test_while_the_mail_server_is_away_it_waits_and_then_comes_once(tom, bea, digest, sink, settings, mailoutbox):
    sink.close()
    digest(tom, about=[bea])
    assert (deliver_waiting(), plan_digests()) == (0, 0)
    message = Message.objects.get()
    assert (message.state, message.attempts) == (WAITING, 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_waiting(at=timezone.now() + timedelta(minutes=5)) == 1
    assert [letter.to for letter in mailoutbox] == [["tom@example.com"]]


def test_what_a_dead_worker_had_claimed_comes_once_with_the_same_message_id(tom, bea, digest, sink):
    digest(tom, about=[bea], times=2)
    now = timezone.now()
    [dead] = Message.objects.claim(10, at=now)
    assert deliver_waiting() == 0
    later = now + LEASE + timedelta(seconds=1)
    assert Message.objects.free_expired(at=later) == 1
    assert (deliver_waiting(at=later), deliver_waiting(at=later)) == (1, 0)
    [arrived] = sink.arrived
    assert arrived.mail["Message-ID"] == dead.message_id
    assert getaddresses([arrived.mail["To"]]) == [("", "tom@example.com")]


def test_a_busy_server_is_tried_again_with_what_is_true_by_then(tom, bea, mo, digest, sink):
    sink.answers["tom@example.com"] = "451 later"
    digest(tom, about=[bea, mo])
    deliver_waiting()
    assert the_state() == WAITING
    del sink.answers["tom@example.com"]
    hide(mo)
    deliver_waiting(at=timezone.now() + timedelta(hours=1))
    assert [arrived.mail["Subject"] for arrived in sink.arrived] == ["1 thing that you care about moved this week"]
