"""Where the door of a closed page leads a member."""

import pytest

from core.audience.groups import INSIDERS
from tests.core.audience.trees import climb, close, make_page, tease
from tests.insiders.things import make_index

pytestmark = pytest.mark.django_db
WAY_IN, HOME = '<a class="button" data-size="l" href="/insiders/">', '<a class="button" data-size="l" href="/">'


@pytest.fixture
def door(client):
    page = make_page("Zanzibar", slug="lab")
    climb(page, INSIDERS)
    tease(page)

    def read(user, address="/lab/") -> str:
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        return client.get(address).text

    return read


def test_a_member_is_led_to_where_it_is_said_how_one_gets_in(door, vera, tom, lars):
    make_index()
    for member in (tom, lars):
        assert WAY_IN in door(member)
        assert HOME not in door(member)
    assert WAY_IN not in door(vera)  # signs in first, and comes back


def test_nobody_is_led_to_where_they_may_not_go(door, tom, lars):
    assert HOME in door(tom)
    index = make_index()
    close(index, INSIDERS)
    for address in ("/lab/", "/insiders/"):  # not even to the door of that home
        tease(index) if address == "/insiders/" else None
        assert HOME in door(tom, address)
        assert WAY_IN not in door(tom, address)


def test_a_door_that_names_no_tier_leads_home(door, tom):
    make_index()
    later = make_page("Later", slug="later")
    climb(later)
    tease(later)
    assert HOME in door(tom, "/later/")
