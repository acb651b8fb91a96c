"""One address whose audience grows with the clock."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.audience.gate import asked_once, is_closed
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from core.audience.policies import may_enter_page
from core.audience.teasers import teasers_for
from core.pages.models import StandardPage
from tests.core.audience.trees import climb, close, make_page, tease

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def seen_by(*people, at=None) -> list[bool]:
    return [StandardPage.objects.visible_to(one, at).filter(title="Blend").exists() for one in people]


def test_insiders_then_members_then_everyone(vera, tom, ines, lars, bea, ada):
    now = timezone.now()
    page = make_page("Blend")
    climb(page, INSIDERS, insiders_from=now + HOUR, members_from=now + 2 * HOUR, public_from=now + 3 * HOUR)
    cast = (vera, tom, ines, lars, bea, ada)
    nobody, all_of_them = [False] * 5 + [True], [True] * 6
    assert seen_by(*cast) == nobody
    assert seen_by(*cast, at=now + HOUR) == [False, False, True, False, False, True]
    assert seen_by(*cast, at=now + 2 * HOUR) == [False, True, True, True, True, True]
    assert seen_by(*cast, at=now + 3 * HOUR) == all_of_them


@pytest.mark.parametrize(("zone", "microsecond"), [("UTC", 0), ("Europe/Oslo", 1), ("Asia/Kathmandu", 999_999)])
def test_a_step_is_open_from_its_very_moment(vera, tom, ines, zone, microsecond):
    """To the microsecond, whatever the clock it was written by: as a list, as a policy and at the door."""
    tick = timedelta(microseconds=1)
    first = (timezone.now() + HOUR).replace(microsecond=microsecond).astimezone(ZoneInfo(zone))
    steps = dict(
        zip(("insiders_from", "members_from", "public_from"), (first, first + HOUR, first + 2 * HOUR), strict=True)
    )
    page = make_page("Blend")
    climb(page, INSIDERS, **steps)
    tease(page)
    for person, step in ((ines, first), (tom, first + HOUR), (vera, first + 2 * HOUR)):
        for at, is_open in ((step - tick, False), (step, True), (step + tick, True)):
            assert seen_by(person, at=at) == [is_open]
            assert is_closed(page.path, person, at) != is_open
            assert bool(teasers_for(person, at)) != is_open


def test_a_ladder_without_times_is_for_its_tiers_alone(vera, tom, ines):
    climb(make_page("Blend"), INSIDERS)
    assert seen_by(vera, tom, ines) == [False, False, True]
    assert seen_by(vera, tom, at=timezone.now() + timedelta(days=9999)) == [False, False]


def test_a_ladder_without_tiers_lets_members_in_first(vera, tom, ines):
    now = timezone.now()
    climb(make_page("Blend"), members_from=now - HOUR, public_from=now + HOUR)
    assert seen_by(vera, tom, ines) == [False, True, True]


def test_a_ladder_that_was_climbed_closes_nothing(vera):
    climb(make_page("Blend"), INSIDERS, public_from=timezone.now() - HOUR)
    assert seen_by(vera) == [True]


def test_it_closes_all_that_is_under_it_and_a_restriction_stays_beside_it(vera, ines):
    room = make_page("Room")
    climb(room, INSIDERS)
    inner = make_page("Blend", under=room)
    assert seen_by(vera, ines) == [False, True]
    close(inner, "Others")
    assert seen_by(vera, ines) == [False, False]


def test_the_policy_says_the_same(vera, ines):
    page = make_page("Blend")
    climb(page, INSIDERS)
    assert not may_enter_page(vera, page)
    assert may_enter_page(ines, page)


@pytest.mark.parametrize("pages", [1, 40])
def test_it_costs_no_query_more_than_restrictions_alone(vera, ines, count_queries, pages):
    for number in range(pages):
        climb(make_page(f"Blend {number}"), INSIDERS, public_from=timezone.now() + HOUR)
        close(make_page(f"Bean {number}"), INSIDERS)
    assert count_queries(lambda: list(StandardPage.objects.visible_to(vera))) == 3  # what has changed is read
    assert count_queries(lambda: list(StandardPage.objects.visible_to(vera))) == 2
    assert count_queries(lambda: list(StandardPage.objects.visible_to(ines))) == 3


def test_within_a_request_the_time_of_asking_costs_nothing_more(ines, count_queries):
    climb(make_page("Blend"), INSIDERS)
    with asked_once():
        assert seen_by(ines) == [True]
        assert count_queries(lambda: seen_by(ines, at=timezone.now())) == 1


def test_steps_stand_in_their_order():
    now = timezone.now()
    with pytest.raises(ValidationError) as caught:
        AudienceWindow(members_from=now, insiders_from=now + HOUR, public_from=now - HOUR).clean()
    assert set(caught.value.message_dict) == {"members_from", "public_from"}
