"""The page of the results: before, at their time, after, and every figure on it."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results, publish_shortlist
from contests.kinds import Award, Standing, TieRule
from contests.models import ContestPage, Entry, Prize
from contests.moments import in_words
from contests.phases import Decides, Phase
from core.audience.groups import INSIDERS
from core.publication import State
from tests.contests.deciding import decided_contest, entries_with, make_juror, mark, vote_for
from tests.contests.things import make_contest, work_of
from tests.core.audience.trees import close

pytestmark = pytest.mark.django_db


def seen(client, contest, query=""):
    answer = client.get(contest.get_url_of("results") + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def text_of(node):
    return " ".join(node.get_text(" ").split())


def test_before_the_results_the_page_says_when_they_come(client):
    contest = make_contest(Phase.VOTING)
    entries_with(contest, 77)
    text = text_of(seen(client, contest).main)
    assert "Nobody has won yet" in text
    assert f"The results come on {in_words(contest.results_from, contest)}" in text  # by its own clock
    assert "77" not in text


def test_when_their_time_has_come_and_nobody_published_it_says_that_they_are_checked(client):
    contest = decided_contest(77)
    text = text_of(seen(client, contest).main)
    assert "The results are being checked" in text
    assert "77" not in text


def test_results_published_ahead_of_their_time_are_not_shown(client, bea):
    contest = decided_contest(77)
    publish_results(contest, by=bea, at=contest.voting_until)
    ContestPage.objects.filter(pk=contest.pk).update(results_from=timezone.now() + timedelta(hours=1))
    assert "Nobody has won yet" in text_of(seen(client, contest).main)
    assert client.get(contest.get_url_of("results-csv")).status_code == 404


def test_the_podium_has_the_winners_with_works_and_prizes(client, bea):
    contest = decided_contest(5, 3, 2, 1)
    work_of(contest.entries.get(title="A"))
    publish_results(contest, by=bea)
    places = seen(client, contest).select(".podium-place")
    assert [text_of(place.select_one(".podium-rank")) for place in places] == ["1 Prize 1", "2 Prize 2", "3"]
    assert [text_of(place.h3) for place in places] == ["A", "B", "C"]
    assert places[0].select_one("img")


def test_every_place_has_its_votes_of_so_many_voters(client, bea):
    contest = decided_contest(3, 1)
    publish_results(contest, by=bea)
    rows = [text_of(row) for row in seen(client, contest).select(".table tbody tr")]
    assert len(rows) == 2
    assert rows[0].endswith("3 75.0")
    assert rows[1].endswith("1 25.0")


def test_votes_that_are_not_counted_stand_there_by_class(client, bea):
    contest = decided_contest(3)
    vote_for(contest.entries.get(), 4, standing=Standing.VOID)
    vote_for(contest.entries.get(), 2, standing=Standing.WITHDRAWN)
    publish_results(contest, by=bea)
    counts = text_of(seen(client, contest).select_one(".facts"))
    assert "Counted 3 votes" in counts
    assert "Made void, with a reason and by two people 4 votes" in counts
    assert "Withdrawn by their voters 2 votes" in counts


def test_the_exposure_range_and_the_ledger_stand_there(client, bea):
    contest = decided_contest(3, 1)
    Entry.objects.filter(title="A").update(seen_count=44)
    Entry.objects.filter(title="B").update(seen_count=40)
    exposure = publish_results(contest, by=bea).figures["exposure"]
    page = seen(client, contest)
    facts = text_of(page.select_one(".facts"))
    assert "looked at 84" in facts
    assert f"({exposure['range']:.2f} times)" in facts
    assert page.select_one(f'a[href="{contest.get_url()}ledger/"]')


@pytest.mark.parametrize(
    ("decides", "words"),
    [
        (Decides.PUBLIC, "The public decided"),
        (Decides.PUBLIC_THEN_JURY, "The public picked the shortlist"),
        (Decides.JURY_THEN_PUBLIC, "The jury picked the shortlist"),
        (Decides.JURY_AND_PEOPLE, "The jury gave the prizes"),
    ],
)
def test_it_says_how_it_was_decided(client, bea, decides, words):
    contest = decided_contest(decides=decides)
    publish_results(contest, by=bea, how="We met twice.")
    text = text_of(seen(client, contest).main)
    assert words in text
    assert "We met twice." in text
    assert "There was no entry in the running." in text


def test_a_tie_is_said_with_the_rule_that_decided_it(client, bea):
    contest = decided_contest(4, 4, tie_rule=TieRule.SHARED)
    publish_results(contest, by=bea)
    page = seen(client, contest)
    assert "both have the place and the prize" in text_of(page.main)
    assert [text_of(rank) for rank in page.select(".podium-rank")] == ["1 Prize 1", "1 Prize 1"]
    assert "Had the same as another entry." in text_of(page.select_one(".podium-place"))


def test_more_on_the_shortlist_than_it_has_places_is_said(client, bea):
    contest = decided_contest(9, 4, 4, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2, quorum=1)
    publish_shortlist(contest, by=bea)
    text = text_of(seen(client, contest).select_one("#shortlist"))
    assert "all who tied for the last one are on it" in text
    judge = make_juror(contest)
    for entry in contest.entries.all():
        mark(entry, 4, by=judge)
    publish_results(contest, by=bea)
    assert "1 more than 2 were on the shortlist" in text_of(seen(client, contest).main)


def test_the_shortlist_tells_no_votes_and_no_order(client, bea):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    entries_with(contest, 7, 8, 5)
    publish_shortlist(contest, by=bea)
    shortlist = seen(client, contest).select_one("#shortlist")
    assert [text_of(title) for title in shortlist.select(".work-card-title")] == ["A", "B"]
    assert "vote" not in text_of(shortlist)


def test_what_was_hidden_or_disqualified_since_is_not_on_the_shortlist(client, bea):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY)
    entries_with(contest, 9, 8, 7)
    publish_shortlist(contest, by=bea)
    Entry.objects.filter(title="A").update(state=State.HIDDEN)
    disqualify(Entry.objects.select_related("contest").get(title="B"), by=bea, reason="Not their own work, they say.")
    assert [text_of(one) for one in seen(client, contest).select("#shortlist .work-card-title")] == ["C"]


def test_what_the_jury_said_and_gave_stands_there(client, bea):
    contest = decided_contest(2, 1, decides=Decides.JURY_AND_PEOPLE, quorum=1)
    Prize.objects.create(contest=contest, award=Award.PEOPLE, rank=1, name="Cup")
    judge = make_juror(contest)
    mark(contest.entries.get(title="A"), 2, by=judge)
    mark(contest.entries.get(title="B"), 5, by=judge, words="It <sings>.", quotable=True)
    publish_results(contest, by=bea)
    page = seen(client, contest)
    assert text_of(page.select_one(".podium-said")) == "It <sings>. The jury"
    assert "5.0 5.00" in text_of(page.select_one(".table tbody tr"))
    people = page.find(id="peoples-choice").parent
    assert text_of(people.select_one(".podium-rank")) == "1 Cup"
    assert text_of(people.h3) == "A"
    of_the_public = seen(client, contest, "?award=people").select(".table tbody th")
    assert [text_of(row.a) for row in of_the_public] == ["A", "B"]


def test_a_disqualified_winner_is_gone_and_the_page_says_why(client, bea):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    reason = "The picture was taken by somebody else."
    disqualify(Entry.objects.select_related("contest").get(title="A"), by=bea, reason=reason)
    page = seen(client, contest)
    assert text_of(page.select_one(".podium-place h3")) == "B"
    assert "Moved up from place 2." in text_of(page.select_one(".podium-place"))
    assert reason in text_of(page.find(id="disqualified").parent)


def test_the_earlier_results_stay_readable_and_say_that_they_do_not_hold(client, bea):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    disqualify(Entry.objects.select_related("contest").get(title="A"), by=bea, reason="Not their own work, they say.")
    earlier = seen(client, contest, "?number=1")
    assert text_of(earlier.select_one(".podium-place h3")) == "A"
    assert "Disqualified since." in text_of(earlier.select_one(".podium-place"))
    assert "They do not hold any more." in text_of(earlier.main)


@pytest.mark.parametrize("number", ["0", "2", "99999999999", "first", "-1", "", "²"])
def test_a_number_that_there_is_not_is_not_found(client, bea, number):
    contest = decided_contest(9)
    publish_results(contest, by=bea)
    assert client.get(contest.get_url_of("results"), {"number": number}).status_code == 404


@pytest.mark.parametrize("page", ["0", "9999", "x", "99999999999999999999"])
def test_any_page_of_the_places_answers(client, bea, page):
    contest = decided_contest(9)
    publish_results(contest, by=bea)
    assert seen(client, contest, f"?page={page}").select(".table tbody tr")


def test_a_winner_who_is_not_shown_any_more_keeps_the_place_without_words(client, bea):
    contest = decided_contest(9, 5)
    Entry.objects.filter(title="A").update(title="Secret words")
    publish_results(contest, by=bea)
    Entry.objects.filter(title="Secret words").update(state=State.HIDDEN)
    page = seen(client, contest)
    assert "Secret words" not in page.get_text()
    assert text_of(page.select_one(".podium-place h3")) == "An entry that is not shown any more"


def test_the_winner_is_shown_as_it_was_realised(client, bea):
    photo = get_image_model().objects.create(title="Wall", file=get_test_image_file())
    contest = decided_contest(9)
    fields = {"realised_picture": photo, "realised_place": "Harbour Street 12", "realised_on": date(2026, 1, 2)}
    ContestPage.objects.filter(pk=contest.pk).update(**fields)
    publish_results(contest, by=bea)
    place = seen(client, contest).select_one(".podium-place")
    assert "Harbour Street 12" in text_of(place)
    assert "as it was realised" in place.img["alt"]


def test_the_csv_has_every_place_and_is_safe_in_a_spreadsheet(client, bea):
    contest = decided_contest(9, 5)
    Entry.objects.filter(title="A").update(title="=1+1")
    publish_results(contest, by=bea)
    answer = client.get(contest.get_url_of("results-csv"))
    lines = b"".join(answer).decode().splitlines()
    assert answer["Content-Disposition"].startswith("attachment")
    assert lines[0].startswith("award,place,entry,title,author,prize,votes")
    assert len(lines) == 3
    assert "'=1+1" in lines[1]


def test_results_of_a_closed_contest_do_not_exist_for_those_outside(client, bea, ines, tom):
    contest = decided_contest(3)
    publish_results(contest, by=bea)
    close(contest, INSIDERS)
    for person, status in ((None, 404), (tom, 404), (ines, 200)):
        if person:
            client.force_login(person)
        for route in ("results", "results-csv"):
            assert client.get(contest.get_url_of(route)).status_code == status


def test_big_counters_are_shown_as_they_are(client, bea):
    contest = decided_contest(1)
    published = publish_results(contest, by=bea)
    published.placements.update(votes=2**31 - 1)
    assert "2,147,483,647" in text_of(seen(client, contest).select_one(".table tbody"))


def test_votes_stand_nowhere_before_the_results(client, bea, tom):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY)
    entries_with(contest, 117)
    publish_shortlist(contest, by=bea)
    client.force_login(tom)
    entry = contest.entries.get()
    for address in (
        contest.get_url(),
        contest.get_url_of("results"),
        entry.get_absolute_url(),
        reverse("notices:inbox"),
    ):
        assert not re.search(r"\b117\b", client.get(address).text)


def test_the_page_asks_the_same_of_the_database_for_three_places_and_for_twelve(client, bea, count_queries):
    few, many = decided_contest(3, 2, 1), decided_contest(*range(12, 0, -1))
    for contest in (few, many):
        publish_results(contest, by=bea)
        for entry in contest.entries.all()[:3]:
            work_of(entry)
    for contest in (few, many):
        client.get(contest.get_url_of("results"))
    counted = [count_queries(lambda contest=contest: seen(client, contest)) for contest in (few, many)]
    assert counted[1] <= counted[0]
    assert counted[0] <= 40
