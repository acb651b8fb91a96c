"""Contests in the site's search, the sitemap and the feeds: by what they say, with their phase, never behind a door."""

import pytest
from bs4 import BeautifulSoup

from contests.actions.scheduling import pause
from contests.kinds import Award
from contests.models import ContestPage, Prize
from contests.phases import Phase
from contests.searching import find_contests
from tests.contests.things import contests_page, make_contest
from tests.core.audience.trees import close

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    made = make_contest(
        Phase.VOTING,
        title="Paint our billboard",
        brief="What does six in the morning taste like?",
        rules_in_short="Your own work\nNo trademarks of others",
        about="<p>The wall on <b>Harbour</b> Street.</p>",
    )
    Prize.objects.create(contest=made, rank=1, award=Award.WINNER, name="A month on the wall", text="And a kayak.")
    return made


def section(client, words):
    """What stands under "Contests"."""
    soup = BeautifulSoup(client.get("/search/", {"q": words}).text, "html.parser")
    return soup.select_one("section[aria-labelledby=found-contests]")


@pytest.mark.parametrize(
    "words", ["billboard", "six in the morning", "trademarks", "harbour", "kayak", "MONTH wall", "paint bill", "kayák"]
)
def test_a_contest_is_found_by_what_it_says_and_its_prizes(client, contest, words):
    found = section(client, words)
    assert "Paint our billboard" in found.text
    assert "Public vote" in found.text
    assert "Voting closes in" in found.text


@pytest.mark.parametrize("words", ["bill paint", "kayaks", "e-mail", "strong", "%", "six seven"])
def test_other_words_find_nothing(client, contest, words):
    assert section(client, words) is None


def test_it_is_found_once_and_not_among_pages_too(client, contest):
    soup = BeautifulSoup(client.get("/search/", {"q": "Paint our"}).text, "html.parser")
    assert [link["href"] for link in soup.select("#found a")] == [contest.get_url()]
    assert "Pages" in client.get("/search/", {"q": "Contests"}).text


def test_titles_come_first_then_what_is_open(contest, vera):
    over = make_contest(Phase.RESULTS, title="Kayak films")
    still = make_contest(Phase.RESULTS, title="Cups", brief="With a kayak.")
    assert [one.pk for one in find_contests("kayak", vera, 10)] == [over.pk, contest.pk, still.pk]
    assert [one.pk for one in find_contests("kayak", vera, 1)] == [over.pk]


def test_a_paused_one_says_so(client, contest, bea):
    pause(contest, by=bea, note="The upload is down just now.")
    assert "paused" in section(client, "kayak").text


def test_drafts_and_what_is_behind_a_door_are_found_by_nobody_outside(client, contest, tom, bea):
    close(contest)
    client.force_login(tom)
    assert section(client, "kayak") is None
    for url in ("/sitemap-pages.xml", "/"):
        assert contest.get_url() not in client.get(url).text
    ContestPage.objects.filter(pk=contest.pk).update(live=False)
    client.force_login(bea)
    assert section(client, "kayak") is None


def test_the_sitemap_names_the_contest_and_the_place_of_contests(client, contest):
    page = client.get("/sitemap-pages.xml").text
    assert f"{contest.get_url()}</loc>" in page
    assert f"{contests_page().get_url()}</loc>" in page


def test_the_search_costs_no_more_when_there_are_many_contests(client, contest, django_assert_max_num_queries):
    client.get("/search/?q=kayak")
    with django_assert_max_num_queries(60) as few:
        client.get("/search/?q=kayak")
    for n in range(4):
        made = make_contest(Phase.ENTRIES, title=f"Kayak {n}")
        Prize.objects.create(contest=made, rank=1, name="A cup")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/search/?q=kayak")
