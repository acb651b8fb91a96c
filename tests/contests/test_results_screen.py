"""The screen from which the brand's team publishes a shortlist and results."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results
from contests.actions.watching import move
from contests.kinds import Act, Standing
from contests.models import Disqualification, EntryVote, Publication
from contests.phases import Decides, Phase
from core.pages.models import NewsIndexPage, NewsPage
from tests.contests.deciding import decided_contest, entries_with, vote_for
from tests.contests.things import make_contest, make_entry
from tests.factories import home_page

pytestmark = pytest.mark.django_db
REASON = "The picture was taken by somebody else."


@pytest.fixture
def desk(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    return client


def address(contest):
    return reverse("contest_results", args=[contest.pk])


def shown(answer):
    return BeautifulSoup(answer.text, "html.parser")


def text_of(node):
    return " ".join(node.get_text(" ").split())


def test_it_says_everything_that_stands_in_the_way_and_says_it_again_when_the_button_is_pressed(desk):
    contest = decided_contest(3)
    vote_for(contest.entries.get(), 2, standing=Standing.HELD)
    page = shown(desk.get(address(contest)))
    assert "2 held votes are undecided." in text_of(page.select_one("#obstacles-results"))
    assert "2 held votes are undecided." in desk.post(address(contest), {"do": "results"}).text
    assert not Publication.objects.exists()


def test_while_people_vote_nobody_sees_how_it_stands(desk):
    contest = make_contest(Phase.VOTING)
    entries_with(contest, 117)
    page = shown(desk.get(address(contest)))
    assert "too early" in text_of(page.select_one("#obstacles-results"))
    assert "Nobody sees how it stands" in page.get_text()
    assert not page.select(".listing tbody tr")


def test_once_voting_is_over_it_shows_what_would_be_published(desk):
    contest = decided_contest(3, 5)
    rows = [text_of(row) for row in shown(desk.get(address(contest))).select(".listing tbody tr")]
    assert "1 B" in rows[0]
    assert "2 A" in rows[1]


def test_nobody_sees_how_it_stands_while_a_held_vote_is_undecided(desk):
    contest = decided_contest(3, 5)
    vote_for(contest.entries.get(title="A"), 1, standing=Standing.HELD)
    page = shown(desk.get(address(contest)))
    assert "Nobody sees how it stands until everything is decided." in text_of(page)
    assert not page.select(".listing tbody tr")


def test_votes_that_the_next_minute_seals_are_no_obstacle(desk):
    page = shown(desk.get(address(decided_contest(3, 5))))
    assert "Nothing stands in the way" in text_of(page)


def test_published_results_are_not_counted_again_before_something_happens(desk, bea):
    contest = decided_contest(3, 5)
    publish_results(contest, by=bea)
    desk.get(address(contest))
    with CaptureQueriesContext(connection) as asked:
        assert not shown(desk.get(address(contest))).select("#changed")
    assert not [query for query in asked if "judgement" in query["sql"] or '"standing", ' in query["sql"]]
    vote = EntryVote.objects.filter(entry__title="B").first()
    move([vote.pk], Act.VOID, why="order 1", at=timezone.now())
    assert "5 → 4" in text_of(shown(desk.get(address(contest))).select_one("#changed"))


def test_results_are_published_by_its_button(desk):
    contest = decided_contest(3, 5)
    answer = desk.post(address(contest), {"do": "results", "results-how": "We met."}, follow=True)
    assert Publication.objects.get().how == "We met."
    assert "The results are published." in answer.text
    assert "Oslo time" in shown(answer).select_one('[aria-labelledby="step-results"]').text


def test_who_has_entered_reads_that_somebody_else_publishes(desk, bea):
    contest = decided_contest(3)
    make_entry(contest, by=bea, media=False)
    assert not shown(desk.get(address(contest))).select('[value="results"]')
    answer = desk.post(address(contest), {"do": "results"})
    assert "You have entered this contest, so somebody else decides on this." in answer.text
    assert not Publication.objects.exists()


def test_a_shortlist_is_published_by_its_button(desk):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    entries_with(contest, 3, 5, 1)
    assert len(shown(desk.get(address(contest))).select(".listing tbody tr")) == 2
    desk.post(address(contest), {"do": "shortlist"})
    assert Publication.objects.get().what == "shortlist"


def test_what_stands_in_the_way_is_said_when_the_button_is_pressed_nevertheless(desk):
    contest = make_contest(Phase.VOTING)
    answer = desk.post(address(contest), {"do": "results", "results-how": "What I typed"})
    assert not Publication.objects.exists()
    assert "too early" in answer.text
    assert "What I typed" in answer.text


@pytest.mark.parametrize("given", ["{pk}", "/entry/{pk}-a/", "https://example.com/entry/{pk}-a/"])
def test_an_entry_is_disqualified_by_number_or_address(desk, given):
    contest = decided_contest(3, 5)
    entry = contest.entries.get(title="A")
    words = {"disqualify-entry": given.format(pk=entry.pk), "disqualify-reason": REASON}
    desk.post(address(contest), {"do": "disqualify", **words})
    assert Disqualification.objects.get().entry == entry


@pytest.mark.parametrize("given", ["", "999999999", "nonsense", "/entry/x/", "9" * 40])
def test_an_entry_that_there_is_not_is_said_beside_the_field(desk, given):
    contest = decided_contest(3)
    words = {"disqualify-entry": given, "disqualify-reason": REASON}
    answer = desk.post(address(contest), {"do": "disqualify", **words})
    assert "There is no such entry in this contest." in answer.text
    assert REASON in answer.text


def test_an_entry_of_another_contest_is_none_of_this(desk):
    contest, other = decided_contest(3), decided_contest(4)
    words = {"disqualify-entry": str(other.entries.get().pk), "disqualify-reason": REASON}
    assert "no such entry" in desk.post(address(contest), {"do": "disqualify", **words}).text
    assert not Disqualification.objects.exists()


def test_a_reason_that_is_too_short_is_said_beside_it(desk):
    contest = decided_contest(3)
    words = {"disqualify-entry": str(contest.entries.get().pk), "disqualify-reason": "No."}
    assert "Say why in at least 20 characters" in desk.post(address(contest), {"do": "disqualify", **words}).text


def test_news_are_drafted_and_published(desk, bea):
    home_page().add_child(instance=NewsIndexPage(title="News", slug="news"))
    contest = decided_contest(3)
    publish_results(contest, by=bea)
    proposed = shown(desk.get(address(contest))).select_one('input[name="news-title"]')["value"]
    assert "“A” has won" in proposed
    words = {"news-title": proposed, "news-words": "Thank you."}
    desk.post(address(contest), {"do": "news", **words})
    assert not NewsPage.objects.get().live
    desk.post(address(contest), {"do": "news-publish", **words})
    assert NewsPage.objects.get().live


def test_news_that_are_older_than_a_correction_are_looked_at_again(desk, bea):
    home_page().add_child(instance=NewsIndexPage(title="News", slug="news"))
    contest = decided_contest(3, 2)
    publish_results(contest, by=bea)
    assert "It wins: Prize 1." in shown(desk.get(address(contest))).select_one('[name="news-words"]').text
    desk.post(address(contest), {"do": "news", "news-title": "A has won", "news-words": "Thank you."})
    assert "Look whether it still says what stands." not in desk.get(address(contest)).text
    disqualify(contest.entries.select_related("contest").get(title="A"), by=bea, reason=REASON)
    assert "Look whether it still says what stands." in desk.get(address(contest)).text


def test_without_a_place_for_news_the_form_says_so(desk, bea):
    contest = decided_contest(3)
    publish_results(contest, by=bea)
    answer = desk.post(address(contest), {"do": "news", "news-title": "A", "news-words": "B"})
    assert "You may not write news here." in answer.text


def test_it_is_reached_from_the_page_of_the_contest(desk):
    contest = decided_contest()
    page = desk.get(reverse("wagtailadmin_pages:edit", args=[contest.pk]))
    assert address(contest) in page.text


@pytest.mark.parametrize("person", ["tom", "mo"])
def test_it_is_for_the_brands_team_alone(client, request, settings, person):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    contest = decided_contest(3)
    client.force_login(request.getfixturevalue(person))
    assert client.get(address(contest)).status_code in {302, 403}
    client.post(address(contest), {"do": "results"})
    assert not Publication.objects.exists()


def test_what_nobody_asked_for_changes_nothing(desk):
    assert desk.post(address(decided_contest(3)), {"do": "win"}).status_code == 400
    assert not Publication.objects.exists()
