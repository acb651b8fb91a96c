"""What one has to do for a tier that is earned, and how far whoever looks has come."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from core.audience.actions.earning import measure_tier
from core.audience.actions.memberships import leave_tier
from core.audience.actions.tiers import create_tier
from core.audience.models import Tier, Way
from core.members.models import User
from moderation.models import Suspension
from tests.factories import make_idea
from tests.insiders.suspending import suspend
from tests.insiders.things import make_index

pytestmark = pytest.mark.django_db
HOME, MINE = "/insiders/", "/me/insider/"


def earned(bea, name="Regulars", conditions=(("ideas-published", 3), ("days-as-member", 2)), **fields) -> Tier:
    return create_tier(
        name, by=bea, way=Way.EARNED, criteria="Be here, and say things.", conditions=conditions, **fields
    )


def read(client, url, user=None) -> str:
    """What stands about conditions."""
    client.logout()
    if user:
        client.force_login(user)
    page = BeautifulSoup(client.get(url).text, "html.parser")
    return " ".join(" ".join(one.get_text(" ") for one in page.select(".conditions")).split())


def test_each_reads_the_conditions_and_their_own_figures(client, bea, mo, tom):
    make_index()
    tier = earned(bea)
    User.objects.filter(pk=tom.pk).update(date_joined=timezone.now() - timedelta(days=5))
    for _n in range(2):
        make_idea(by=tom, title="Zanzibar")
    visitors = read(client, HOME)
    assert "3 published ideas" in visitors
    assert "comes in by themself, within an hour." in visitors
    assert "What is earned stays" in visitors
    assert "You have" not in visitors
    for url in (HOME, MINE):
        toms = read(client, url, tom)
        assert "You have 2 of 3." in toms
        assert "Done: you have 5." in toms
        assert "Zanzibar" not in toms
    make_idea(by=tom)
    assert "You have done all of it. You come in within an hour." in read(client, HOME, tom)
    held = suspend(tom, by=mo)
    assert "You come in once you may write here again." in read(client, HOME, tom)
    Suspension.objects.filter(pk=held.pk).update(ended_at=timezone.now())
    Tier.objects.filter(pk=tier.pk).update(seats=1, lasts_days=60)
    assert "It lasts for 60 days, and goes on for as long as all of it holds." in read(client, MINE, tom)
    measure_tier(tier.pk)
    assert read(client, HOME, tom) == read(client, MINE, tom) == ""
    leave_tier(tier, by=tom)
    assert "Only the team can let you in again." in read(client, MINE, tom)


def test_full_places_are_said_and_hidden_tiers_are_not(client, bea, tom, ines):
    make_index()
    tier = earned(bea, conditions=[("days-as-member", 1)], seats=1)
    assert "There is one place; it goes to whoever did it first." in read(client, MINE, tom)
    User.objects.filter(pk__in=[tom.pk, ines.pk]).update(date_joined=timezone.now() - timedelta(days=2))
    measure_tier(tier.pk)
    late = ines if tier.memberships.get().member == tom else tom
    assert "all places are taken" in read(client, HOME, late)
    Tier.objects.filter(pk=tier.pk).update(is_hidden=True)
    assert read(client, HOME, late) == read(client, MINE, late) == read(client, HOME) == ""


@pytest.mark.parametrize("url", [HOME, MINE])
def test_more_tiers_that_are_measured_ask_no_more(client, bea, tom, url, count_queries):
    make_index()
    client.force_login(tom)
    costs = []
    for many in (1, 12):
        for n in range(many):
            earned(bea, f"Tier {many} {n}", (("ideas-published", 1), ("ideas-supported", 2), ("contests-won", 3)))
        client.get(url)
        costs.append(count_queries(lambda: client.get(url)))
    assert costs[0] == costs[1]
    assert costs[0] <= 40
