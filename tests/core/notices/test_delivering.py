from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from core.notices import tasks
from core.notices.actions import deliver_waiting, set_preference
from core.notices.models import Message
from core.notices.models.message import LEASE, MAX_ATTEMPTS, MessageState
from tests.cast import make_member
from tests.core.notices.waving.registrations import WAVE


def the_message() -> Message:
    return Message.objects.get()


def test_the_letter_says_what_happened_and_the_way_out(tom, bea, wave, sink, settings):
    settings.BASE_URL = "https://say.example.org"
    wave(tom, about=bea, number=7)
    assert deliver_waiting() == 1
    [arrived] = sink.arrived
    letter, message = arrived.mail, the_message()
    assert arrived.recipient == "tom@example.com"
    assert letter["Message-ID"] == message.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip().startswith("<https://say.example.org/unsubscribe/")
    assert letter["Subject"] == "Bea & 7"
    text, html = (letter.get_body([kind]).get_content() for kind in ("plain", "html"))
    for body in (text, html):
        assert "Bea waves" in body
        assert "https://say.example.org/members/bea/" in body
        assert str(WAVE.reason) in body
        assert letter["List-Unsubscribe"].strip(" <>") in body
        assert "https://say.example.org/me/notices/preferences/" in body
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert message.sent_at


def test_what_members_wrote_is_plain_in_text_and_escaped_in_html(tom, wave, sink):
    sly = make_member("sly", display_name='<b>O\'Neil & "Co"</b>')
    wave(tom, about=sly)
    deliver_waiting()
    letter = sink.arrived[0].mail
    assert '<b>O\'Neil & "Co"</b> waves' in letter.get_body(["plain"]).get_content()
    assert "<b>O" not in letter.get_body(["html"]).get_content()


@pytest.mark.parametrize(
    ("language", "month", "day", "direction"),
    [("el", "Μάρτιος", "Πέμπτη", "ltr"), ("he", "מרץ", "חמישי", "rtl"), ("", "March", "Thursday", "ltr")],
)
def test_each_reads_their_own_language(bea, wave, sink, language, month, day, direction):
    reader = make_member("reader", language=language)
    wave(reader, about=bea, at=timezone.now().replace(month=3, day=3))
    deliver_waiting()
    html = sink.arrived[0].mail.get_body(["html"]).get_content()
    assert f'dir="{direction}"' in html
    assert month in html
    assert day in html


def test_a_subject_is_one_line(tom, wave, sink):
    broken = make_member("broken", display_name="Bea\nBcc: all@example.com")
    wave(tom, about=broken)
    deliver_waiting()
    [arrived] = sink.arrived
    assert arrived.mail["Subject"] == "Bea Bcc: all@example.com & 1"
    assert arrived.mail["Bcc"] is None


def hide(bea):
    type(bea).objects.filter(pk=bea.pk).update(is_profile_public=False)


@pytest.mark.parametrize(
    "change",
    [
        lambda tom, bea: hide(bea),
        lambda tom, bea: type(tom).objects.filter(pk=tom.pk).update(is_active=False),
        lambda tom, bea: type(tom).objects.filter(pk=tom.pk).update(erased_at=timezone.now()),
        lambda tom, bea: set_preference(WAVE, "never", by=tom),
        lambda tom, bea: EmailAddress.objects.filter(user=tom).update(verified=False),
    ],
    ids=["not visible any more", "disabled", "erased", "wants no mail", "address in doubt"],
)
def test_what_changed_since_then_is_respected(tom, bea, wave, sink, change):
    wave(tom, about=bea)
    change(tom, bea)
    assert deliver_waiting() == 1
    assert not sink.arrived
    assert the_message().state == MessageState.SKIPPED


def test_an_event_that_was_taken_back_is_not_mailed(tom, bea, wave, sink):
    wave(tom, about=bea, number=13)
    deliver_waiting()
    assert (sink.arrived, the_message().state) == ([], MessageState.SKIPPED)


def test_mail_goes_to_the_address_of_now(tom, bea, wave, sink):
    wave(tom, about=bea)
    EmailAddress.objects.filter(user=tom).update(email="new@example.com")
    deliver_waiting()
    assert [letter.recipient for letter in sink.arrived] == ["new@example.com"]


def test_many_letters_share_one_connection(bea, crowd, wave, sink):
    wave(*(SimpleNamespace(pk=pk) for pk in crowd(20)), about=bea)
    assert deliver_waiting() == 20
    assert (len(sink.arrived), sink.connections) == (20, 1)


def test_nothing_is_sent_twice(tom, bea, wave, sink):
    wave(tom, about=bea)
    assert (deliver_waiting(), deliver_waiting()) == (1, 0)
    assert len(sink.arrived) == 1


def test_a_refused_address_fails_at_once_and_the_rest_goes_out(tom, ines, bea, wave, sink):
    sink.answers["tom@example.com"] = "550 no such mailbox tom@example.com"
    wave(tom, ines, about=bea)
    deliver_waiting()
    failed = Message.objects.get(recipient=tom)
    assert failed.state == MessageState.FAILED
    assert failed.last_error == "SMTPRecipientsRefused 550"  # and not the address
    assert [letter.recipient for letter in sink.arrived] == ["ines@example.com"]


def test_a_busy_server_is_tried_again_ever_more_rarely_and_then_no_more(tom, bea, wave, sink):
    sink.answers["tom@example.com"] = "451 later"
    wave(tom, about=bea)
    at, pauses = timezone.now(), []
    while (message := the_message()).state == MessageState.WAITING:
        at = max(at, message.due_at)
        assert deliver_waiting(at=at) == 1
        pauses.append(the_message().due_at - at)
    assert (message.state, message.attempts, len(pauses)) == (MessageState.FAILED, MAX_ATTEMPTS, MAX_ATTEMPTS)
    assert all(longer > shorter for shorter, longer in pairwise(pauses[:-1]))
    assert message.last_error == "SMTPRecipientsRefused 451"


def test_a_server_that_recovers_gets_the_same_message(tom, bea, wave, sink):
    sink.answers["tom@example.com"] = "451 later"
    wave(tom, about=bea)
    deliver_waiting()
    del sink.answers["tom@example.com"]
    assert deliver_waiting() == 0  # not yet
    deliver_waiting(at=timezone.now() + timedelta(hours=1))
    assert [letter.mail["Message-ID"] for letter in sink.arrived] == [the_message().message_id]


def test_an_unreachable_server_costs_no_attempt(tom, ines, bea, wave, sink):
    sink.close()
    wave(tom, ines, about=bea)
    assert deliver_waiting() == 0
    assert set(Message.objects.values_list("state", "attempts", "claim")) == {(MessageState.WAITING, 0, None)}
    assert not Message.objects.due(at=timezone.now()).exists()
    assert Message.objects.due(at=timezone.now() + timedelta(minutes=2)).count() == 2


def test_one_broken_letter_does_not_stop_the_others(tom, ines, bea, wave, sink, settings):
    type(tom).objects.filter(pk=tom.pk).update(display_name="x")
    wave(tom, about=make_member("odd"), number=1)
    wave(ines, about=bea, number=2)
    broken = Message.objects.get(recipient=tom)
    broken.notice.key = "wave:not-a-number"
    broken.notice.save()
    assert deliver_waiting() == 2
    broken.refresh_from_db()
    assert (broken.state, broken.attempts, broken.last_error) == (MessageState.WAITING, 1, "ValueError")
    assert [letter.recipient for letter in sink.arrived] == ["ines@example.com"]


def test_a_claim_is_left_alone_until_its_lease_has_ended(tom, bea, wave, sink):
    wave(tom, about=bea)
    now = timezone.now()
    [dead] = Message.objects.claim(10, at=now)
    assert Message.objects.free_expired(at=now + LEASE) == 0
    assert deliver_waiting() == 0
    later = now + LEASE + timedelta(seconds=1)
    assert Message.objects.free_expired(at=later) == 1
    assert deliver_waiting(at=later) == 1
    assert [letter.mail["Message-ID"] for letter in sink.arrived] == [dead.message_id]


def test_a_worker_that_lost_its_lease_does_nothing_more(tom, bea, wave):
    wave(tom, about=bea)
    now = timezone.now()
    [slow] = Message.objects.claim(10, at=now)
    Message.objects.free_expired(at=now + LEASE * 2)
    [quick] = Message.objects.claim(10, at=now + LEASE * 2)
    assert not slow.hold(at=now)
    assert not slow.settle(MessageState.FAILED)
    assert quick.hold(at=now) and quick.settle(MessageState.SENT)


def test_what_kills_every_worker_fails_in_the_end(tom, bea, wave):
    wave(tom, about=bea)
    now = timezone.now()
    for _attempt in range(MAX_ATTEMPTS):
        [message] = Message.objects.claim(1, at=now)
        assert message.hold(at=now)
        now += LEASE * 2
        Message.objects.free_expired(at=now)
    assert the_message().state == MessageState.FAILED


def test_the_task_sends_what_waits(tom, bea, wave):
    wave(tom, about=bea)
    tasks.deliver.call()
    assert [letter.to for letter in mail.outbox] == [["tom@example.com"]]


def test_a_long_queue_is_sent_in_turns(bea, crowd, wave):
    many = tasks.BATCH + 1
    wave(*(SimpleNamespace(pk=pk) for pk in crowd(many)), about=bea)
    tasks.deliver.call()
    assert len(mail.outbox) == many
