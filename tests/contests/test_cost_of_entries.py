"""What the page of a contest's entries costs more than a bare page at its depth, whoever looks, in every phase."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from wagtail.models import Site

from contests.actions.scheduling import pause
from contests.actions.voting import cast_vote
from contests.kinds import Standing, VoteRule
from contests.models import ContestPage, EntryVote
from contests.phases import Decides, Phase
from core.pages.models import StandardPage
from tests.contests.things import make_contest, make_entry
from tests.factories import home_page, somebody
from tests.moderation.test_suspended import suspend

pytestmark = pytest.mark.django_db

MOST = 8


@pytest.fixture
def above(client, count_queries) -> Callable[..., int]:
    """`above(contest)`: how many queries more the page takes, caches cold, than a page without anything."""
    plain = home_page().add_child(instance=StandardPage(title="Plain", slug="plain-one"))
    plain = plain.add_child(instance=StandardPage(title="Deeper", slug="deeper"))

    def cold(url: str) -> int:
        assert client.get(url).status_code == 200
        cache.clear()
        Site.clear_site_root_paths_cache()
        return count_queries(lambda: client.get(url))

    return lambda contest, asked="": cold(f"{contest.url}entries/{asked}") - cold(plain.url)


def filled(phase: str = Phase.VOTING, *, entries: int = 3, **fields: Any) -> ContestPage:
    contest, author = make_contest(phase, **fields), somebody()
    for _n in range(entries):
        make_entry(contest, by=author)
    return contest


def voted(contest: ContestPage, by: Any, **fields: Any) -> None:
    cast_vote(contest.entries.first(), by=by, traits=None)
    if fields:
        EntryVote.objects.update(**fields)


@pytest.mark.parametrize("rule", VoteRule)
@pytest.mark.parametrize("standing", Standing)
def test_a_member_while_voting_is_open(client, tom, above, rule, standing):
    contest = filled(vote_rule=rule)
    client.force_login(tom)
    assert above(contest) <= MOST
    voted(contest, tom, standing=standing)
    assert above(contest) <= MOST
    assert above(contest, "?show=unseen") <= MOST
    assert above(contest, "?show=voted") <= MOST


@pytest.mark.parametrize("entries", [3, 30])
def test_it_is_the_same_for_few_and_many(client, tom, above, entries):
    contest = filled(entries=entries)
    assert above(contest) <= MOST
    client.force_login(tom)
    assert above(contest) <= MOST


@pytest.mark.parametrize("decides", Decides)
@pytest.mark.parametrize("who", ["visitor", "member"])
def test_in_every_phase(client, tom, above, decides, who):
    if who == "member":
        client.force_login(tom)
    for phase in (Phase.ANNOUNCED, Phase.ENTRIES, Phase.VOTING, Phase.JUDGING, Phase.VOTING_AND_JUDGING, Phase.RESULTS):
        try:
            contest = filled(phase, decides=decides)
        except KeyError:
            continue  # a phase that this way of deciding has not
        assert above(contest) <= MOST, phase


@pytest.mark.parametrize("phase", [Phase.ENTRIES, Phase.VOTING])
def test_while_it_is_paused(client, tom, bea, above, phase):
    contest = filled(phase)
    pause(contest, by=bea, note="The server room is under water.")
    assert above(contest) <= MOST
    client.force_login(tom)
    assert above(contest) <= MOST


def test_a_member_who_may_not_vote(client, tom, mo, above):
    contest = filled()
    client.force_login(tom)
    suspend(tom, mo)
    assert above(contest) <= MOST
    EmailAddress.objects.filter(user=tom).update(verified=False)
    assert above(contest) <= MOST
    assert "Confirm your e-mail address first" in client.get(f"{contest.url}entries/").text
