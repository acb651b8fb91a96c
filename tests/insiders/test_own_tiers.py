"""One's own page of tiers, and what one's profile says of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import Because, admit, leave_tier
from core.audience.models import Ending, Entrance, Membership, Tier
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
PAGE = "/me/insider/"


@pytest.fixture
def tier():
    return make_tier("Tasters")


@pytest.fixture
def toms(client, tom):
    client.force_login(tom)
    return client


def test_who_is_in_nothing_reads_how_one_gets_in(toms, tier):
    text = toms.get(PAGE).text
    assert "You are in no tier now" in text
    assert "Tasters" not in text


def test_ones_tier_says_why_since_when_and_until(toms, tom, tier):
    idea = make_idea(board=make_board(), by=tom, title="Longer hours")
    until = timezone.now() + timedelta(days=20)
    because = Because(kind="idea", id=idea.pk, role="author", at=timezone.now())
    membership = admit(tom, tier, entrance=Entrance.GIVEN, because=because, until=until)
    text = toms.get(PAGE).text
    assert "because you suggested “<a" in text
    assert "and open for you until" in text
    Membership.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Your time ended on" in toms.get(PAGE).text
    Membership.objects.filter(pk=membership.pk).update(closes_at=timezone.now())
    assert "You are in no tier now" in toms.get(PAGE).text


def test_leaving_asks_first_and_happens_once(toms, tom, tier):
    membership = admit(tom, tier, entrance=Entrance.GIVEN)
    address = f"{PAGE}{membership.pk}/leave/"
    assert "ask to be let in again" in toms.get(address).text
    assert membership.is_active()
    assert "You have left Tasters." in toms.post(address, follow=True).text
    toms.post(address)
    membership.refresh_from_db()
    assert membership.ending == Ending.LEFT
    assert membership.events.count() == 2
    assert toms.get(address).url == PAGE
    assert "Where you were" in toms.get(PAGE).text


@pytest.mark.parametrize("act", ["leave", "mark"])
def test_what_is_others_does_not_exist(toms, ines, act, tier):
    membership = admit(ines, tier, entrance=Entrance.GIVEN)
    assert toms.post(f"{PAGE}{membership.pk}/{act}/", {"shown": ""}).status_code == 404
    assert membership.is_active()


def test_a_visitor_signs_in_first(client, tier, tom):
    membership = admit(tom, tier, entrance=Entrance.GIVEN)
    for address in (PAGE, f"{PAGE}{membership.pk}/leave/", f"{PAGE}{membership.pk}/mark/"):
        assert client.post(address).status_code in (302, 405)
        assert client.get(address).status_code == 302
    assert membership.is_active()


def profile(client, member, by=None):
    client.logout()
    if by:
        client.force_login(by)
    return client.get(f"/members/{member.handle}/").text


def test_a_profile_shows_the_tier_while_one_is_in_and_its_mark_for_good(client, tom, tier):
    membership = admit(tom, tier, entrance=Entrance.GIVEN)
    assert "Tasters" in profile(client, tom)
    leave_tier(tier, by=tom)
    assert "Tasters" not in profile(client, tom)
    Tier.objects.update(mark="Early cup 2026")
    assert "Early cup 2026" in profile(client, tom)
    client.force_login(tom)
    client.post(f"{PAGE}{membership.pk}/mark/")
    assert "Early cup" not in profile(client, tom)
    assert "Early cup" not in profile(client, tom, by=tom)


def test_a_hidden_tier_is_on_no_profile_until_its_holder_shows_it(client, tom, ines):
    hidden = make_tier("Quiet table", is_hidden=True)
    membership = admit(tom, hidden, entrance=Entrance.INVITED)
    for viewer in (None, ines, tom):
        assert "Quiet table" not in profile(client, tom, by=viewer)
    client.force_login(tom)
    assert "This tier is hidden" in client.get(PAGE).text
    client.post(f"{PAGE}{membership.pk}/mark/", {"shown": "on"})
    assert "Quiet table" in profile(client, tom, by=ines)
    client.force_login(tom)
    client.post(f"{PAGE}{membership.pk}/mark/", {})
    assert "Quiet table" not in profile(client, tom, by=ines)


def test_a_tier_where_one_was_twice_stands_once(client, tom, tier):
    Tier.objects.update(mark="Early cup")
    admit(tom, tier, entrance=Entrance.GIVEN)
    leave_tier(tier, by=tom)
    admit(tom, tier, entrance=Entrance.GIVEN)
    assert profile(client, tom).count("Early cup") == 1


def test_the_page_is_kept_by_no_cache_and_reads_right_to_left(toms, tom, tier):
    admit(tom, tier, entrance=Entrance.GIVEN)
    answer = toms.get(PAGE, headers={"accept-language": "he"})
    assert 'dir="rtl"' in answer.text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("count", [2, 40])
def test_more_tiers_ask_no_more(toms, tom, count, max_queries):
    idea = make_idea(board=make_board(), by=tom)
    for n in range(count):
        because = Because(kind="idea", id=idea.pk, role="author")
        admit(tom, make_tier(f"Tier {n}"), entrance=Entrance.GIVEN, because=because)
    toms.get(PAGE)
    with max_queries(14):
        toms.get(PAGE)
