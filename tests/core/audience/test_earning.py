"""Tiers that are earned: who comes in by themself, once, in which order, and who does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audience.actions.earning import AHEAD, BATCH, measure_all, measure_members, measure_tier, next_batch
from core.audience.actions.memberships import admit, leave_tier, take_out
from core.audience.actions.tiers import change_tier, create_tier, delete_tier
from core.audience.exporting import csv_lines
from core.audience.models import Condition, Ending, Entrance, Membership, Tier, Way
from core.audience.reasons import reason_of
from core.errors import RuleBroken
from core.members.models import User
from core.notices.models import Notice
from core.publication import State
from ideas.models import Idea
from insiders.actions.telling import tell_what_is_due
from insiders.news import BEGAN, LAPSES
from tests.cast import make_member
from tests.factories import make_board, make_idea
from tests.insiders.suspending import suspend

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
IDEAS = (("ideas-published", 2),)


def regulars(bea, *, conditions=IDEAS, **fields) -> Tier:
    fields = {"way": Way.EARNED, "criteria": "Two ideas that can be read.", **fields}
    return create_tier("Regulars", by=bea, conditions=conditions, **fields)


def with_ideas(member, count: int = 2, *, at=None) -> User:
    for _n in range(count):
        make_idea(by=member, at=at)
    return member


def inside(tier) -> list[str]:
    return list(tier.memberships.active().order_by("pk").values_list("member__handle", flat=True))


def test_who_meets_all_of_it_is_in_once_and_is_told_once_and_why(bea, tom, ines):
    tier = regulars(bea, conditions=(*IDEAS, ("days-as-member", 30)))
    with_ideas(tom)
    with_ideas(ines)
    User.objects.filter(pk=tom.pk).update(date_joined=timezone.now() - 30 * DAY)
    assert measure_all() == 1
    tell_what_is_due()
    assert (measure_tier(tier.pk), measure_all(), tell_what_is_due()) == (0, 0, 0)
    one = Membership.objects.get(tier=tier)
    assert (one.member, one.entrance, one.by) == (tom, Entrance.EARNED, None)
    assert one.because_measured == [["ideas-published", 2], ["days-as-member", 30]]
    said = "did what it takes: 2 published ideas and 30 days as a member"
    assert f"because you {said}" in reason_of(one, to=tom).text
    assert f"They {said}." in reason_of(one, to=bea).text
    assert f"They {said}." in "".join(csv_lines(tier.memberships.all(), to=bea))
    assert tom.groups.filter(tier=tier).exists()
    assert Notice.objects.filter(kind=BEGAN).values_list("recipient__handle", flat=True).get() == "tom"
    assert [event.what for event in one.events.all()] == ["began"]


def test_the_sweep_does_it_within_the_hour_and_at_once_after_a_change(bea, tom, ines):
    tier = regulars(bea)
    now = timezone.now()
    assert measure_all(at=now) == 0
    with_ideas(tom)
    assert measure_all(at=now + timedelta(minutes=59)) == 0
    assert measure_all(at=now + timedelta(minutes=61)) == 1
    with_ideas(ines, 1)
    change_tier(tier, by=bea, conditions=[("ideas-published", 1)])
    assert measure_all(at=now + timedelta(minutes=62)) == 1
    change_tier(tier, by=bea, conditions=[("ideas-published", 9)])
    assert measure_all(at=now + timedelta(minutes=63)) == 0
    assert inside(tier) == ["tom", "ines"]


def test_what_is_done_in_one_go_is_measured_soon(bea, tom, django_capture_on_commit_callbacks):
    tier = regulars(bea)
    with django_capture_on_commit_callbacks(execute=True):
        with_ideas(tom)
    assert inside(tier) == ["tom"]


def left(bea, tier, tom):
    leave_tier(tier, by=tom)


def removed(bea, tier, tom):
    take_out(tier.memberships.get(), by=bea, words="Sold the samples.")


def unticked(bea, tier, tom):
    tom.groups.remove(tier.group_id)


@pytest.mark.parametrize("go", [left, removed, unticked])
def test_who_left_or_was_taken_out_comes_in_again_by_the_team_alone(bea, tom, go):
    tier = regulars(bea)
    with_ideas(tom)
    measure_tier(tier.pk)
    go(bea, tier, tom)
    assert measure_tier(tier.pk) == measure_members([tom.pk]) == 0
    admit(tom, tier, entrance=Entrance.BY_HAND, by=bea)
    assert inside(tier) == ["tom"]


def test_suspended_and_former_members_stay_out_for_as_long(bea, mo, tom, ines):
    tier = regulars(bea)
    with_ideas(tom)
    User.objects.filter(pk=with_ideas(ines).pk).update(is_active=False)
    suspension = suspend(tom, by=mo)
    assert measure_tier(tier.pk) == 0
    suspension.ended_at = timezone.now()
    suspension.save()
    assert measure_tier(tier.pk) == 1


def test_places_go_to_whoever_did_it_first_and_the_next_waits_for_one(bea):
    tier = regulars(bea, seats=2)
    now = timezone.now()
    last, first, second, third = (make_member(name) for name in ("last", "first", "second", "third"))
    for days, member in ((1, last), (9, first), (6, second), (3, third)):
        with_ideas(member, 1, at=now - 20 * DAY)
        with_ideas(member, 1, at=now - days * DAY)
    assert measure_members([last.pk]) == 0  # nobody goes first by being looked at first
    assert measure_tier(tier.pk) == 2
    assert inside(tier) == ["first", "second"]
    leave_tier(tier, by=first)
    assert measure_tier(tier.pk) == 1
    assert inside(tier) == ["second", "third"]
    assert tier.memberships.get(member=second).because_at == now - 6 * DAY


def test_what_was_earned_for_good_stays_when_an_idea_is_hidden(bea, tom):
    tier = regulars(bea)
    with_ideas(tom)
    measure_tier(tier.pk)
    Idea.objects.update(state=State.HIDDEN)
    assert measure_tier(tier.pk, at=timezone.now() + 400 * DAY) == 0
    assert tier.memberships.get().is_active(timezone.now() + 400 * DAY)


def test_a_tier_that_lasts_goes_on_while_it_is_met_and_ends_with_its_grace_when_not(bea, tom, ines):
    tier = regulars(bea, lasts_days=60, grace_days=14)
    start = timezone.now()
    with_ideas(tom, at=start - DAY)
    with_ideas(ines, at=start - DAY)
    by_hand = admit(make_member("kim"), tier, entrance=Entrance.BY_HAND, at=start)
    with_ideas(by_hand.member, at=start - DAY)
    measure_tier(tier.pk, at=start)
    Idea.objects.filter(author=ines).update(state=State.HIDDEN)
    early = start + 60 * DAY - AHEAD - DAY
    assert measure_tier(tier.pk, at=early) == 0
    assert measure_tier(tier.pk, at=early + DAY) == 1
    assert measure_tier(tier.pk, at=early + DAY) == 0
    toms, hers = tier.memberships.get(member=tom), tier.memberships.get(member=ines)
    assert (toms.expires_at, toms.closes_at) == (start + 120 * DAY, start + 134 * DAY)
    assert [(event.what, event.expires_at) for event in toms.events.all()][1] == ("prolonged", start + 120 * DAY)
    assert (hers.expires_at, hers.closes_at) == (start + 60 * DAY, start + 74 * DAY)
    assert not tell_what_is_due(at=early + DAY)
    tell_what_is_due(at=start + 47 * DAY)
    told = Notice.objects.filter(kind=LAPSES).order_by("recipient__handle")
    assert [notice.recipient.handle for notice in told] == ["ines", "kim"]
    Idea.objects.update(state=State.PUBLISHED)  # in the grace it is met again
    assert measure_tier(tier.pk, at=start + 61 * DAY) == 1
    hers.refresh_from_db()
    assert hers.expires_at == start + 120 * DAY


def test_who_lapsed_and_meets_it_again_comes_in_again(bea, tom):
    tier = regulars(bea, lasts_days=30, grace_days=0)
    with_ideas(tom)
    measure_tier(tier.pk)
    Idea.objects.update(state=State.HIDDEN)
    later = timezone.now() + 31 * DAY
    assert measure_tier(tier.pk, at=later) == 0
    Idea.objects.update(state=State.PUBLISHED)
    assert measure_tier(tier.pk, at=later) == 1
    assert list(tier.memberships.order_by("pk").values_list("ending", flat=True)) == [Ending.LAPSED, ""]


def test_a_tier_that_is_not_measured_lets_nobody_in(bea, tom):
    tier = regulars(bea)
    with_ideas(tom)
    Condition.objects.create(tier=tier, measure="of-a-room-that-is-gone", at_least=1)
    assert measure_tier(tier.pk) == 0
    Condition.objects.filter(measure__startswith="of-a-room").delete()
    Tier.objects.filter(pk=tier.pk).update(way=Way.INVITED)
    assert measure_tier(tier.pk) == measure_all() == 0
    change_tier(tier, by=bea, conditions=[])
    Tier.objects.filter(pk=tier.pk).update(way=Way.EARNED)
    assert measure_tier(tier.pk) == measure_all() == 0
    delete_tier(tier, by=bea)
    assert measure_tier(tier.pk) == 0
    assert not Condition.objects.exists()


@pytest.mark.parametrize(
    ("conditions", "fields", "beside"),
    [
        ((("ideas-published", 0),), {}, "conditions"),
        ((("ideas-published", -3),), {}, "conditions"),
        ((("ideas-published", 10_001),), {}, "conditions"),
        ((("nothing", 1),), {}, "conditions"),
        ((("ideas-published", 1), ("ideas-published", 2)), {}, "conditions"),
        (IDEAS, {"way": Way.INVITED}, "conditions"),
        (IDEAS, {"lasts_days": 29}, "lasts_days"),
        (IDEAS, {"is_hidden": True}, "is_hidden"),
    ],
)
def test_conditions_that_make_no_sense_are_refused(bea, conditions, fields, beside):
    with pytest.raises(RuleBroken) as refused:
        regulars(bea, conditions=conditions, **fields)
    assert list(refused.value.message_dict) == [beside]
    assert not Tier.objects.filter(name="Regulars").exists()


@pytest.mark.parametrize("count", [2, 40])
def test_many_are_measured_in_as_many_queries_as_few(bea, tom, count, max_queries):
    tier = regulars(bea, conditions=(*IDEAS, ("ideas-supported", 1), ("days-as-member", 1)))
    board, idea = make_board(), make_idea(by=tom)
    crowd = User.objects.bulk_create(
        User(email=f"c{n}@example.com", handle=f"c{n}", display_name=f"C {n}", date_joined=timezone.now() - 2 * DAY)
        for n in range(count)
    )
    status = board.statuses.first()
    own = {"board": board, "status": status, "state": State.PUBLISHED, "published_at": timezone.now()}
    Idea.objects.bulk_create(Idea(author=one, title="Mine", **own) for one in crowd for _n in range(2))
    idea.votes.bulk_create([idea.votes.model(idea=idea, voter=one) for one in crowd])
    with max_queries(20):
        assert measure_tier(tier.pk) == count


def test_more_than_a_batch_is_let_in_and_a_killed_worker_is_no_harm(bea):
    tier = regulars(bea, conditions=[("days-as-member", 1)])
    User.objects.bulk_create(
        User(email=f"c{n}@example.com", handle=f"c{n}", display_name="C", date_joined=timezone.now() - 2 * DAY)
        for n in range(BATCH + 3)
    )
    assert next_batch(tier.pk, at=timezone.now()) == BATCH  # and then the worker dies
    assert measure_all() == 3
    assert (tier.memberships.count(), measure_tier(tier.pk)) == (BATCH + 3, 0)
