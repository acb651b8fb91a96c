"""Winners wherever they are shown: the hall of fame, the home page, profiles, their own pages."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils import timezone

from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results, publish_shortlist
from contests.models import ContestPage, Entry
from contests.phases import Decides, Phase
from contests.winners import recent_winners, winning_entries
from core.audience.groups import INSIDERS
from core.pages.actions import demo_home
from core.publication import State
from tests.contests.deciding import decided_contest, entries_with
from tests.contests.things import contests_page, make_contest, work_of
from tests.core.audience.trees import close
from tests.gallery.things import make_gallery

pytestmark = pytest.mark.django_db
REASON = "The picture was taken by somebody else."


def hall(client, query=""):
    answer = client.get(f"{contests_page().get_url()}hall-of-fame/{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def titles(page):
    return [title.get_text(strip=True) for title in page.select(".work-card-title")]


def asked_by(rf, user):
    request = rf.get("/")
    request.user = user
    return request


def drawn(rf, user, tag, **things):
    context = Context({"request": asked_by(rf, user), **things})
    return BeautifulSoup(Template("{% load results %}" + tag).render(context), "html.parser").get_text(" ")


def test_the_hall_of_fame_has_winners_contest_by_contest_the_latest_first(client, bea):
    older, newer = decided_contest(5, 4, 3, title="Older"), decided_contest(5, title="Newer", prizes=1)
    ContestPage.objects.filter(pk=older.pk).update(results_from=timezone.now() - timedelta(days=90))
    for contest in (older, newer):
        publish_results(contest, by=bea)
    page = hall(client)
    assert [head.get_text() for head in page.select("h2")] == ["Newer", "Older"]
    assert titles(page) == ["A", "A", "B"]


def test_before_anybody_has_won_it_says_so(client):
    contests_page()
    assert "Nobody has won yet" in hall(client).get_text()


def test_who_was_disqualified_or_is_hidden_is_not_in_it(client, bea):
    contest = decided_contest(5, 4, 3)
    publish_results(contest, by=bea)
    disqualify(Entry.objects.select_related("contest").get(title="A"), by=bea, reason=REASON)
    Entry.objects.filter(title="B").update(state=State.HIDDEN)
    assert titles(hall(client)) == ["C"]


def test_a_closed_contest_stands_in_no_hall_of_fame_for_those_outside(client, bea, ines):
    contest = decided_contest(5, title="Behind the door")
    publish_results(contest, by=bea)
    close(contest, INSIDERS)
    assert "Behind the door" not in hall(client).get_text()
    client.force_login(ines)
    assert "Behind the door" in hall(client).get_text()


def test_results_ahead_of_their_time_make_no_winners(client, bea, vera, rf):
    contest = decided_contest(5)
    publish_results(contest, by=bea)
    ContestPage.objects.filter(pk=contest.pk).update(results_from=timezone.now() + timedelta(hours=1))
    assert titles(hall(client)) == []
    assert not winning_entries(vera).exists()
    assert recent_winners(asked_by(rf, vera)) is None


def test_the_hall_asks_the_same_for_one_contest_and_for_four(client, bea, count_queries):
    for _ in range(4):
        publish_results(decided_contest(5, 4), by=bea)
    hall(client)
    many = count_queries(lambda: hall(client))
    ContestPage.objects.filter(pk__in=ContestPage.objects.values("pk")[:3]).update(live=False)
    hall(client)
    assert many <= count_queries(lambda: hall(client)) + 1


def test_recent_winners_stand_on_the_home_page_and_old_ones_do_not(client, bea, vera, rf):
    demo_home()
    contest = decided_contest(5, 4)
    publish_results(contest, by=bea)
    page = BeautifulSoup(client.get("/").text, "html.parser")
    assert titles(page.select_one("#home-winners-list")) == ["A", "B"]
    ContestPage.objects.filter(pk=contest.pk).update(results_from=timezone.now() - timedelta(days=61))
    assert recent_winners(asked_by(rf, vera)) is None


def test_a_profile_shows_what_its_member_has_won(client, bea):
    contest = decided_contest(5, 4)
    publish_results(contest, by=bea)
    winner = contest.entries.get(title="A").author
    page = BeautifulSoup(client.get(winner.get_absolute_url()).text, "html.parser")
    assert titles(page.select_one("#profile-wins")) == ["A"]


def test_winners_stand_first_in_the_gallery_and_can_be_seen_alone(client, bea):
    gallery = make_gallery()
    contest = decided_contest(5, 4, 3)
    for entry in contest.entries.all():
        work_of(entry)
    assert not BeautifulSoup(client.get(gallery.get_url()).text, "html.parser").find(id="gallery-winners")
    publish_results(contest, by=bea)
    page = BeautifulSoup(client.get(gallery.get_url()).text, "html.parser")
    assert set(titles(page.find(id="gallery-winners").parent)) == {"A", "B"}
    assert set(titles(page.select_one("#work-list"))) == {"A", "B", "C"}
    alone = BeautifulSoup(client.get(f"{gallery.get_url()}?won=1").text, "html.parser")
    assert set(titles(alone.select_one("#work-list"))) == {"A", "B"}
    assert not alone.find(id="gallery-winners")


def test_an_entry_says_what_it_has_won(bea, vera, rf):
    contest = decided_contest(5, 4)
    publish_results(contest, by=bea)
    text = drawn(rf, vera, "{% honours entry %}", entry=contest.entries.get(title="B"))
    assert "Place 2" in text
    assert "Prize 2" in text


def test_an_entrys_page_says_what_it_has_won_until_it_is_out_of_the_running(client, bea):
    contest = decided_contest(5)
    publish_results(contest, by=bea)
    address = contest.entries.get().get_absolute_url()
    assert "Prize 1" in client.get(address).text
    disqualify(Entry.objects.select_related("contest").get(), by=bea, reason=REASON)
    text = client.get(address).text
    assert "Prize 1" not in text
    assert "out of the running" in text
    assert REASON in text


def test_an_entry_says_that_it_is_on_the_shortlist(bea, vera, rf):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY)
    [entry] = entries_with(contest, 5)
    assert drawn(rf, vera, "{% shortlist contest %}", contest=contest).strip() == ""
    publish_shortlist(contest, by=bea)
    entry.refresh_from_db()
    assert "On the shortlist" in drawn(rf, vera, "{% honours entry %}", entry=entry)
    assert "The shortlist" in drawn(rf, vera, "{% shortlist contest %}", contest=contest)
