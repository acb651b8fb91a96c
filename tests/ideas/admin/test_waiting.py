"""The waiting list and the idea that is answered beside it, as a browser and as the page's script ask for them."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.formats import date_format
from wagtail.models import PageViewRestriction

from core.publication import State
from ideas.actions.merging import merge_into
from ideas.days import day_of
from ideas.models import Idea, SavedReply, StatusChange, Twins
from tests.cast import make_member
from tests.factories import make_board, make_idea
from tests.ideas.admin.conftest import give_team_rights
from tests.ideas.admin.forms import NOTE, answer_url, status_of, typed

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


def in_days(days):
    return day_of() + timedelta(days=days)


def url_of(idea, query=""):
    return reverse("idea_answers:waiting-idea", args=[idea.pk]) + query


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def titles(response):
    return [row.find(string=True, recursive=False) for row in soup(response).select(".queue-row-title")]


@pytest.fixture
def board():
    return make_board(slug="ideas")


@pytest.fixture
def listed(desk):
    def ask(**query):
        response = desk.get(reverse("idea_answers:waiting"), query)
        assert response.status_code == 200
        return titles(response)

    return ask


@pytest.fixture
def three(board, editor):
    """Overdue for three days and nobody's, due tomorrow and bea's, due in 20 days and somebody else's."""
    return [
        make_idea(board=board, title="Bench", next_update_by=in_days(-3)),
        make_idea(board=board, title="Lamp", next_update_by=in_days(1), owner=editor),
        make_idea(board=board, title="Tree", next_update_by=in_days(20), owner=make_member("else")),
    ]


# --- the list


def test_the_most_overdue_stands_first_and_nobodys_before_others_of_that_day(listed, board, editor):
    make_idea(board=board, title="Soon", next_update_by=in_days(2))
    make_idea(board=board, title="Owned", next_update_by=in_days(-1), owner=editor)
    make_idea(board=board, title="Nobody’s", next_update_by=in_days(-1))
    make_idea(board=board, title="Oldest", next_update_by=in_days(-9), owner=editor)
    assert listed() == ["Oldest", "Nobody’s", "Owned", "Soon"]


def test_only_what_waits_is_listed(listed, board):
    waits = make_idea(board=board, title="Waits")
    make_idea(board=board, status="launched")
    make_idea(board=board, state=State.HIDDEN)
    make_idea(board=board, state=State.WITHDRAWN)
    make_idea(board=board, merged_into=waits)
    assert listed() == ["Waits"]


def test_a_row_says_all_that_the_team_asks(desk, three):
    make_board(title="Other board")
    Idea.objects.filter(pk=three[0].pk).update(vote_count=7)
    first, second, _third = soup(desk.get(reverse("idea_answers:waiting"))).select(".waiting-row")
    words = " ".join(first.get_text(" ").split())
    assert words == "Answered Bench 3 days overdue New Ideas Nobody 7 supporters I take it"
    assert "due in 1 day" in " ".join(second.get_text(" ").split())
    assert "You" in second.select_one("[data-owner]").get_text()


def test_the_lists_at_the_top_have_their_numbers_and_narrow(desk, listed, three):
    tabs = soup(desk.get(reverse("idea_answers:waiting"))).select("#queue-tabs a")
    assert [" ".join(tab.get_text(" ").split()) for tab in tabs] == [
        "All that wait 3",
        "Nobody’s 1",
        "Mine 1",
        "Overdue 1",
        "Due this week 1",
    ]
    assert listed(who="nobody") == listed(when="overdue") == ["Bench"]
    assert listed(who="me") == listed(when="week") == ["Lamp"]
    assert listed(who="me", when="overdue") == []


def test_one_board_of_several(listed, three):
    other = make_board(title="Other")
    make_idea(board=other, title="Door")
    assert listed(board=str(other.pk)) == ["Door"]
    assert set(listed()) == {"Bench", "Lamp", "Tree", "Door"}


def test_an_unknown_filter_narrows_nothing(listed, three):
    for name in ("who", "when", "board", "p"):
        for value in ("nonsense", "9" * 30, "\x00'"):
            assert listed(**{name: value}) == ["Bench", "Lamp", "Tree"]


def test_the_list_goes_on_on_a_second_page(desk, board):
    author = make_member("author")
    for number in range(31):
        make_idea(board=board, by=author, title=f"Idea {number}", next_update_by=in_days(number))
    first = desk.get(reverse("idea_answers:waiting"))
    assert (len(titles(first)), titles(first)[0]) == (30, "Idea 0")
    further = soup(first).find("a", string="Further ones")["href"]
    assert titles(desk.get(further)) == ["Idea 30"]


def test_an_empty_list_says_so(desk, board):
    assert "Well done." in desk.get(reverse("idea_answers:waiting")).text
    assert "Show all that wait" in desk.get(reverse("idea_answers:waiting"), {"who": "me"}).text


@pytest.mark.parametrize("opened", [False, True])
def test_it_asks_as_much_of_the_database_for_many_as_for_few(desk, editor, board, count_queries, opened):
    author = make_member("author")

    def add(count):
        for number in range(count):
            make_idea(board=board, by=author, title=f"Idea {number}", category="menu", owner=editor)

    add(4)
    SavedReply.objects.create(title="One", note="We look into it.", status="planned", update_days=3)
    url = url_of(Idea.objects.first()) if opened else reverse("idea_answers:waiting")
    desk.get(url)
    few = count_queries(lambda: desk.get(url))
    add(12)
    for number in range(5):
        SavedReply.objects.create(title=f"{number}", note="We look into it.", status="planned")
    assert count_queries(lambda: desk.get(url)) == few
    assert few <= (40 if opened else 24)


def test_nothing_of_a_board_that_one_does_not_work_on(client, desk, ines):
    closed, foreign = make_board(title="Insiders only"), make_board(title="Foreign")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.GROUPS)
    secret = make_idea(board=closed, title="Secret blend", next_update_by=in_days(-3))
    SavedReply.objects.create(title="Secret words", note="Of the blend.", board=closed)
    make_idea(board=foreign, title="Cup")
    page = desk.get(reverse("idea_answers:waiting")).text
    for word in ("Secret", "Insiders only"):
        assert word not in page
        assert word not in desk.get(reverse("idea_answers:replies")).text
        assert word not in desk.get(reverse("idea_answers:paces")).text
    assert desk.get(url_of(secret)).status_code == 404
    assert desk.post(url_of(secret), typed(secret)).status_code == 404
    assert desk.post(reverse("idea_answers:take", args=[secret.pk])).status_code == 404
    assert desk.get(reverse("idea_answers:pace", args=[closed.pk])).status_code == 404
    mine = make_board(title="Mine")
    make_idea(board=mine, title="Bench")
    client.force_login(give_team_rights(ines, mine))
    assert titles(client.get(reverse("idea_answers:waiting"))) == ["Bench"]


def test_only_who_answers_has_these_screens(client, board, ines):
    client.force_login(give_team_rights(ines, board, answers=False))
    for name in ("waiting", "replies", "new-reply", "paces"):
        refused = client.get(reverse(f"idea_answers:{name}"))
        assert refused.status_code == 403
        assert "brand’s team" in refused.text


# --- answering in place


def test_an_idea_is_opened_beside_the_list(desk, three):
    page = soup(desk.get(url_of(three[1], "?who=me")))
    assert [row.select_one("a").get("aria-current") for row in page.select(".waiting-row")] == ["true"]
    assert page.select_one("#case-heading").get_text() == "Lamp"
    assert page.select_one("#answer-form")["action"] == url_of(three[1], "?who=me")
    only = soup(desk.get(url_of(three[1]), headers=SCRIPT))
    assert only.select_one("#desk")["data-case"] == str(three[1].pk)
    assert not only.select(".waiting-row")


def test_sending_opens_the_next_of_the_list(desk, three):
    bench, lamp, _tree = three
    sent = desk.post(url_of(bench), typed(bench))
    assert sent.url == url_of(lamp)
    assert StatusChange.objects.get().note == NOTE
    assert "Answered." in desk.get(sent.url).text


def test_the_pages_script_gets_the_next_idea_and_what_was_done(desk, three):
    bench, lamp, _tree = three
    answer = desk.post(url_of(bench, "?when=overdue"), typed(bench), headers=SCRIPT)
    fresh = soup(answer).select_one("#desk")
    assert (fresh.get("data-case"), fresh["data-decided-case"]) == (None, str(bench.pk))
    assert "Nothing more waits here." in fresh.get_text()
    assert (fresh["data-number-all"], fresh["data-number-overdue"]) == ("3", "0")
    assert fresh.select_one(".waiting-said a")["href"] == reverse("idea_answers:answer", args=[bench.pk])
    assert answer["HX-Push-Url"] == reverse("idea_answers:waiting") + "?when=overdue"
    answer = desk.post(url_of(lamp), typed(lamp), headers=SCRIPT)
    fresh = soup(answer).select_one("#desk")
    assert "1 person is told now." in fresh["data-said"]
    assert fresh.select_one("[name=note]").get_text(strip=True) == ""


def test_the_last_one_is_followed_by_the_first(desk, three):
    bench, _lamp, tree = three
    assert desk.post(url_of(tree), typed(tree)).url == url_of(bench)


def test_what_was_answered_just_now_is_not_the_next_one(desk, three):
    bench, lamp, tree = three
    desk.post(url_of(bench), typed(bench, next_update_by=in_days(9).isoformat()))  # before Tree, from now on
    assert desk.post(url_of(lamp), typed(lamp)).url == url_of(tree)
    assert desk.post(url_of(tree), typed(tree)).url == reverse("idea_answers:waiting")


def test_what_breaks_a_rule_stands_beside_its_field_and_nothing_is_lost(desk, three):
    bench = three[0]
    answer = desk.post(url_of(bench), typed(bench, note="Too short.", next_update_by="2020-01-01"), headers=SCRIPT)
    fresh = soup(answer)
    assert "at least 20 characters" in fresh.select_one("#answer-form").get_text()
    assert "still to come" in fresh.select_one("#answer-form").get_text()
    assert fresh.select_one("[name=note]").get_text(strip=True) == "Too short."
    assert fresh.select_one("[data-focus]")["id"] == "problems"
    assert not StatusChange.objects.exists()


def test_who_was_slower_reads_so_and_keeps_their_words(desk, three):
    bench = three[0]
    late = typed(bench)
    desk.post(url_of(bench), typed(bench, note="Somebody else was faster with these words."))
    answer = desk.post(url_of(bench), late, headers=SCRIPT)
    assert answer.status_code == 409
    assert "Somebody answered this idea" in answer.text
    assert soup(answer).select_one("[name=note]").get_text(strip=True) == NOTE


def test_what_was_merged_meanwhile_leads_to_the_other_one_and_keeps_the_words(desk, three, editor):
    bench, lamp, _tree = three
    late = typed(bench)
    merge_into(bench, lamp, by=editor)
    answer = desk.post(url_of(bench), late, headers=SCRIPT)
    assert answer.status_code == 403
    fresh = soup(answer).select_one("#desk")
    assert not fresh.select("#answer-form")
    assert fresh.select_one("#typed-note").get_text(strip=True) == NOTE
    assert fresh.find("a", string="To the other idea")["href"] == answer_url(lamp)


# --- taking it


def test_what_is_nobodys_is_taken(desk, three, editor):
    bench = three[0]
    assert "I take it" in desk.get(url_of(bench)).text
    taken = desk.post(reverse("idea_answers:take", args=[bench.pk]) + "?who=nobody")
    assert taken.url == url_of(bench, "?who=nobody")
    assert Idea.objects.get(pk=bench.pk).owner == editor
    again = desk.post(reverse("idea_answers:take", args=[bench.pk]), headers=SCRIPT)
    fresh = soup(again).select_one("#desk")
    assert (fresh["data-case"], fresh["data-owner"], fresh["data-said"]) == (
        str(bench.pk),
        "You",
        "You look after this idea now.",
    )


def test_what_somebody_else_took_is_theirs(desk, three, ada):
    Idea.objects.filter(pk=three[0].pk).update(owner=ada)
    answer = desk.post(reverse("idea_answers:take", args=[three[0].pk]), headers=SCRIPT)
    assert soup(answer).select_one("#desk")["data-said"] == "Ada looks after this idea already."
    assert desk.get(reverse("idea_answers:take", args=[three[0].pk])).status_code == 405


@pytest.mark.parametrize("url", [url_of, answer_url], ids=["waiting list", "answer screen"])
def test_it_is_handed_over_without_an_answer_and_what_was_typed_stays(desk, three, ada, url):
    lamp = three[1]
    page = desk.post(url(lamp), {"do": "owner", "owner": ada.pk, "note": "Half a sentence", "after": 0}, follow=True)
    assert Idea.objects.get(pk=lamp.pk).owner == ada
    assert "Ada looks after this idea now." in page.text
    assert soup(page).select_one("[name=note]").get_text(strip=True) == "Half a sentence"
    assert not soup(page).select(".error-message")
    assert not StatusChange.objects.exists()
    answer = desk.post(url_of(lamp), {"do": "owner", "owner": "", "after": 0}, headers=SCRIPT)
    fresh = soup(answer).select_one("#desk")
    assert (fresh["data-said"], fresh["data-owner"]) == ("Nobody looks after this idea now.", "Nobody")


def test_nobody_is_handed_an_idea_who_may_not_answer(desk, three, tom):
    desk.post(url_of(three[0]), {"do": "owner", "owner": tom.pk, "after": 0})
    assert Idea.objects.get(pk=three[0].pk).owner is None


def test_what_may_be_the_same_stands_beside_the_idea_and_a_merge_leads_back_to_the_list(desk, three):
    bench, lamp, tree = three
    Twins.objects.create(older=bench, newer=lamp, likeness=0.8)
    page = soup(desk.get(url_of(lamp, "?when=week")))
    [twin] = page.select(".waiting-twins a")
    back = "/admin/ideas/waiting/?when=week"
    assert twin.get_text() == "Bench"
    preview = soup(desk.get(twin["href"]))
    assert preview.find("a", string="Leave them apart")["href"] == back
    assert f"next={quote(back)}" in page.select_one('[aria-keyshortcuts="m"]')["href"]
    assert not soup(desk.get(url_of(tree))).select(".waiting-twins")


def test_the_list_says_that_a_board_falls_behind(desk, board):
    author = make_member("author")
    idea = make_idea(board=board, by=author)
    old = idea.published_at - timedelta(days=20)
    Idea.objects.bulk_create(
        Idea(board=board, status=idea.status, title="Old", state=State.PUBLISHED, published_at=old) for _ in range(20)
    )
    page = soup(desk.get(reverse("idea_answers:waiting")))
    assert "answers 0 % in time (0 of 20 in 90 days)" in " ".join(page.select_one(".waiting-behind").get_text().split())
    assert page.select_one(".waiting-behind a")["href"] == reverse("idea_answers:pace", args=[board.pk])


def test_a_status_says_the_day_that_it_promises(desk, three):
    option = soup(desk.get(url_of(three[0]))).select_one("[for=id_status_2]")
    assert status_of(three[0], "planned").pk == int(option.select_one("input")["value"])
    day = in_days(60)
    assert option["data-until"] == date_format(day)
