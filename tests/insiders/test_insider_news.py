"""Members are told that they are in, that their time ends, and that it has ended: once each."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.audience.actions.groups import join
from core.audience.actions.memberships import (
    Because,
    admit,
    end_what_is_over,
    leave_tier,
    prolong,
    take_out,
)
from core.audience.models import Entrance, Membership
from core.notices.actions.delivering import deliver_waiting
from core.notices.models import Notice
from core.notices.showing import tell
from insiders.actions.telling import tell_what_is_due
from insiders.news import BEGAN, ENDED, LAPSES
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.insiders.inviting import tasters

pytestmark = pytest.mark.django_db
GIVEN = Entrance.GIVEN


def kinds_of(member):
    return list(Notice.objects.filter(recipient=member).order_by("pk").values_list("kind", flat=True))


def told(member):
    return tell(list(Notice.objects.filter(recipient=member).order_by("pk").select_related("recipient")), to=member)


@pytest.fixture
def tier():
    return tasters()


def test_the_welcome_comes_at_once_with_its_reason_and_only_once(tom, bea, tier, django_capture_on_commit_callbacks):
    idea = make_idea(by=tom, title="A bench")
    because = Because("idea", idea.pk, "author", idea.created_at)
    with django_capture_on_commit_callbacks(execute=True):
        admit(tom, tier, entrance=GIVEN, by=bea, because=because)
    tell_what_is_due()
    assert kinds_of(tom) == [BEGAN]
    [letter] = mail.outbox
    assert letter.subject == "You are in: Tasters"
    for part in (letter.body, letter.alternatives[0][0]):
        assert "because you suggested “" in part
        assert "A bench" in part


def test_a_thing_that_they_may_not_see_is_not_named(tom, bea, tier):
    board = make_board(slug="secret")
    idea = make_idea(board=board, by=tom, title="A bench")
    admit(tom, tier, entrance=GIVEN, by=bea, because=Because("idea", idea.pk, "author"))
    close(board, "Insiders")
    tell_what_is_due()
    deliver_waiting()
    assert "A bench" not in f"{mail.outbox[0].body}{mail.outbox[0].alternatives[0][0]}"


def test_what_a_dead_worker_did_not_tell_the_sweep_tells(tom, tier):
    admit(tom, tier, entrance=GIVEN)
    assert tell_what_is_due() == 1
    assert tell_what_is_due() == 0


def test_neither_who_joined_the_group_by_hand_nor_what_was_long_ago_is_told(tom, ines, tier):
    join(tom, "Tasters")
    admit(ines, tier, entrance=GIVEN, at=timezone.now() - timedelta(days=4))
    tell_what_is_due()
    assert kinds_of(tom) == []
    assert kinds_of(ines) == []


def test_it_is_said_fourteen_and_three_days_before_and_on_the_day_and_when_it_closes(tom, tier):
    tier, now = tasters(lasts_days=60, grace_days=7), timezone.now()
    mine = admit(tom, tier, entrance=GIVEN, at=now)
    steps = [
        (0, BEGAN),
        (45, None),
        (46, LAPSES),
        (50, None),
        (57, LAPSES),
        (59, None),
        (60, LAPSES),
        (61, None),
        (67, ENDED),
        (68, None),
    ]
    expected = []
    for days, kind in steps:
        at = now + timedelta(days=days, seconds=1)
        end_what_is_over(at=at)
        tell_what_is_due(at=at)
        expected += [kind] if kind else []
        assert kinds_of(tom) == expected, days
    assert mine.pk


def test_a_short_time_is_not_reminded_of_at_once(tom, tier):
    admit(tom, tasters(lasts_days=3), entrance=GIVEN)
    tell_what_is_due()
    assert kinds_of(tom) == [BEGAN]


def test_in_its_last_days_only_the_nearer_reminder_comes(tom, tier):
    now = timezone.now()
    admit(tom, tasters(lasts_days=30), entrance=GIVEN, at=now - timedelta(days=28))
    tell_what_is_due(at=now)
    assert kinds_of(tom) == [LAPSES]


def test_who_is_given_more_time_is_reminded_of_the_new_day_alone(tom, bea, tier):
    now = timezone.now()
    mine = admit(tom, tasters(lasts_days=20), entrance=GIVEN, at=now - timedelta(days=10))
    tell_what_is_due(at=now)
    prolong(mine, until=now + timedelta(days=12), by=bea)
    assert told(tom)[0].thing is None
    tell_what_is_due(at=now)
    assert [one.thing is not None for one in told(tom)] == [False, True]


def test_who_was_taken_out_is_told_and_who_left_is_not(tom, ines, bea, tier, django_capture_on_commit_callbacks):
    mine = admit(tom, tier, entrance=GIVEN)
    admit(ines, tier, entrance=GIVEN)
    with django_capture_on_commit_callbacks(execute=True):
        take_out(mine, by=bea, words="Sold the samples.")
        leave_tier(tier, by=ines)
    tell_what_is_due()
    assert kinds_of(tom) == [ENDED]
    assert ENDED not in kinds_of(ines)
    [letter] = [letter for letter in mail.outbox if letter.to == [tom.email]]
    assert "The team has ended" in letter.body
    assert "Sold the samples" not in letter.body


@pytest.mark.parametrize(
    ("grace", "said", "not_said"), [(7, "stays open to you until", "door closes"), (0, "the door closes", "stays open")]
)
def test_the_letter_of_the_last_days_says_whether_the_door_stays_open(tom, grace, said, not_said):
    admit(tom, tasters(lasts_days=30, grace_days=grace), entrance=GIVEN, at=timezone.now() - timedelta(days=28))
    tell_what_is_due()
    deliver_waiting()
    [letter] = mail.outbox
    for part in (letter.body, letter.alternatives[0][0]):
        assert said in part
        assert not_said not in part


def test_a_hidden_tier_that_has_ended_is_not_named(tom, bea):
    mine = admit(tom, tasters(is_hidden=True), entrance=GIVEN)
    tell_what_is_due()
    assert told(tom)[0].thing.title == "Tasters"
    take_out(mine, by=bea)
    tell_what_is_due()
    deliver_waiting()
    everything = "".join(f"{letter.subject}{letter.body}{letter.alternatives[0][0]}" for letter in mail.outbox)
    assert "Your early access has ended" in everything
    assert "Tasters" not in everything
    assert all("Tasters" not in one.thing.title for one in told(tom) if one.thing)


def test_the_inbox_shows_them_in_few_queries(tom, client, tier, max_queries):
    admit(tom, tasters(lasts_days=30), entrance=GIVEN)
    tell_what_is_due()
    client.force_login(tom)
    with max_queries(24):
        answer = client.get(reverse("notices:inbox"))
    assert "You are in: <bdi>Tasters</bdi>." in answer.text
    assert Membership.objects.count() == 1
