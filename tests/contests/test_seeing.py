"""A look at an entry is counted once a visitor, and of whoever may see it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from contests.actions.seeing import forget_looks, kept_by_guest, key_of_member, see_entries
from contests.exposing import FAR, SOON, behind, exposure_of, looks_counter
from contests.models import ContestPage, Entry, Impression, Visitor
from contests.ordering import Order
from contests.phases import Phase
from contests.views.entries import MOST_AT_ONCE, NEW_GUESTS_AN_HOUR, cookie_of, seen
from core.publication import State
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody
from tests.ideas.test_crowd import all_at_once
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> ContestPage:
    return make_contest(Phase.VOTING)


@pytest.fixture
def entries(contest) -> list[Entry]:
    author = somebody()
    return [make_entry(contest, by=author, media=False) for _n in range(4)]


def seen_url(entry: Entry) -> str:
    return reverse("contests:seen", args=[entry.pk])


def seen_counts(entries: list[Entry]) -> list[int]:
    counts = dict(Entry.objects.values_list("pk", "seen_count"))
    return [counts[entry.pk] for entry in entries]


def guest(contest: ContestPage, **environ: Any) -> Client:
    """Somebody who has opened the page of entries and keeps its cookie."""
    client = Client(**environ)
    client.get(f"{contest.url}entries/")
    return client


def test_a_guests_look_is_counted_once(contest, entries):
    client = guest(contest)
    for _time in range(3):
        assert client.post(seen_url(entries[0])).status_code == 204
    assert seen_counts(entries) == [1, 0, 0, 0]
    assert Impression.objects.count() == 1


def test_several_are_told_of_at_once(contest, entries, tom, client):
    client.force_login(tom)
    client.post(seen_url(entries[0]), {"also": [entries[1].pk, entries[2].pk, entries[1].pk]})
    assert seen_counts(entries) == [1, 1, 1, 0]


def test_whoever_keeps_no_cookie_is_not_counted(contest, entries, client):
    assert client.post(seen_url(entries[0])).status_code == 204
    assert seen_counts(entries) == [0, 0, 0, 0]
    assert not Visitor.objects.exists()


def test_two_visitors_are_counted_each(contest, entries):
    for _visitor in range(2):
        guest(contest).post(seen_url(entries[0]))
    assert seen_counts(entries) == [2, 0, 0, 0]


def test_what_they_may_not_see_and_what_is_of_another_contest_is_passed_over(contest, entries):
    elsewhere = make_entry(make_contest(Phase.VOTING), media=False)
    waiting = make_entry(contest, media=False, state=State.WAITING)
    client = guest(contest)
    client.post(seen_url(entries[0]), {"also": [elsewhere.pk, waiting.pk, 987_654]})
    assert seen_counts([entries[0], elsewhere, waiting]) == [1, 0, 0]
    assert client.post(seen_url(waiting)).status_code == 404
    assert client.post("/entry/987654/seen/").status_code == 404


@pytest.mark.parametrize("also", [["x"], ["-1"], ["1.5"], [""], ["٣"], ["9" * 30], ["1"] * MOST_AT_ONCE])
def test_bad_numbers_and_too_many_are_refused_in_words(contest, entries, also):
    answer = guest(contest).post(seen_url(entries[0]), {"also": also})
    assert answer.status_code == 400
    assert "at most 47" in answer.text
    assert seen_counts(entries) == [0, 0, 0, 0]


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_counts(contest, entries, method):
    client = guest(contest)
    assert getattr(client, method)(seen_url(entries[0])).status_code == 405
    assert seen_counts(entries) == [0, 0, 0, 0]


def test_another_site_cannot_send_it(contest, entries):
    client = Client(enforce_csrf_checks=True)
    client.get(f"{contest.url}entries/")
    assert client.post(seen_url(entries[0])).status_code == 403
    assert seen_counts(entries) == [0, 0, 0, 0]


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.ENTRIES, Phase.RESULTS])
def test_nothing_is_counted_before_entries_are_shown_nor_once_the_winners_are(phase, tom):
    contest = make_contest(phase, shows_entries=False)
    entry = make_entry(contest, media=False)
    assert see_entries(contest, [entry.pk], by=key_of_member(contest.pk, tom.pk)) == 0
    assert seen_counts([entry]) == [0]


def look(rf: Any, entry: Entry, *, seed: str, address: str) -> HttpResponse:
    """What the view answers a guest who keeps an order of this seed."""
    request = rf.post(seen_url(entry), REMOTE_ADDR=address)
    request.user = AnonymousUser()
    request.COOKIES[cookie_of(entry.contest_id)] = kept_by_guest(entry.contest, Order(seed))
    return seen(request, pk=entry.pk)


def test_exposure_hammering_by_one_address_with_ever_new_cookies_has_a_bound(rf, entries, rate_limits):
    entry, other = entries[:2]
    answers = answers_until_refused(
        lambda n: look(rf, entry, seed=f"guest {n}", address="192.0.2.7"), allowed=NEW_GUESTS_AN_HOUR
    )
    assert seen_counts([entry]) == [len(answers) - 1]
    assert look(rf, other, seed="guest 0", address="192.0.2.7").status_code == 204  # who was there before goes on
    assert look(rf, other, seed="another", address="192.0.2.8").status_code == 204
    assert seen_counts([other]) == [2]


def test_a_rivals_thousand_looks_weigh_no_more_than_half_its_share():
    """So it is met later in new orders, and not at the end of them."""
    looks = dict.fromkeys(range(100), (100, 10.0)) | {0: (100_000, 10.0)}
    owed = behind(looks)
    rate = (99 * 100 + 100_000) / 1_000
    assert owed[0] == -FAR * rate * 10
    assert behind({1: (0, 1.0), 2: (100, 1.0)}) == {1: FAR * 50, 2: -FAR * 50}
    assert behind({1: (0, 1.0), 2: (10, 1.0)}) == {1: 5.0, 2: -5.0}
    assert SOON > 5


def test_entries_that_nobody_could_see_yet_are_owed_nothing():
    assert behind({1: (0, 0.0)}) == {1: 0}
    assert behind({}) == {}


def test_late_entries_are_owed_as_much_for_an_hour_as_early_ones():
    owed = behind({1: (20, 10.0), 2: (5, 5.0)})
    assert owed[2] == pytest.approx(25 / 15 * 5 - 5)
    assert owed[1] == pytest.approx(25 / 15 * 10 - 20)


def test_forgetting_a_member_keeps_the_figures(contest, entries, tom):
    see_entries(contest, [entries[0].pk], by=key_of_member(contest.pk, tom.pk))
    assert forget_looks(tom.pk) == 1
    assert seen_counts(entries) == [1, 0, 0, 0]
    assert not Visitor.objects.filter(key=key_of_member(contest.pk, tom.pk)).exists()
    assert forget_looks(tom.pk) == 0


def test_recount_finds_and_mends_what_has_drifted(contest, entries, tom):
    see_entries(contest, [entries[0].pk, entries[1].pk], by=key_of_member(contest.pk, tom.pk))
    counter = looks_counter()
    assert list(counter.find()) == []
    Entry.objects.filter(pk=entries[1].pk).update(seen_count=77)
    Entry.objects.filter(pk=entries[2].pk).update(seen_count=5)
    drifts = [(drift.what, drift.cached, drift.counted) for drift in counter.find()]
    assert drifts == [(f"entry {entries[1].pk} seen", 77, 1), (f"entry {entries[2].pk} seen", 5, 0)]
    assert counter.mend() == 2
    assert seen_counts(entries) == [1, 1, 0, 0]


def test_the_exposure_is_told_as_looks_for_an_hour_in_which_one_could_look(contest, entries):
    at = contest.voting_until
    old, late = entries[:2], entries[2:]
    hours = (at - contest.entries_from) / timedelta(hours=1)
    Entry.objects.filter(pk__in=[entry.pk for entry in late]).update(published_at=at - timedelta(hours=hours / 2))
    for entry, looks in zip([*old, *late], (100, 120, 50, 75), strict=True):
        Entry.objects.filter(pk=entry.pk).update(seen_count=looks)
    told = exposure_of(contest, at=at)
    assert told["impressions"] == 345
    assert told["entries"] == 4
    assert told["least"] == pytest.approx(100 / hours, abs=1e-4)
    assert told["most"] == pytest.approx(150 / hours, abs=1e-4)
    assert told["range"] == 1.5


def test_big_counters_are_told_and_shown_whole(client, contest, entries, tom):
    Entry.objects.filter(contest=contest).update(seen_count=2_000_000_000)
    told = exposure_of(contest)
    assert told["impressions"] == 8_000_000_000
    assert told["range"] == 1.0
    assert see_entries(contest, [entries[0].pk], by=key_of_member(contest.pk, tom.pk)) == 1
    assert seen_counts(entries)[0] == 2_000_000_001
    assert client.get(f"{contest.url}entries/").status_code == 200


def test_without_entries_or_looks_there_is_no_range(contest):
    assert exposure_of(contest) == {"impressions": 0, "entries": 0, "least": 0.0, "most": 0.0, "range": None}
    make_entry(contest, media=False)
    assert exposure_of(contest)["range"] is None


def test_a_report_costs_the_same_for_one_entry_and_for_many(contest, client, tom, count_queries):
    author = somebody()
    made = [make_entry(contest, by=author, media=False) for _n in range(40)]
    client.force_login(tom)
    client.post(seen_url(made[0]))
    one = count_queries(lambda: client.post(seen_url(made[1])))
    many = count_queries(lambda: client.post(seen_url(made[2]), {"also": [entry.pk for entry in made[3:]]}))
    assert many == one


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_who_see_the_same_entries_at_once_are_counted_each():
    contest = make_contest(Phase.VOTING)
    author = somebody()
    ids = [make_entry(contest, by=author, media=False).pk for _n in range(24)]
    looks = [
        lambda n=n, some=some: see_entries(contest, some, by=f"visitor {n}")
        for n in range(16)
        for some in (ids, ids[::-1])
    ]
    assert sum(all_at_once(looks)) == 16 * 24
    assert set(Entry.objects.values_list("seen_count", flat=True)) == {16}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_pages_of_one_member_at_once_begin_one_order(tom):
    contest = make_contest(Phase.VOTING)
    author = somebody()
    for _n in range(30):
        make_entry(contest, by=author, media=False)
    clients = [Client() for _n in range(8)]
    for client in clients:
        client.force_login(tom)
    answers = all_at_once([lambda client=client: client.get(f"{contest.url}entries/") for client in clients])
    assert {answer.status_code for answer in answers} == {200}
    assert len({tuple(part.split('"')[0] for part in answer.text.split('data-entry="')[1:]) for answer in answers}) == 1
    assert Visitor.objects.count() == 1
