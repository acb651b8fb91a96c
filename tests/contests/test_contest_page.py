"""What everybody reads of a contest: its page in each phase, its rules, its feed, the list of contests."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone
from wagtail.views import serve

from contests.actions.announcing import announce
from contests.actions.publishing import publish_results
from contests.actions.scheduling import extend, pause, resume
from contests.models import ContestPage, Criterion, Juror, Prize
from contests.phases import Decides, Phase
from contests.schedules import countdown_of, steps_of
from core.audience.groups import INSIDERS
from core.pages.actions import demo_home
from tests.contests.deciding import decided_contest
from tests.contests.things import contests_page, make_contest, make_entry
from tests.core.audience.trees import close, make_page

pytestmark = pytest.mark.django_db
WHY = "The upload was down for half a day."


def soup_of(response):
    return BeautifulSoup(response.text, "html.parser")


def button_of(client, contest):
    """The one primary button of the page: its words and where it leads."""
    found = soup_of(client.get(contest.url)).select_one(".poster .button:not([data-kind])")
    return (found.get_text(strip=True), found["href"]) if found else None


def text_of(node):
    return " ".join(node.get_text(" ").split())


def test_the_page_says_all_that_there_is_to_know(client):
    contest = make_contest(
        Phase.ENTRIES,
        kind="video",
        min_seconds=60,
        max_seconds=90,
        minimum_age=16,
        countries="NO SE",
        rules_in_short="One film each.\nNo music of others.",
    )
    Prize.objects.create(contest=contest, rank=1, name="The wall, for a month", text="With your name on it.")
    page = text_of(soup_of(client.get(contest.url)))
    for words in (
        "My morning cup", "Show us the first one.", "Film contest", "The wall, for a month", "With your name on it.",
        "The public votes.", "60 to 90 seconds", "MP4, MOV, WebM", "1 entry each", "From 16 years on", "Norway, Sweden",
        "One film each.", "No music of others.", "All the rules, version 1", "Open for entries, now",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("decides", Decides.values)
def test_each_phase_is_a_step_and_the_present_one_is_marked(client, decides):
    contest = make_contest(Phase.ENTRIES, decides=decides)
    steps = soup_of(client.get(contest.url)).select(".phase-stepper-step")
    assert [step.get("data-state") for step in steps[:2]] == ["done", "now"]
    assert not any(step.get("data-state") for step in steps[2:])
    assert [bool(step.get("aria-current")) for step in steps].count(True) == 1


def test_who_judges_and_by_what(client):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY)
    Criterion.objects.create(contest=contest, name="Wit", weight=2, question="Did I laugh?")
    yes = {"contest": contest, "accepted_at": timezone.now()}
    Juror.objects.create(email="ida@example.com", name="Ida Strand", about="Prints posters", **yes)
    Juror.objects.create(email="gone@example.com", name="Gone", removed_at=timezone.now(), **yes)
    Juror.objects.create(email="asked@example.com", name="Asked", contest=contest)
    jury = text_of(soup_of(client.get(contest.url)).select_one("#jury"))
    assert jury == "The jury Ida Strand Prints posters What they look at Wit counts 2× Did I laugh?"
    assert button_of(client, contest) == ("See the jury", f"{contest.url}#jury")
    assert "ida@example.com" not in client.get(contest.url).text


def test_before_entries_open_there_is_nothing_to_press_but_the_rules(client):
    assert button_of(client, make_contest(Phase.ANNOUNCED)) is None


@pytest.mark.parametrize(
    ("phase", "words", "route"),
    [
        (Phase.ENTRIES, "Enter the contest", "enter/"),
        (Phase.VOTING, "Vote for your favourites", "entries/"),
    ],
)
def test_the_one_button_follows_the_phase(client, phase, words, route):
    contest = make_contest(phase)
    assert button_of(client, contest) == (words, f"{contest.url}{route}")
    assert client.get(f"{contest.url}{route}").status_code in (200, 302)


def test_who_has_won_is_offered_once_it_is_published(client, bea):
    contest = decided_contest(3, 2)
    assert "The results are being checked." in text_of(soup_of(client.get(contest.url)).select_one(".notice"))
    assert button_of(client, contest) == ("See the entries", f"{contest.url}entries/")
    publish_results(contest, by=bea)
    page = soup_of(client.get(contest.url))
    assert button_of(client, contest) == ("See the winners", f"{contest.url}results/")
    assert "being checked" not in text_of(page)
    winners = page.select_one("[aria-labelledby=winners]").select(".work-card-title")
    assert [title.get_text() for title in winners] == ["A", "B"]


def test_while_it_is_paused_the_button_leads_to_what_can_be_seen(client, bea):
    contest = make_contest(Phase.VOTING)
    pause(contest, by=bea, note=WHY)
    assert button_of(client, contest) == ("See the entries", f"{contest.url}entries/")


def test_between_two_phases_the_page_says_so_and_what_comes_next(client):
    contest = make_contest(Phase.ENTRIES)
    now = timezone.now()
    ContestPage.objects.filter(pk=contest.pk).update(entries_until=now - timedelta(hours=1))
    notice = text_of(soup_of(client.get(contest.url)).select_one(".notice"))
    assert notice.startswith("Between two phases. Nothing can be done just now. Next: Public vote, from ")
    assert not soup_of(client.get(contest.url)).select("[aria-current=step]")


def test_a_pause_is_said_with_its_reason_and_since_when(client, bea):
    contest = make_contest(Phase.ENTRIES)
    pause(contest, by=bea, note=WHY)
    entry = make_entry(contest, media=False).get_absolute_url()
    for address in (
        contest.url,
        *(f"{contest.url}{route}/" for route in ("rules", "enter", "entries", "results")),
        entry,
    ):
        banner = text_of(soup_of(client.get(address)).select_one("#contest-paused"))
        assert banner.startswith(f"This contest is paused. {WHY} Since ")
    page = client.get(contest.url)
    assert not soup_of(page).select(".countdown")
    resume(contest, by=bea, extend=False)
    assert not soup_of(client.get(contest.url)).select("#contest-paused")


def test_what_was_changed_is_there_for_all_to_read(client, bea):
    contest = make_contest(Phase.ENTRIES)
    assert not soup_of(client.get(contest.url)).select("#schedule-log")
    extend(contest, longer=timedelta(days=2), by=bea, note=WHY)
    log = text_of(soup_of(client.get(contest.url)).select_one("#schedule-log"))
    assert WHY in log
    assert "Entries close" in log
    assert bea.display_name not in log


def test_times_are_those_of_the_contest_and_carry_their_distance_from_utc(client):
    contest = make_contest(time_zone="Pacific/Kiritimati", at=datetime(2026, 6, 1, 12, 0, tzinfo=UTC))
    page = soup_of(client.get(contest.url))
    assert "All times are those of Kiritimati (UTC+14)." in text_of(page)
    stated = page.select("#phase-stepper time[data-behavior=local-time]")
    assert stated
    assert all(time["datetime"].endswith("+14:00") for time in stated)


def test_both_distances_are_said_where_the_clocks_change_in_between(client):
    contest = make_contest(time_zone="Europe/Oslo", at=datetime(2026, 3, 28, 12, 0, tzinfo=UTC))
    assert "All times are those of Oslo (UTC+1, later UTC+2)." in text_of(soup_of(client.get(contest.url)))


def test_a_countdown_counts_real_hours_over_a_change_of_clocks():
    contest = make_contest(time_zone="Europe/Oslo")
    contest.entries_from = datetime(2027, 3, 1, tzinfo=UTC)
    contest.entries_until = datetime(2027, 3, 28, 22, 0, tzinfo=UTC)
    contest.voting_from = contest.voting_until = contest.results_from = datetime(2027, 5, 1, tzinfo=UTC)
    told = countdown_of(contest, datetime(2027, 3, 27, 22, 0, tzinfo=UTC))
    assert (told.words, told.sentence) == ("Entries close in 1 day", "Entries close in {time}")
    assert str(told.over) == "Entries are closed now."
    last = countdown_of(contest, contest.entries_until - timedelta(seconds=1))
    assert last.words == "Entries close in 1 minute"
    assert [n for n, _unit, _word in last.figures] == [1]


def test_steps_are_done_once_they_are_over():
    contest = make_contest(Phase.RESULTS, decides=Decides.JURY_AND_PEOPLE)
    assert [step.state for step in steps_of(contest, timezone.now())] == ["done", "done", "done", "now"]


def test_entries_are_shown_only_where_the_contest_shows_them(client):
    shown, hidden = make_contest(Phase.ENTRIES), make_contest(Phase.ENTRIES, shows_entries=False)
    for contest in (shown, hidden):
        make_entry(contest, title="Steam")
    assert "Steam" in text_of(soup_of(client.get(shown.url)).select_one("#entries"))
    assert not soup_of(client.get(hidden.url)).select("#entries")
    assert "Steam" not in client.get(hidden.url).text


def test_a_contest_without_entries_says_so(client):
    page = soup_of(client.get(make_contest(Phase.ENTRIES).url))
    assert text_of(page.select_one("#entries")) == "Entries None yet The first one will stand here."
    over = soup_of(client.get(make_contest(Phase.RESULTS).url)).select_one("#entries")
    assert text_of(over).startswith("Entries There are none")


def test_what_links_show(client):
    contest = make_contest()
    head = soup_of(client.get(contest.url)).head
    assert head.select_one("[property='og:title']")["content"] == "My morning cup"
    assert head.select_one("[property='og:description']")["content"] == "Show us the first one."
    assert head.select_one("[property='og:url']")["content"].endswith(contest.url)
    assert head.select_one("link[type='application/atom+xml']")["href"] == f"{contest.url}feed/"


def test_what_editors_wrote_is_text(client):
    contest = make_contest(title="<b>x</b>", brief="<script>alert(1)</script>", rules_in_short="<i>y</i>")
    page = client.get(contest.url).text
    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page
    assert "<i>y</i>" not in page


def test_a_draft_without_times_can_be_previewed(rf, bea):
    draft = ContestPage(title="Draft", slug="draft", brief="Soon.", live=False)
    contests_page().add_child(instance=draft)
    request = rf.get("/")
    request.user = bea
    assert draft.make_preview_request(request, "").status_code == 200
    unsaved = ContestPage(title="Draft", slug="new", brief="Soon.", path="000100010009", depth=3, url_path="/x/")
    assert unsaved.make_preview_request(request, "").status_code == 200


# Rules


def test_every_version_of_the_rules_stays_to_be_read(client, bea):
    contest = make_contest(rules="<p>Be kind.</p>")
    contest.rules = "<p>Be very kind.</p>"
    contest.save()
    announce(contest, by=bea)
    newest, first = client.get(f"{contest.url}rules/"), client.get(f"{contest.url}rules/?version=1")
    assert "Be very kind." in newest.text
    assert "Version 2, since" in text_of(soup_of(newest))
    assert "Be kind." in first.text
    assert "These are earlier rules." in first.text
    assert soup_of(first).select_one("[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("version", ["3", "0", "-1", "x", "1 OR 1", "1" * 40, "\x00"])
def test_a_version_that_never_was_is_not_found(client, version):
    contest = make_contest()
    assert client.get(f"{contest.url}rules/", {"version": version}).status_code == 404


# The feed


def test_the_feed_holds_what_a_visitor_sees(client, tom):
    contest = make_contest(Phase.VOTING)
    make_entry(contest, title="Steam", media=False)
    make_entry(contest, title="Waits", by=tom, state="waiting", media=False)
    client.force_login(tom)
    feed = client.get(f"{contest.url}feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Steam" in feed.text
    assert "Waits" not in feed.text


def test_the_feed_of_a_contest_that_hides_its_entries_is_empty(client):
    contest = make_contest(Phase.ENTRIES, shows_entries=False)
    make_entry(contest, title="Steam", media=False)
    assert "Steam" not in client.get(f"{contest.url}feed/").text


# The list of contests, and the home page


def test_contests_stand_under_open_coming_and_over(client):
    for phase, title in [
        (Phase.RESULTS, "Done"),
        (Phase.ANNOUNCED, "Soon"),
        (Phase.VOTING, "Now"),
        (Phase.ENTRIES, "Still"),
    ]:
        make_contest(phase, title=title)
    page = soup_of(client.get(contests_page().url))
    groups = {
        text_of(part.h2): [text_of(card) for card in part.select(".contest-card-title")]
        for part in page.select(".section")
    }
    assert groups == {"Open now": ["Still", "Now"], "Coming": ["Soon"], "Over": ["Done"]} or groups == {
        "Open now": ["Now", "Still"],
        "Coming": ["Soon"],
        "Over": ["Done"],
    }


def test_a_place_without_contests_says_so(client):
    assert "No contest yet" in client.get(contests_page().url).text


def test_the_home_page_shows_what_is_open(client):
    demo_home()
    make_contest(Phase.VOTING, title="Now")
    make_contest(Phase.ANNOUNCED, title="Soon")
    make_contest(Phase.RESULTS, title="Done")
    section = soup_of(client.get("/")).select_one("#home-contests")
    assert [text_of(title) for title in section.select("h3")] == ["Now"]
    assert text_of(section.select_one(".home-contest-phase")) == "Public vote"
    assert section.select_one(".home-contest .countdown-box .countdown-number")
    assert [text_of(link) for link in section.select("a.button")] == ["Vote for your favourites"]


def test_while_nothing_is_open_the_home_page_says_what_comes_and_without_any_it_is_silent(client):
    demo_home()
    assert not soup_of(client.get("/")).select("#home-contests")
    make_contest(Phase.RESULTS, title="Done")
    assert not soup_of(client.get("/")).select("#home-contests")
    make_contest(Phase.ANNOUNCED, title="Next one")
    page = soup_of(client.get("/"))
    assert text_of(page.select_one("#home-open-contests")) == "Soon"
    assert "Entries open in" in text_of(page.select_one("#home-contests"))


def test_a_closed_contest_does_not_exist_for_others(client, ines):
    demo_home()
    contest = make_contest(Phase.VOTING, title="Zanzibar")
    close(contest, INSIDERS)
    lists = ("/", contests_page().url, "/search/?q=zanzibar", "/sitemap-pages.xml")
    for address in lists:
        assert "Zanzibar" not in client.get(address).text
        assert contest.slug not in client.get(address).text
    for address in (contest.url, f"{contest.url}rules/", f"{contest.url}feed/"):
        assert client.get(address).status_code == 404
    client.force_login(ines)
    for address in lists[:3]:
        assert "Zanzibar" in client.get(address).text


def test_search_and_sitemap_know_contests(client):
    contest = make_contest(title="Zanzibar")
    assert contest.url in client.get("/search/?q=zanzibar").text
    assert contest.url in client.get("/sitemap-pages.xml").text


# What it costs


@pytest.fixture
def bare_page(rf, count_queries):
    """Wagtail finds the page and serves it; nothing is drawn yet, so nothing of ours is asked."""
    page = make_page("Plain", under=contests_page().get_parent())

    def serve_it():
        request = rf.get(page.url)
        request.user = AnonymousUser()
        serve(request, page.url.lstrip("/"))

    serve_it()
    return count_queries(serve_it)


@pytest.mark.parametrize("count", [2, 12])
def test_the_page_of_a_contest_asks_as_much_with_few_entries_as_with_many(client, max_queries, bare_page, count):
    contest = make_contest(Phase.VOTING)
    for n in range(count):
        make_entry(contest, title=f"Entry {n}")
        Prize.objects.create(contest=contest, rank=n + 1, name="A cup")
    client.get(contest.url)
    cache.clear()
    with max_queries(bare_page + 11):
        client.get(contest.url)


@pytest.mark.parametrize("count", [2, 12])
def test_the_list_asks_as_much_for_few_contests_as_for_many(client, max_queries, bare_page, count):
    for _n in range(count):
        make_contest(Phase.VOTING)
    url = contests_page().url
    client.get(url)
    cache.clear()
    with max_queries(bare_page + 3):
        client.get(url)
