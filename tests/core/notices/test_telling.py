import pytest
from django.core import mail

from core.notices.models import Message, Notice
from core.notices.models.message import MessageState
from tests.cast import make_member


def test_a_member_is_told_once_whatever_their_roles(tom, bea, wave):
    assert wave(tom, tom, about=bea) == 1
    assert wave(tom, about=bea) == 0
    notice = tom.notices.get()
    assert (notice.kind, notice.subject_kind, notice.subject_id, notice.key) == (
        "test-wave",
        "profile",
        bea.pk,
        "wave:1",
    )
    assert not notice.is_read


def test_another_event_is_another_notice(tom, bea, wave):
    wave(tom, about=bea)
    assert wave(tom, about=bea, number=2) == 1
    assert tom.notices.count() == 2


def test_whoever_did_it_is_not_told(tom, ines, bea, wave):
    assert wave(tom, ines, about=bea, by=ines) == 1
    assert not ines.notices.exists()
    assert tom.notices.get().actor == ines


def test_members_who_left_are_not_told(tom, bea, wave, django_user_model):
    gone = make_member("gone", is_active=False)
    erased = make_member("erased")
    django_user_model.objects.filter(pk=erased.pk).update(erased_at=tom.date_joined)
    assert wave(gone, erased, tom, about=bea) == 1
    assert not Notice.objects.filter(recipient__in=[gone, erased]).exists()


def test_nobody_by_that_id_is_no_error(tom, bea, wave):
    tom.pk = 987_654_321
    assert wave(tom, about=bea) == 0


def test_a_kind_that_nobody_registered_is_a_mistake(tom, bea, wave):
    with pytest.raises(KeyError):
        wave(tom, about=bea, kind="test-unknown")


def test_the_mail_has_its_row_and_id_before_it_is_sent(tom, bea, wave, settings):
    settings.BASE_URL = "https://say.example.org"
    wave(tom, about=bea)
    message = Message.objects.get()
    assert (message.recipient, message.state, message.attempts) == (tom, MessageState.WAITING, 0)
    assert message.message_id.startswith("<") and message.message_id.endswith("@say.example.org>")


def test_an_address_that_was_not_confirmed_gets_no_mail(bea, wave):
    shy = make_member("shy", verified=False)
    assert wave(shy, about=bea) == 1
    assert not Message.objects.exists()


def test_a_kind_may_propose_the_inbox_alone(tom, bea, wave):
    wave(tom, about=bea, kind="test-quiet")
    assert tom.notices.exists() and not Message.objects.exists()


def test_the_mail_goes_out_after_the_commit(tom, bea, wave, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wave(tom, about=bea)
        assert not mail.outbox
    [letter] = mail.outbox
    assert letter.to == ["tom@example.com"]


def test_telling_again_finishes_what_was_left_half_done(tom, ines, bea, wave):
    wave(tom, about=bea)
    assert wave(tom, ines, about=bea) == 1
    assert Message.objects.count() == 2


@pytest.mark.once
def test_ten_thousand_are_told_in_few_queries(bea, crowd, wave, max_queries, django_user_model):
    crowd(10_000)
    members = list(django_user_model.objects.exclude(pk=bea.pk).only("pk"))
    with max_queries(450):  # ten chunks; SQLite takes 999 values a statement
        assert wave(*members, about=bea) == 10_000
    assert Message.objects.count() == 10_000
    with max_queries(60):
        assert wave(*members, about=bea) == 0
