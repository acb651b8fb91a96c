"""A giving that stands: whoever becomes one of the idea's people later comes in, too, until it is ended."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audience.groups import INSIDERS
from core.audience.models import Entrance, Membership
from core.audience.reasons import reason_of
from core.comments.actions import place_comment
from core.errors import Refused
from core.notices.actions.following import follow
from core.notices.models import Notice
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.models import IdeaComment, Vote
from insiders.actions.giving import give_access, undo_giving
from insiders.actions.giving_out import carry_out
from insiders.actions.standing import LOOK, end_giving, let_in_who_took_part, look_again
from insiders.models import Giving, Place
from insiders.news import BEGAN
from tests.core.audience.trees import close, make_page
from tests.factories import make_idea
from tests.insiders.inviting import tasters
from tests.insiders.suspending import suspend
from tests.insiders.test_giving_screens import words_of

pytestmark = pytest.mark.django_db
ALL = ["author", "supporter", "commenter", "follower"]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Does it, and what follows from it once it is stored."""

    def act(verb, *args, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(*args, **options)

    return act


@pytest.fixture
def tier():
    return tasters()


@pytest.fixture
def idea(mo):
    return make_idea(by=mo, title="A bench at the tram stop")


@pytest.fixture
def standing(idea, tier, bea, committed):
    return committed(give_access, idea, tier, ALL, by=bea, stands=True)


def inside(tier):
    return set(tier.memberships.active().values_list("member__handle", flat=True))


def test_who_supports_comments_or_follows_comes_in_at_once_each_with_their_reason(
    standing, idea, tier, committed, tom, ines, lars, ada
):
    assert inside(tier) == {"mo"}
    committed(cast_vote, idea, by=tom)
    committed(add_comment, idea, by=ines, body="Yes please.")
    committed(follow, "idea", idea.pk, by=lars)
    assert inside(tier) == {"mo", "tom", "ines", "lars"}
    for member, said in (
        (tom, "because you supported"),
        (ines, "because you commented on"),
        (lars, "you have followed"),
    ):
        mine = Membership.objects.select_related("by").get(member=member, tier=tier)
        assert mine.entrance == Entrance.GIVEN
        assert mine.because_at
        assert said in reason_of(mine, to=member).text
        assert Notice.objects.filter(recipient=member, kind=BEGAN).count() == 1
    committed(withdraw_vote, idea, by=tom)
    committed(cast_vote, idea, by=tom)
    assert Place.objects.filter(member=tom).count() == 1
    committed(cast_vote, make_idea(by=lars), by=ada)
    assert "ada" not in inside(tier)


def test_only_the_chosen_roles_come_in(idea, tier, bea, committed, tom, lars):
    committed(give_access, idea, tier, ["supporter"], by=bea, stands=True)
    committed(follow, "idea", idea.pk, by=lars)
    assert inside(tier) == {"mo"}
    committed(cast_vote, idea, by=tom)
    assert inside(tier) == {"mo", "tom"}


def test_a_giving_that_does_not_stand_lets_nobody_in_later(idea, tier, bea, committed, tom):
    committed(give_access, idea, tier, ["supporter"], by=bea)
    committed(cast_vote, idea, by=tom)
    look_again(at=timezone.now() + LOOK)
    assert inside(tier) == {"mo"}


def test_a_comment_that_waits_lets_in_when_it_is_published(standing, idea, tier, committed, tom):
    comment = committed(add_comment, idea, by=tom, body="Yes please.")
    IdeaComment.objects.filter(pk=comment.pk).update(state=State.WAITING, published_at=None)
    Membership.objects.filter(member=tom, tier=tier).delete()
    Place.objects.filter(member=tom).delete()
    committed(place_comment, IdeaComment.objects.get(pk=comment.pk), State.PUBLISHED)
    assert inside(tier) == {"mo", "tom"}


def test_ended_it_lets_nobody_in_and_puts_nobody_out(standing, idea, tier, bea, committed, tom, ines):
    committed(cast_vote, idea, by=tom)
    with pytest.raises(Refused):
        end_giving(standing, by=tom)
    for _n in range(2):
        committed(end_giving, standing, by=bea)
    committed(cast_vote, idea, by=ines)
    look_again(at=timezone.now() + LOOK)
    assert inside(tier) == {"mo", "tom"}


def test_taken_back_within_the_hour_all_are_out_who_came_in_by_it_also_later(
    standing, idea, tier, bea, committed, tom, ines
):
    committed(cast_vote, idea, by=tom)
    assert committed(undo_giving, standing, by=bea) == 2
    committed(cast_vote, idea, by=ines)
    assert inside(tier) == set()


def test_who_took_part_unheard_comes_in_with_the_next_look(standing, idea, tier, tom):
    Vote.objects.create(idea=idea, voter=tom)
    assert look_again() == 0  # looked a moment ago
    at = timezone.now() + LOOK + timedelta(seconds=1)
    assert look_again(at=at) == 1
    assert look_again(at=at + LOOK) == 0
    assert Membership.objects.get(member=tom).because_role == "supporter"


def test_it_stands_on_who_gave_it_and_on_what_they_may_see(standing, idea, tier, bea, mo, tom, ines, committed):
    suspend(bea, by=mo)
    committed(cast_vote, idea, by=tom)
    look_again(at=timezone.now() + LOOK)
    assert inside(tier) == {"mo"}
    bea_is_back = timezone.now() + timedelta(days=400)
    close(idea.board, INSIDERS)
    now = timezone.now()
    assert let_in_who_took_part("idea", idea.pk, "supporter", ines.pk, since=now, at=bea_is_back) == 0
    idea.board.view_restrictions.all().delete()
    assert let_in_who_took_part("idea", idea.pk, "supporter", ines.pk, since=now, at=bea_is_back) == 1


def test_asked_for_again_it_is_the_same_until_it_is_ended(standing, idea, tier, bea):
    assert give_access(idea, tier, ALL, by=bea, stands=True) == standing
    assert give_access(idea, tier, ALL, by=bea) != standing
    end_giving(standing, by=bea)
    assert give_access(idea, tier, ALL, by=bea, stands=True) != standing


def test_a_vote_asks_nothing_about_givings_while_it_is_remembered(standing, tom, committed, count_queries, ada):
    other = make_idea(by=ada)
    committed(cast_vote, make_idea(by=ada), by=tom)
    without = count_queries(lambda: cast_vote(other, by=tom))
    withdraw_vote(other, by=tom)
    assert count_queries(lambda: committed(cast_vote, other, by=tom)) == without


def test_the_screen_offers_it_shows_it_and_ends_it(client, idea, tier, bea, mo, settings, committed):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    page = make_page("Blend")
    close(page, "Tasters")
    bea.groups.add(tier.group)
    sent = {"thing": f"idea:{idea.pk}", "tier": tier.pk, "roles": ["supporter"], "stands": "on"}
    screen = reverse("givings:give", args=[page.pk])
    said = words_of(client.post(screen, sent | {"preview": "1"}))
    assert "Who joins them later comes in as well" in said
    assert "You are here because you supported “A bench at the tram stop” on" in said
    committed(client.post, screen, sent)
    giving = Giving.objects.get()
    assert (giving.stands, carry_out(giving.pk)) == (True, 0)
    index = client.get("/admin/givings/")
    assert "Whoever joins them comes in." in words_of(index)
    answer = client.post(reverse("givings:end", args=[giving.pk]), follow=True)
    assert "Ended on" in words_of(answer)
    assert "Whoever joins them comes in." not in words_of(answer)
    Giving.objects.update(ended_at=None)
    suspend(bea, by=mo)
    client.force_login(mo)
    assert client.post(reverse("givings:end", args=[giving.pk])).status_code == 403
