"""The people behind an idea come into a tier: once each, with the reason, and out again within an hour."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from core.audience.actions.memberships import Because, admit
from core.audience.models import Entrance, Membership
from core.errors import Refused, RuleBroken
from core.members.models import User
from core.notices.actions.following import follow
from core.notices.models import Message, Notice
from ideas.actions.commenting import add_comment
from ideas.models import Vote
from insiders.actions.giving import give_access, undo_giving
from insiders.actions.giving_out import carry_out, let_in_batch
from insiders.crowd import heads
from insiders.models import Giving, Place
from insiders.models.giving import UNDO
from insiders.news import BEGAN
from tests.factories import make_idea, somebody, support
from tests.insiders.inviting import tasters
from tests.insiders.suspending import suspend

pytestmark = pytest.mark.django_db
Outcome = Place.Outcome


@pytest.fixture
def tier():
    return tasters()


@pytest.fixture
def idea(tom):
    """tom's, with ten supporters beside him."""
    idea = make_idea(by=tom)
    support(idea, 10)
    return idea


def outcomes(giving):
    return sorted(giving.places.values_list("outcome", flat=True))


def test_each_comes_in_by_their_first_role_with_its_date(idea, tier, bea, tom, ines, lars):
    add_comment(idea, by=ines, body="Yes please.")
    add_comment(idea, by=tom, body="Thank you.")
    follow("idea", idea.pk, by=lars)
    giving = give_access(idea, tier, ["author", "supporter", "commenter", "follower"], by=bea)
    assert carry_out(giving.pk) == 13
    assert carry_out(giving.pk) == 0
    mine = Membership.objects.get(member=tom)
    assert (mine.entrance, mine.by, mine.because_kind, mine.because_id) == (Entrance.GIVEN, bea, "idea", idea.pk)
    assert (mine.because_role, mine.because_at) == ("author", idea.created_at)
    assert Membership.objects.get(member=ines, tier=tier).because_role == "commenter"
    assert Membership.objects.get(member=lars, tier=tier).because_role == "follower"
    one = Vote.objects.filter(idea=idea).exclude(voter=tom).first()
    assert Membership.objects.get(member=one.voter).because_at == one.at
    assert set(User.objects.filter(groups=tier.group_id)) == {one.member for one in tier.memberships.all()}
    assert Notice.objects.filter(kind=BEGAN).count() == 13
    assert [one.what for one in mine.events.all()] == ["began"]


def test_repeated_it_lets_nobody_in_or_be_told_twice(idea, tier, bea):
    for _n in range(2):
        carry_out(give_access(idea, tier, ["supporter"], by=bea).pk)
    first, second = Giving.objects.order_by("pk")
    assert set(outcomes(first)) == {Outcome.LET_IN}
    assert set(outcomes(second)) == {Outcome.IN_ALREADY}
    assert Membership.objects.filter(tier=tier).count() == 11
    assert Notice.objects.filter(kind=BEGAN).count() == 11


def test_a_second_click_is_the_same_giving(idea, tier, bea, kept_tasks):
    assert give_access(idea, tier, ["supporter"], by=bea) == give_access(idea, tier, ["supporter"], by=bea)


def test_places_go_to_who_came_first_and_who_is_left_out_is_said(idea, tier, bea, tom):
    tier = tasters(seats=4)
    head = heads(idea, tier, ["author", "supporter"])
    assert (head.chosen, head.coming, head.left_out) == (11, 4, 7)
    giving = give_access(idea, tier, ["author", "supporter"], by=bea)
    assert carry_out(giving.pk) == 4
    first = Vote.objects.filter(idea=idea).exclude(voter=tom).order_by("at", "voter")[:3]
    assert set(tier.memberships.values_list("member", flat=True)) == {tom.pk, *(vote.voter_id for vote in first)}
    assert outcomes(giving).count(Outcome.NO_PLACE) == 7


def test_who_may_not_come_is_counted_and_left_out(idea, tier, bea, mo, ines):
    voters = [vote.voter for vote in Vote.objects.filter(idea=idea).order_by("-pk")[:3]]
    suspend(voters[0], by=mo)
    User.objects.filter(pk=voters[1].pk).update(is_active=False)
    User.objects.filter(pk=voters[2].pk).update(erased_at=timezone.now())
    head = heads(idea, tier, ["supporter"])
    assert (head.by_role["supporter"], head.may_not, head.coming) == (11, 3, 8)
    giving = give_access(idea, tier, ["supporter"], by=bea)
    carry_out(giving.pk)
    assert outcomes(giving).count(Outcome.MAY_NOT) == 3
    assert tier.memberships.count() == 8


def test_who_lapsed_comes_in_anew(idea, tier, bea, tom):
    old = admit(tom, tier, entrance=Entrance.BY_HAND)
    now = timezone.now()
    Membership.objects.filter(pk=old.pk).update(expires_at=now, closes_at=now, began_at=now - timedelta(9))
    carry_out(give_access(idea, tier, ["author"], by=bea).pk)
    old.refresh_from_db()
    assert old.ending == "lapsed"
    assert tier.memberships.active().get().member == tom


def test_taking_back_takes_out_who_came_in_by_it_and_nobody_else(idea, tier, bea, ines):
    Vote.objects.create(idea=idea, voter=ines)
    admit(ines, tier, entrance=Entrance.BY_HAND, by=bea)
    giving = give_access(idea, tier, ["supporter"], by=bea)
    carry_out(giving.pk)
    assert undo_giving(giving, by=bea) == 11
    assert undo_giving(giving, by=bea) == 0
    assert [one.member for one in tier.memberships.active()] == [ines]
    assert set(User.objects.filter(groups=tier.group_id)) == {ines}
    assert not Notice.objects.filter(kind=BEGAN).exclude(recipient=ines).exists()
    assert not Message.objects.filter(notice__kind=BEGAN).exclude(recipient=ines).exists()


def test_taken_back_before_it_was_done_nobody_comes_in(idea, tier, bea, kept_tasks):
    giving = give_access(idea, tier, ["supporter"], by=bea)
    undo_giving(giving, by=bea)
    assert carry_out(giving.pk) == 0
    assert not tier.memberships.exists()


def test_after_an_hour_it_stays(idea, tier, bea, tom):
    giving = give_access(idea, tier, ["supporter"], by=bea)
    with pytest.raises(Refused, match="brand’s team"):
        undo_giving(giving, by=tom)
    with pytest.raises(Refused, match="hour"):
        undo_giving(giving, by=bea, at=giving.at + UNDO)


def test_who_may_give_and_what(idea, tier, bea, tom):
    with pytest.raises(Refused):
        give_access(idea, tier, ["author"], by=tom)
    with pytest.raises(RuleBroken):
        give_access(idea, tier, ["nonsense"], by=bea)


def test_a_thing_that_is_gone_lets_nobody_in_and_is_finished(idea, tier, bea, kept_tasks):
    giving = give_access(idea, tier, ["supporter"], by=bea)
    Giving.objects.update(because_id=987654)
    assert carry_out(giving.pk) == 0
    giving.refresh_from_db()
    assert giving.finished_at


def crowd_behind(idea, n):
    """So many supporters who have confirmed their addresses; their keys in the order in which they came."""
    start = User.objects.count()
    voters = User.objects.bulk_create(
        User(email=f"v{k}@example.com", handle=f"v{k}", display_name="V") for k in range(start, start + n)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in voters
    )
    Vote.objects.bulk_create(Vote(idea=idea, voter=one) for one in voters)
    return [one.pk for one in voters]


@pytest.mark.postgres
def test_a_batch_is_fifteen_statements_and_the_people_are_read_once(tier, bea, max_queries, count_queries, kept_tasks):
    """Begin and commit, or savepoint and release, are two of them. SQLite takes 999 values a statement."""

    def given(n):
        idea = make_idea(by=somebody())
        crowd_behind(idea, n)
        return give_access(idea, tier, ["supporter"], by=bea)

    giving = given(500)
    people = {vote.voter_id: Because("idea", giving.because_id) for vote in Vote.objects.filter(idea=giving.because_id)}
    with max_queries(15):
        assert let_in_batch(giving.pk, people, at=timezone.now()) == 501
    assert Message.objects.count() == 501
    few, many = given(1), given(1_100)
    once = count_queries(lambda: carry_out(few.pk))
    assert count_queries(lambda: carry_out(many.pk)) == once + 2 * 15  # three batches instead of one
