import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.publication import State
from ideas.actions.merging import merge_into
from ideas.actions.voting import cast_vote
from ideas.models import Idea, Merge, StatusChange
from tests.factories import make_board, make_idea, somebody
from tests.ideas.admin.conftest import give_team_rights
from tests.ideas.admin.forms import answer_url, typed
from tests.ideas.merges import now

pytestmark = pytest.mark.django_db


def merge_url(idea):
    return reverse("idea_answers:merge", args=[idea.pk])


def part_url(idea):
    return reverse("idea_answers:part", args=[idea.pk])


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def words(response, selector="main"):
    return " ".join(soup(response).select_one(selector).get_text().split())


def found(response):
    return [link.get_text(strip=True) for link in soup(response).select("#merge-results a, .idea-desk-results a")]


def figures(response):
    rows = soup(response).select(".idea-desk-facts > div")
    return {row.dt.get_text(strip=True): row.dd.get_text(strip=True) for row in rows}


@pytest.fixture
def pair():
    root, duplicate = make_idea(title="Open at six"), make_idea(title="Open an hour earlier")
    both = somebody()
    for idea in (root, duplicate):
        cast_vote(idea, by=both)
    return now(root), now(duplicate)


def test_from_the_answer_to_the_merge_and_back(desk, pair):
    root, duplicate = pair
    assert merge_url(duplicate) in desk.get(answer_url(duplicate)).text
    searched = desk.get(merge_url(duplicate), {"q": "open at"})
    assert found(searched) == ["Open at six"]
    link = soup(searched).select_one("#merge-results a")["href"]
    preview = desk.get(link)
    assert figures(preview) == {
        "Support both": "1",
        "Supporters afterwards, each counted once": "3",
        "People who are told": "2",
    }
    form = soup(preview).select_one("form[aria-labelledby=merge-preview]")
    fields = {field["name"]: field["value"] for field in form.select("input[name=root]")}
    done = desk.post(form["action"], fields, follow=True)
    assert done.redirect_chain == [(answer_url(duplicate), 302)]
    assert now(duplicate).merged_into == root
    assert "Answer that one" in words(done)
    assert part_url(duplicate) in done.text
    assert "Undo" in done.text
    asked = desk.get(part_url(duplicate))
    assert "stay there" in words(asked)
    assert now(duplicate).is_merged  # a look undoes nothing
    undone = desk.post(part_url(duplicate), follow=True)
    assert "stands by itself again" in undone.text
    assert not now(duplicate).is_merged


def test_it_can_be_turned_round_and_leads_back_to_the_list_that_one_came_from(desk, pair):
    root, duplicate = pair
    back = "/admin/ideas/twins/?p=2"
    preview = soup(desk.get(merge_url(duplicate), {"root": root.pk, "next": back}))
    assert preview.find("a", string="Leave them apart")["href"] == back
    turned = soup(desk.get(preview.find("a", string="The other way round")["href"]))
    form = {field["name"]: field["value"] for field in turned.select("form[method=post][class] input[type=hidden]")}
    assert (form["root"], form["next"]) == (str(duplicate.pk), back)
    assert desk.post(merge_url(root), {"root": duplicate.pk, "next": "https://example.com/"}).url == answer_url(root)
    assert now(root).merged_into == duplicate
    desk.post(part_url(root))
    assert desk.post(merge_url(root), form).url == back


def test_the_root_lists_what_is_merged_into_it_with_an_undo_each(desk, bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    page = desk.get(answer_url(root))
    assert "Open an hour earlier" in page.text
    assert part_url(duplicate) in page.text


@pytest.mark.parametrize("asked", ["{pk}", "#{pk}", "/idea/{pk}-open-at-six/", "https://example.com/idea/{pk}/?x=1"])
def test_a_number_or_an_address_finds_it_too(desk, pair, asked):
    root, duplicate = pair
    assert found(desk.get(merge_url(duplicate), {"q": asked.format(pk=root.pk)})) == ["Open at six"]


def test_without_words_those_that_are_called_alike_are_offered(desk):
    idea, alike = make_idea(title="Oat milk without a surcharge"), make_idea(title="Oat milk without surcharges")
    assert found(desk.get(merge_url(idea))) == [alike.title]


def test_what_cannot_be_chosen_is_not_found(desk, bea, pair):
    root, duplicate = pair
    make_idea(title="Open on another board", board=make_board())
    make_idea(title="Open and hidden", state=State.HIDDEN)
    merged = make_idea(title="Open and merged")
    merge_into(merged, root, by=bea)
    assert found(desk.get(merge_url(duplicate), {"q": "open"})) == ["Open at six"]


def test_who_looks_for_a_duplicate_finds_its_root(desk, bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    other = make_idea(title="Sell bread before seven")
    for asked in ("hour earlier", str(duplicate.pk)):
        assert found(desk.get(merge_url(other), {"q": asked})) == ["Open at six"]
    assert "Open at six" in desk.get(reverse("idea_chooser:choose_results"), {"q": "hour earlier"}).text


def test_results_are_a_fragment_for_typing(desk, pair):
    _root, duplicate = pair
    answer = desk.get(reverse("idea_answers:merge_results", args=[duplicate.pk]), {"q": "six"})
    assert "<html" not in answer.text
    assert found(answer) == ["Open at six"]
    nothing = desk.get(reverse("idea_answers:merge_results", args=[duplicate.pk]), {"q": "zeppelin"})
    assert "No idea of this board fits." in nothing.text


def test_a_merged_root_stands_for_the_one_that_is_meant(desk, bea, pair):
    root, duplicate = pair
    between = make_idea(title="Open before seven")
    merge_into(between, root, by=bea)
    preview = desk.get(merge_url(duplicate), {"root": between.pk})
    assert soup(preview).select_one("input[name=root]")["value"] == str(root.pk)


def test_a_root_whose_voting_has_ended_is_allowed_and_the_screen_says_so(desk, pair):
    _root, duplicate = pair
    closed = make_idea(status="launched")
    assert "has ended" in words(desk.get(merge_url(duplicate), {"root": closed.pk}))
    desk.post(merge_url(duplicate), {"root": closed.pk})
    assert now(duplicate).merged_into == closed


def test_imported_support_and_what_comes_along_are_said_before(desk, bea, pair):
    root, duplicate = pair
    Idea.objects.filter(pk=root.pk).update(imported_support=30)
    merge_into(make_idea(title="Earlier, please"), duplicate, by=bea)
    said = words(desk.get(merge_url(duplicate), {"root": root.pk}))
    assert "30 of these supporters were imported" in said
    assert "1 idea that is merged into the first one comes along." in said


@pytest.mark.parametrize("root", ["", "x", "0", "9" * 30, "987654"])
def test_nothing_chosen_is_said_and_merges_nothing(desk, pair, root):
    _root, duplicate = pair
    answer = desk.post(merge_url(duplicate), {"root": root})
    assert answer.status_code == 422
    assert "Choose the idea" in words(answer, "[role=alert]")
    assert not Merge.objects.exists()


def test_refusals_stand_on_the_screen_in_words(desk, bea, pair):
    root, duplicate = pair
    for chosen, why in ((duplicate, "into itself"), (make_idea(board=make_board()), "different boards")):
        refused = desk.post(merge_url(duplicate), {"root": chosen.pk})
        assert refused.status_code == 403
        assert why in words(refused, "[role=alert]")
    merge_into(duplicate, root, by=bea)
    circle = desk.post(merge_url(root), {"root": duplicate.pk})
    assert "is merged into this one already" in words(circle, "[role=alert]")
    assert Merge.objects.count() == 1


def test_what_does_not_stand_on_the_board_offers_no_search_and_says_why(desk):
    idea = make_idea(state=State.WAITING)
    assert "still waits for a moderator" in desk.get(answer_url(idea)).text
    page = desk.get(merge_url(idea))
    assert "still waits for a moderator" in page.text
    assert not soup(page).select("#merge-q")


def test_a_merged_idea_is_answered_by_its_root_and_a_form_of_before_loses_nothing(desk, bea, pair):
    root, duplicate = pair
    form = typed(duplicate)
    merge_into(duplicate, root, by=bea)
    page = desk.get(answer_url(duplicate))
    assert not soup(page).select("#answer-form")
    assert answer_url(root) in page.text
    late = desk.post(answer_url(duplicate), form)
    assert late.status_code == 403
    assert form["note"] in late.text
    assert not StatusChange.objects.exists()


def test_the_list_leaves_out_what_is_merged_unless_asked_for(desk, bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    index = reverse("idea_answers:index")
    assert duplicate.title not in desk.get(index).text
    merged = desk.get(index, {"state": "merged"})
    assert duplicate.title in merged.text
    assert root.title not in words(merged, "table")


def test_twice_from_two_screens_is_once(desk, pair):
    root, duplicate = pair
    for _screen in range(2):
        assert desk.post(merge_url(duplicate), {"root": root.pk}).status_code == 302
    assert Merge.objects.count() == 1
    for _screen in range(2):
        assert desk.post(part_url(duplicate)).status_code == 302
    assert Merge.objects.count() == 2


def test_ideas_of_other_desks_do_not_exist(client, pair):
    root, duplicate = pair
    elsewhere = give_team_rights(somebody(), make_board())
    client.force_login(elsewhere)
    for url in (merge_url(duplicate), part_url(duplicate), reverse("idea_answers:merge_results", args=[duplicate.pk])):
        assert client.get(url).status_code == 404
    here = make_idea(board=make_board(), title="Mine")
    give_team_rights(elsewhere, here.board)
    assert client.post(merge_url(here), {"root": root.pk}).status_code == 422  # nothing of that number, to them
