"""The entries of a contest, as visitors and members meet them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.views import serve

from contests.actions.placing import place_entry
from contests.actions.seeing import key_of_member, see_entries
from contests.models import ContestPage, Entry, EntryVote, Register, Visitor, VoterKey
from contests.phases import Decides, Phase
from core.audience.groups import INSIDERS
from core.pagination import encode
from core.publication import State
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close, make_page
from tests.factories import somebody

pytestmark = pytest.mark.django_db


def make_entries(contest: ContestPage, count: int, **fields: Any) -> list[Entry]:
    author = somebody()
    return [make_entry(contest, by=author, title=f"Steam {n}", media=False, **fields) for n in range(count)]


def make_rows(contest: ContestPage, count: int) -> None:
    """So many entries in one statement."""
    first = contest.register.numbered + 1
    pattern = make_entry(contest, media=False)
    rows = [
        Entry(contest=contest, author=pattern.author, rules=pattern.rules, state=State.PUBLISHED, title="Row", number=n)
        for n in range(first + 1, first + count)
    ]
    Entry.objects.bulk_create(rows)
    Register.objects.filter(contest=contest).update(numbered=first + count - 1)


def entries_in(text: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-entry="(\d+)"', text)]


def more_of(text: str) -> str:
    found = re.search(r'href="(\?[^"]*after=[^"]*)"', text)
    return found[1].replace("&amp;", "&") if found else ""


def whole_list(client: Client, contest: ContestPage, query: str = "") -> list[int]:
    """All of it, page by page as a browser without scripts follows the links."""
    found, address = [], query
    for _page in range(100):
        text = client.get(f"{contest.url}entries/{address}").text
        found += entries_in(text)
        if not (address := more_of(text)):
            return found
    raise AssertionError("the list has no end")


@pytest.fixture
def contest() -> ContestPage:
    return make_contest(Phase.ENTRIES)


def test_every_entry_is_met_once_and_in_the_same_order_on_every_visit(client, contest):
    made = make_entries(contest, 60)
    first = whole_list(client, contest)
    assert sorted(first) == sorted(entry.pk for entry in made)
    assert whole_list(client, contest) == first


def test_two_visitors_meet_them_in_different_orders(contest):
    make_entries(contest, 60)
    assert whole_list(Client(), contest) != whole_list(Client(), contest)


def test_a_members_order_is_the_same_on_every_device(tom, contest):
    make_entries(contest, 30)
    orders = []
    for _device in range(2):
        client = Client()
        client.force_login(tom)
        orders.append(whole_list(client, contest))
    assert orders[0] == orders[1]


def test_whoever_signs_in_keeps_the_order_and_what_they_have_seen(client, tom, contest):
    make_entries(contest, 30)
    before = whole_list(client, contest)
    client.post(f"/entry/{before[0]}/seen/")
    client.force_login(tom)
    assert whole_list(client, contest) == before
    assert "You have seen 1 of 30" in client.get(f"{contest.url}entries/").text
    assert Visitor.objects.filter(contest=contest).count() == 1
    assert f"order-{contest.pk}" not in {name for name, morsel in client.cookies.items() if morsel.value}


def test_what_comes_later_follows_and_changes_nothing_before_it(client, contest):
    make_entries(contest, 30)
    before = whole_list(client, contest)
    later = make_entries(contest, 5)
    after = whole_list(client, contest)
    assert after[:30] == before
    assert sorted(after[30:]) == sorted(entry.pk for entry in later)


def test_what_is_hidden_leaves_no_gap(client, contest):
    made = make_entries(contest, 60)
    before = whole_list(client, contest)
    for entry in made[10:25]:
        place_entry(entry, State.HIDDEN, at=timezone.now())
    hidden = {entry.pk for entry in made[10:25]}
    assert whole_list(client, contest) == [pk for pk in before if pk not in hidden]
    assert len(entries_in(client.get(f"{contest.url}entries/").text)) == 24


def test_a_new_visitor_begins_with_what_was_seen_least(client, contest):
    made = make_entries(contest, 48)
    Entry.objects.filter(pk__in=[entry.pk for entry in made]).update(seen_count=100)
    neglected = whole_list(client, contest)[:24]
    old = client.cookies
    Entry.objects.filter(pk__in=neglected).update(seen_count=90)
    assert whole_list(client, contest)[:24] == neglected
    firsts = [entries_in(Client().get(f"{contest.url}entries/").text) for _visitor in range(20)]
    met = sum(pk in neglected for first in firsts for pk in first) / len(firsts)
    assert met > 12.5  # of 24, where chance alone gives 12
    assert client.cookies == old


def test_a_guest_who_keeps_nothing_gets_a_fresh_order_and_leaves_no_trace(contest):
    make_entries(contest, 30)
    assert entries_in(Client().get(f"{contest.url}entries/").text)
    assert not Visitor.objects.exists()


def test_the_cookie_is_set_once_and_out_of_reach_of_scripts(client, contest):
    make_entries(contest, 3)
    name = f"order-{contest.pk}"
    morsel = client.get(f"{contest.url}entries/").cookies[name]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert name not in client.get(f"{contest.url}entries/").cookies


@pytest.mark.parametrize("value", ["", "nonsense", "WyJhIl0:1:2", "x" * 5_000, "é"])
def test_a_cookie_that_is_not_ours_is_none(client, contest, value):
    make_entries(contest, 3)
    client.cookies[f"order-{contest.pk}"] = value
    answer = client.get(f"{contest.url}entries/")
    assert len(entries_in(answer.text)) == 3
    assert f"order-{contest.pk}" in answer.cookies


def test_the_cookie_of_another_contest_is_none(client, contest):
    other = make_contest(Phase.ENTRIES)
    make_entries(contest, 30)
    make_entries(other, 30)
    client.get(f"{other.url}entries/")
    client.cookies[f"order-{contest.pk}"] = client.cookies[f"order-{other.pk}"].value
    assert f"order-{contest.pk}" in client.get(f"{contest.url}entries/").cookies


def test_a_card_shows_the_work_its_title_and_who_made_it(client, contest, tom):
    entry = make_entry(contest, by=tom, title="First light")
    text = client.get(f"{contest.url}entries/").text
    assert f'href="{entry.get_absolute_url()}"' in text
    assert "First light" in text
    assert f"<bdi>{tom.shown_name}</bdi>" in text
    assert 'data-shape="photo"' in text
    assert 'loading="lazy"' in text


def test_a_film_shows_its_poster_and_does_not_play(client):
    contest = make_contest(Phase.ENTRIES, kind="video", min_seconds=60, max_seconds=90)
    make_entry(contest)
    text = client.get(f"{contest.url}entries/").text
    assert 'data-shape="film"' in text
    assert "poster-1" in text or "<img" in text
    assert "<video" not in text


def test_htmx_gets_the_next_cards_and_a_browser_the_page(client, contest):
    make_entries(contest, 30)
    page = client.get(f"{contest.url}entries/")
    more = client.get(f"{contest.url}entries/{more_of(page.text)}", headers={"HX-Request": "true"})
    assert "<html" not in more.text
    assert 'id="more-entries-' in more.text
    assert len(entries_in(more.text)) == 6
    assert "<html" in client.get(f"{contest.url}entries/{more_of(page.text)}").text
    assert 'id="entry-list"' in client.get(f"{contest.url}entries/", headers={"HX-Request": "true"}).text


@pytest.mark.parametrize("after", ["nonsense", "WyJhIl0", "W10", "WzEsMl0", "é", "%00"])
def test_a_damaged_cursor_is_told_of_with_a_way_on(client, contest, after):
    make_entries(contest, 3)
    answer = client.get(f"{contest.url}entries/", {"after": after})
    assert answer.status_code == 400
    assert "damaged" in answer.text


@pytest.mark.parametrize("place", [-5, 10**9, 2**62])
def test_a_cursor_beyond_all_entries_is_an_empty_page(client, contest, place):
    after = encode([place])
    make_entries(contest, 3)
    assert client.get(f"{contest.url}entries/", {"after": after}).status_code == 200


def test_a_list_that_does_not_exist_is_told_of(client, contest):
    make_entries(contest, 3)
    answer = client.get(f"{contest.url}entries/?show=best")
    assert answer.status_code == 400
    assert "no such list" in answer.text


def test_not_seen_yet_leaves_out_what_was_seen(client, tom, contest):
    make_entries(contest, 30)
    client.force_login(tom)
    order = whole_list(client, contest)
    see_entries(contest, order[:10], by=key_of_member(contest.pk, tom.pk))
    assert whole_list(client, contest, "?show=unseen") == order[10:]
    assert "You have seen 10 of 30" in client.get(f"{contest.url}entries/").text


def test_whoever_has_seen_them_all_is_told_so(client, tom, contest):
    made = make_entries(contest, 3)
    client.force_login(tom)
    see_entries(contest, [entry.pk for entry in made], by=key_of_member(contest.pk, tom.pk))
    assert "You have seen them all" in client.get(f"{contest.url}entries/?show=unseen").text


def test_my_votes_are_those_that_stand(client, tom):
    contest = make_contest(Phase.ENTRIES)
    made = make_entries(contest, 4)
    VoterKey.objects.create(contest=contest, member=tom, key=b"k", pseudonym="tom")
    for entry, standing in zip(made, ("counted", "held", "withdrawn"), strict=False):
        EntryVote.objects.create(entry=entry, pseudonym="tom", standing=standing)
    client.force_login(tom)
    assert set(whole_list(client, contest, "?show=voted")) == {made[0].pk, made[1].pk}


def test_a_guest_is_asked_to_sign_in_for_their_votes(client, contest):
    make_entries(contest, 3)
    assert "Sign in to see your votes" in client.get(f"{contest.url}entries/?show=voted").text


def test_words_are_looked_for_and_found_in_ones_own_order(client, contest):
    make_entries(contest, 30)
    order = whole_list(client, contest)
    found = [make_entry(contest, title=title, media=False).pk for title in ("Καφές στις έξι", "At six: kafes")]
    assert sorted(whole_list(client, contest, "?q=ΚΑΦΕΣ")) == sorted(found)
    assert whole_list(client, contest, "?q=steam") == order
    assert "No entry with these words" in client.get(f"{contest.url}entries/?q=tram").text


def test_the_shortlist_is_a_list_of_its_own_once_there_is_one(client, contest):
    made = make_entries(contest, 5)
    assert "Shortlist" not in client.get(f"{contest.url}entries/").text
    cache.clear()
    Entry.objects.filter(pk__in=[made[1].pk, made[3].pk]).update(is_shortlisted=True)
    assert "Shortlist" in client.get(f"{contest.url}entries/").text
    assert set(whole_list(client, contest, "?show=shortlist")) == {made[1].pk, made[3].pk}


def test_what_waits_was_rejected_withdrawn_or_disqualified_is_not_there(client, tom, contest):
    shown = make_entry(contest, media=False)
    for state in (State.WAITING, State.REJECTED, State.WITHDRAWN, State.HIDDEN, State.RETURNED):
        make_entry(contest, by=tom, media=False, state=state)
    make_entry(contest, media=False, disqualified_at=timezone.now())
    client.force_login(tom)
    assert whole_list(client, contest) == [shown.pk]


def test_a_contest_without_entries_says_what_comes(client, contest):
    assert "No entries here yet" in client.get(f"{contest.url}entries/").text


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.ENTRIES])
def test_before_entries_are_shown_the_page_says_from_when(client, phase):
    contest = make_contest(phase, shows_entries=False)
    entry = make_entry(contest, media=False, title="Too early")
    answer = client.get(f"{contest.url}entries/")
    assert answer.status_code == 200
    assert "not shown yet" in answer.text
    assert contest.voting_from.astimezone(contest.zone).isoformat() in answer.text
    assert entry.title not in answer.text
    fragment = client.get(f"{contest.url}entries/", headers={"HX-Request": "true"})
    assert 'id="no-entries-yet"' in fragment.text
    assert "<html" not in fragment.text


def test_entries_of_a_closed_contest_are_nobodys_elses(client, tom, ines):
    contest = make_contest(Phase.ENTRIES)
    close(contest, INSIDERS)
    entry = make_entry(contest, media=False)
    client.force_login(tom)
    assert client.get(f"{contest.url}entries/").status_code == 404
    assert client.post(f"/entry/{entry.pk}/seen/").status_code == 404
    client.force_login(ines)
    assert client.get(f"{contest.url}entries/").status_code == 200


@pytest.fixture
def bare_page(rf, count_queries) -> int:
    """Wagtail finds a page at this depth and serves it; nothing is drawn, so nothing of ours is asked."""
    page = make_page("Plain", under=make_page("Above"))

    def serve_it() -> None:
        request = rf.get(page.url)
        request.user = AnonymousUser()
        serve(request, page.url.lstrip("/"))

    serve_it()
    return count_queries(serve_it)


@pytest.mark.parametrize("entries", [30, 3_000])
@pytest.mark.parametrize("query", ["", "?show=unseen", "?show=shortlist", "?q=row"])
def test_a_page_asks_no_more_of_a_large_contest_than_of_a_small_one(
    client, contest, bare_page, max_queries, entries, query
):
    make_rows(contest, entries)
    client.get(f"{contest.url}entries/{query}")
    cache.clear()
    with max_queries(bare_page + 8):
        assert client.get(f"{contest.url}entries/{query}").status_code == 200
    new = Client()
    cache.clear()
    with max_queries(bare_page + 8):
        assert new.get(f"{contest.url}entries/{query}").status_code == 200


def test_the_hundredth_page_asks_no_more_than_the_first(client, contest, count_queries):
    make_rows(contest, 3_000)
    first = client.get(f"{contest.url}entries/")
    deep = encode([2_400])
    assert more_of(first.text)
    assert count_queries(lambda: client.get(f"{contest.url}entries/?after={deep}")) <= count_queries(
        lambda: client.get(f"{contest.url}entries/")
    )


def test_after_the_results_nothing_is_counted_any_more(client):
    contest = make_contest(Phase.RESULTS, decides=Decides.PUBLIC)
    entry = make_entry(contest, media=False, published_at=contest.entries_from + timedelta(hours=1))
    text = client.get(f"{contest.url}entries/").text
    assert entries_in(text) == [entry.pk]
    assert "You have seen" not in text
    assert "Not seen yet" not in text
