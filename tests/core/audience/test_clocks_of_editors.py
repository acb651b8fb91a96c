"""Steps are typed by the clock of whoever types them, and come by everybody's at the same moment."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from core.audience.models import AudienceWindow
from core.pages.models import StandardPage
from tests.core.audience.test_audience_editor import edit, errors_of
from tests.core.audience.trees import make_page

pytestmark = pytest.mark.django_db
EAST, WEST = "Europe/Oslo", "America/New_York"


@pytest.fixture
def staff(bea: Any, settings: Any) -> Client:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client = Client()
    client.force_login(bea)
    return client


def by_the_clock_of(bea: Any, zone: str) -> None:
    UserProfile.objects.update_or_create(user=bea, defaults={"current_time_zone": zone})


def stored(page: StandardPage) -> AudienceWindow:
    return StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().audience_windows.get()


@pytest.mark.parametrize(
    ("zone", "typed", "moment"),
    [
        (EAST, "2027-01-15 09:00", datetime(2027, 1, 15, 8, tzinfo=UTC)),
        (WEST, "2027-01-15 09:00", datetime(2027, 1, 15, 14, tzinfo=UTC)),
        ("Asia/Kathmandu", "2027-01-15 09:00", datetime(2027, 1, 15, 3, 15, tzinfo=UTC)),
        (EAST, "2027-03-28 01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),  # a minute before the clocks change
        (EAST, "2027-03-28 03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),  # and a minute later
        (WEST, "2027-03-28 02:30", datetime(2027, 3, 28, 6, 30, tzinfo=UTC)),  # theirs changed two weeks ago
    ],
)
def test_a_step_is_what_the_editors_clock_says(staff, bea, zone, typed, moment):
    by_the_clock_of(bea, zone)
    page = make_page("Blend")
    answer = edit(staff, page, ladder={"public_from": typed})
    assert answer.status_code == 302
    assert stored(page).public_from == moment
    shown = staff.get(f"/admin/pages/{page.pk}/edit/")
    assert typed in shown.text  # and reads as it was typed
    assert zone.replace("_", " ") in shown.text


@pytest.mark.parametrize("typed", ["2027-03-28 02:30", "2027-10-31 02:30"])
def test_an_hour_that_the_clock_skips_or_shows_twice_is_refused_beside_the_step(staff, bea, typed):
    by_the_clock_of(bea, EAST)
    page = make_page("Blend")
    answer = edit(staff, page, ladder={"public_from": typed})
    assert answer.status_code == 200
    assert any(EAST in error for error in errors_of(answer, "public_from"))
    assert not AudienceWindow.objects.exists()
    typed_so_far = {"has_ladder": "on", "public_from": typed, "page": page.pk}
    assert staff.get("/admin/audience/summary/", typed_so_far).status_code == 200


def test_whoever_stands_before_the_door_reads_the_sites_clock_whatever_the_editors(staff, bea, client, settings):
    """Two editors on two continents, one moment."""
    settings.TIME_ZONE = EAST
    by_the_clock_of(bea, WEST)
    page = make_page("Blend")
    edit(staff, page, ladder={"public_from": "2027-01-15 09:00"}, teaser={"title": "Door"}, **{"action-publish": "1"})
    text = client.get("/blend/").text
    assert 'datetime="2027-01-15T15:00:00+01:00"' in text
    assert EAST in text
    assert WEST not in text
