"""The conditions of a tier on its screen: typed, counted before they hold, refused beside their field, remembered."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from core.audience.actions.earning import measure_tier
from core.audience.models import Tier
from core.members.models import User
from tests.core.audience.test_tier_screens import form
from tests.factories import make_idea

pytestmark = pytest.mark.django_db
NEW = "/admin/tiers/new/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def desk(client, bea):
    client.force_login(bea)
    return client


def earned(*rows, **changes):
    said = {"way": "earned", "criteria": "Two ideas that can be read.", **changes}
    for n, (measure, least) in enumerate(rows, 1):
        said |= {f"measure_{n}": measure, f"at_least_{n}": str(least)}
    return form(**said)


IDEAS = ("ideas-published", 2)


def conditions() -> list[tuple[str, int]]:
    return list(Tier.objects.get(name="First cup").conditions.values_list("measure", "at_least"))


def head(answer) -> str:
    said = BeautifulSoup(answer.text, "html.parser").find(id="head")
    return " ".join(said.get_text(" ").split()) if said else ""


def crowd(count: int) -> None:
    old = timezone.now() - timedelta(days=40)
    User.objects.bulk_create(
        User(email=f"c{n}@example.com", handle=f"c{n}", display_name="C", date_joined=old) for n in range(count)
    )


def test_conditions_are_typed_counted_saved_changed_and_remembered(desk, tom):
    for _n in range(2):
        make_idea(by=tom)
    answer = desk.post(NEW, earned(IDEAS, count="on"))
    assert head(answer) == "1 member meets this now and is not in. 1 comes in once it is saved."
    assert "2 published ideas" in answer.text
    assert not Tier.objects.filter(name="First cup").exists()
    desk.post(NEW, earned(IDEAS, ("days-as-member", 30)))
    assert conditions() == [IDEAS, ("days-as-member", 30)]
    assert "2 published ideas and 30 days as a member" in desk.get("/admin/tiers/").text
    address = f"/admin/tiers/{Tier.objects.get(name='First cup').pk}/edit/"
    page = BeautifulSoup(desk.get(address).text, "html.parser")
    assert page.select_one("[name=at_least_2]")["value"] == "30"
    desk.post(address, earned(("ideas-published", 1)))
    assert conditions() == [("ideas-published", 1)]
    desk.post(address, earned(("ideas-published", 1), stands_for="A first cup"))
    said = desk.get(address).text
    before = "2 published ideas and 30 days as a member"
    assert f"Conditions: 1 published idea. Before: {before}." in said
    assert f"Conditions: {before}. Before: no conditions." in said
    assert said.count("<strong>Changed</strong>") == 2
    measure_tier(Tier.objects.get(name="First cup").pk)
    assert head(desk.post(address, earned(("ideas-published", 1), count="on"))).startswith("0 members meet")
    desk.post(address, earned())
    assert conditions() == []
    assert head(desk.post(address, earned(count="on"))) == "There are no conditions, so nobody comes in by themself."


def test_many_come_in_by_a_second_press_alone_and_places_are_counted(desk):
    crowd(100)
    days = ("days-as-member", 30)
    answer = desk.post(NEW, earned(days))
    assert head(answer).startswith("100 members meet this now and are not in. 100 come in once it is saved.")
    assert 'name="sure"' in answer.text
    assert not Tier.objects.filter(name="First cup").exists()
    counted = head(desk.post(NEW, earned(days, seats="7", count="on")))
    assert counted == "100 members meet this now and are not in. 7 come in once it is saved."
    desk.post(NEW, earned(days, sure="on"))
    assert conditions() == [days]


@pytest.mark.parametrize(
    ("rows", "changes", "said"),
    [
        ([("ideas-published", 0)], {}, "greater than or equal to 1"),
        ([("ideas-published", -5)], {}, "greater than or equal to 1"),
        ([("ideas-published", "9" * 40)], {}, "less than or equal to 10000"),
        ([("ideas-published", "many")], {}, "Enter a whole number."),
        ([("ideas-published", "")], {}, "Say at least how many."),
        ([("", 3)], {}, "Choose what is counted, or take the number away."),
        ([("bribes", 3)], {}, "Select a valid choice."),
        ([IDEAS, ("ideas-published", 5)], {}, "Each thing is counted once."),
        ([IDEAS], {"way": "invited"}, "Only a tier that is earned has conditions."),
        ([IDEAS], {"lasts_days": "29"}, "lasts for at least 30 days"),
    ],
)
def test_conditions_that_make_no_sense_are_refused_beside_their_field(desk, rows, changes, said):
    answer = desk.post(NEW, earned(*rows, **changes))
    assert answer.status_code == 200
    assert said in answer.text
    assert not Tier.objects.filter(name="First cup").exists()
