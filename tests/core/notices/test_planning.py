"""What waits for a digest, and when it becomes one: once, whatever happens to clocks, sweeps and wishes meanwhile."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.users.models import UserProfile

from core.errors import RuleBroken
from core.notices.actions import plan_digests, set_preference
from core.notices.models import Deferral, Digest, Message, Notice, Preference
from core.notices.models.message import MessageState
from tests.cast import make_member
from tests.core.notices.waving.registrations import URGENT, WAVE

WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
THURSDAY, MONDAY = datetime(2026, 3, 5, 8, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)
MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)


@pytest.fixture
def weekly(tom):
    set_preference(WAVE, "weekly", by=tom)
    return tom


def test_what_waits_for_a_digest_is_a_notice_and_no_letter(weekly, bea, wave):
    assert wave(weekly, about=bea, at=WEDNESDAY) == 1
    assert weekly.notices.count() == 1
    assert not Message.objects.exists()
    deferral = Deferral.objects.get()
    assert (deferral.recipient, deferral.rhythm, deferral.due_at, deferral.digest) == (weekly, "weekly", MONDAY, None)


def test_an_address_that_was_not_confirmed_gets_no_digest(bea, wave):
    shy = make_member("shy", verified=False)
    set_preference(WAVE, "weekly", by=shy)
    wave(shy, about=bea)
    assert not Deferral.objects.exists()


def test_it_becomes_one_digest_at_its_moment_and_not_before(weekly, bea, wave):
    for number in range(3):
        wave(weekly, about=bea, number=number, at=WEDNESDAY)
    assert plan_digests(at=MONDAY - MINUTE) == 0
    assert plan_digests(at=MONDAY) == 1
    digest = Digest.objects.get()
    assert (digest.recipient, digest.rhythm, digest.until) == (weekly, "weekly", MONDAY)
    assert digest.deferrals.count() == 3
    assert (digest.message.recipient, digest.message.state) == (weekly, MessageState.WAITING)
    assert plan_digests(at=MONDAY + MINUTE) == 0


def test_nothing_happened_and_nothing_is_made(weekly):
    assert plan_digests(at=MONDAY) == 0
    assert not Digest.objects.exists()


def test_it_comes_at_eight_by_the_readers_clock(weekly, bea, wave):
    UserProfile.objects.create(user=weekly, current_time_zone="America/New_York")
    wave(weekly, about=bea, at=WEDNESDAY)
    assert Deferral.objects.get().due_at == datetime(2026, 3, 9, 12, tzinfo=UTC)  # the day after clocks were changed


def test_daily_and_weekly_are_two_digests(weekly, ines, bea, wave):
    set_preference(WAVE, "daily", by=ines)
    wave(weekly, ines, about=bea, at=MONDAY - timedelta(hours=2))
    assert plan_digests(at=MONDAY) == 2
    assert set(Digest.objects.values_list("recipient", "rhythm", "until")) == {
        (weekly.pk, "weekly", MONDAY),
        (ines.pk, "daily", MONDAY),
    }


def test_after_days_without_a_sweep_one_digest_has_all_of_it(ines, bea, wave):
    set_preference(WAVE, "daily", by=ines)
    for day in range(3):
        wave(ines, about=bea, number=day, at=WEDNESDAY + timedelta(days=day))
    assert plan_digests(at=WEDNESDAY + timedelta(days=9)) == 1
    digest = Digest.objects.get()
    assert (digest.until, digest.deferrals.count()) == (THURSDAY + timedelta(days=2), 3)


def test_what_is_stored_too_late_comes_with_the_next_one(weekly, bea, wave):
    """Its transaction ended only when the digest of its moment had been made, and perhaps sent."""
    wave(weekly, about=bea, number=1, at=WEDNESDAY)
    plan_digests(at=MONDAY)
    wave(weekly, about=bea, number=2, at=MONDAY - MINUTE)
    assert plan_digests(at=MONDAY + MINUTE) == 0
    late = Deferral.objects.get(digest=None)
    assert (late.notice.event_id, late.due_at) == (2, MONDAY + WEEK)
    assert plan_digests(at=MONDAY + WEEK) == 1
    assert Digest.objects.count() == 2


def test_another_rhythm_takes_along_what_waits(weekly, bea, wave):
    wave(weekly, about=bea, number=1, at=WEDNESDAY)
    set_preference(WAVE, "daily", by=weekly, at=WEDNESDAY)
    wave(weekly, about=bea, number=2, at=WEDNESDAY)
    assert plan_digests(at=THURSDAY) == 1
    assert Digest.objects.get().rhythm == "daily"
    assert Digest.objects.get().deferrals.count() == 2
    assert plan_digests(at=MONDAY) == 0


def test_at_once_from_now_on_does_not_send_what_waits_twice(weekly, bea, wave):
    wave(weekly, about=bea, number=1, at=WEDNESDAY)
    set_preference(WAVE, "at-once", by=weekly, at=WEDNESDAY)
    wave(weekly, about=bea, number=2, at=WEDNESDAY)
    assert [message.notice.event_id for message in Message.objects.all()] == [2]
    plan_digests(at=MONDAY)
    assert [deferral.notice.event_id for deferral in Digest.objects.get().deferrals.all()] == [1]


def test_a_digest_that_is_made_keeps_what_it_has_when_the_rhythm_changes(weekly, bea, wave):
    wave(weekly, about=bea, at=WEDNESDAY)
    plan_digests(at=MONDAY)
    set_preference(WAVE, "daily", by=weekly, at=MONDAY)
    assert Digest.objects.get().deferrals.count() == 1
    assert plan_digests(at=MONDAY + WEEK) == 0


def test_what_cannot_wait_does_not(tom, bea, wave):
    with pytest.raises(RuleBroken):
        set_preference(URGENT, "weekly", by=tom)
    Preference.objects.create(member=tom, kind=URGENT.key, by_email="weekly")  # from before it could not
    wave(tom, about=bea, kind=URGENT.key)
    assert Message.objects.count() == 1
    assert not Deferral.objects.exists()


def test_two_digests_of_one_moment_cannot_be(weekly):
    Digest.objects.create(recipient=weekly, rhythm="weekly", until=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(recipient=weekly, rhythm="weekly", until=MONDAY)


def test_a_letter_is_of_one_thing(weekly):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(recipient=weekly)


def test_an_event_that_is_taken_back_leaves_the_digest(weekly, bea, wave):
    wave(weekly, about=bea, at=WEDNESDAY)
    weekly.notices.all().delete()
    assert plan_digests(at=MONDAY) == 0


def test_the_sweep_plans_and_sends(weekly, bea, wave, mailoutbox):
    wave(weekly, about=bea, at=WEDNESDAY)
    said = StringIO()
    call_command("sweep", stdout=said)
    assert "digests: 1\n" in said.getvalue()
    assert [letter.to for letter in mailoutbox] == [["tom@example.com"]]


def test_many_are_planned_chunk_by_chunk(bea, crowd, wave, max_queries):
    """The queries grow with the chunks, not with the members or with what waits for them."""
    ids = crowd(24)
    Preference.objects.bulk_create(Preference(member_id=pk, kind="test-wave", by_email="weekly") for pk in ids)
    people = [SimpleNamespace(pk=pk) for pk in ids]
    for number in range(3):
        wave(*people, about=bea, number=number, at=WEDNESDAY)
    with max_queries(16) as in_one:
        assert plan_digests(at=MONDAY) == 24
    Deferral.objects.update(digest=None)
    Digest.objects.all().delete()
    with max_queries(len(in_one) * 3):
        assert plan_digests(at=MONDAY, chunk=8) == 24
    assert Digest.objects.count() == Message.objects.count() == 24
    assert not Deferral.objects.waiting().exists()


@pytest.mark.once
def test_ten_thousand_are_planned_in_few_queries(bea, crowd, max_queries):
    ids = crowd(10_000)
    told = {"kind": "test-wave", "subject_kind": "profile", "subject_id": bea.pk, "key": "wave:1"}
    notices = Notice.objects.bulk_create(Notice(recipient_id=pk, **told) for pk in ids)
    Deferral.objects.bulk_create(
        Deferral(notice=notice, recipient_id=notice.recipient_id, rhythm="weekly", due_at=MONDAY) for notice in notices
    )
    with max_queries(290):  # ten chunks; SQLite takes 999 values a statement
        assert plan_digests(at=MONDAY) == 10_000
    assert Message.objects.count() == 10_000


def test_to_defer_asks_hardly_more_than_to_write_letters(bea, crowd, wave, count_queries):
    ids = crowd(40)
    people = [SimpleNamespace(pk=pk) for pk in ids]
    at_once = count_queries(lambda: wave(*people, about=bea, number=1, at=WEDNESDAY))
    Preference.objects.bulk_create(Preference(member_id=pk, kind="test-wave", by_email="weekly") for pk in ids)
    assert count_queries(lambda: wave(*people, about=bea, number=2, at=WEDNESDAY)) <= at_once + 1
    assert Deferral.objects.count() == 40
