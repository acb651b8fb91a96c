"""What people see of a merge, and what they do not."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse

from core.notices.actions.following import follow
from core.notices.models import Follow
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.actions.merging import merge_into, undo_merge
from ideas.actions.voting import cast_vote
from ideas.models import Idea
from tests.factories import make_board, make_idea, somebody
from tests.ideas.merges import now, supporters

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def pair(bea):
    """Merged: an idea on the board, and another one that says the same."""
    board = make_board(slug="ideas")
    root, duplicate = make_idea(board=board, title="Open at six"), make_idea(board=board, title="Open an hour earlier")
    merge_into(duplicate, root, by=bea)
    return now(root), now(duplicate)


def words(response, selector="main"):
    part = BeautifulSoup(response.text, "html.parser").select_one(selector)
    return " ".join(part.get_text().split()) if part else ""


def test_the_duplicate_keeps_its_page_with_a_line_that_leads_to_the_root(client, tom, pair):
    root, duplicate = pair
    add_comment(root, by=tom, body="Said at the root.")
    page = client.get(duplicate.get_absolute_url())
    assert page.status_code == 200
    assert f'href="{root.get_absolute_url()}"' in page.text
    assert "This idea was merged into another one, which says the same: Open at six" in words(page, "#merged-into")
    assert f'id="vote-box-{root.dom_id}"' in page.text
    assert "data-count>2<" in page.text
    assert "The conversation goes on there." in words(page, "#comments")
    assert client.get(f"/idea/{duplicate.pk}/").status_code == 302


def test_the_root_says_what_it_was_also_asked_as_and_by_whom(client, pair):
    root, duplicate = pair
    page = client.get(root.get_absolute_url())
    assert duplicate.title in words(page, "#also-asked")
    assert f"Also suggested by {duplicate.author.shown_name}" in words(page)
    assert "Another idea was merged into this one" in words(page, "#timeline")


def test_both_timelines_say_when_they_were_merged_and_parted(client, bea, pair):
    root, duplicate = pair
    undo_merge(duplicate, by=bea)
    of_root, of_duplicate = (words(client.get(idea.get_absolute_url()), "#timeline") for idea in pair)
    assert "Another idea was merged into this one" in of_root
    assert "Parted again from another idea" in of_root
    assert "Merged into another idea" in of_duplicate
    assert "Stands by itself again" in of_duplicate
    assert "also-asked" not in client.get(root.get_absolute_url()).text


@pytest.mark.parametrize(
    "address",
    [
        "/ideas/",
        "/ideas/?sort=new",
        "/ideas/?sort=fresh",
        "/ideas/?q=hour",
        "/ideas/similar/?q=Open an hour earlier",
        "/ideas/roadmap/",
        "/ideas/feed/",
        "/search/?q=hour",
        "/sitemap-ideas.xml",
        "/",
    ],
)
def test_it_has_left_every_list(client, pair, address):
    _root, duplicate = pair
    page = client.get(address)
    assert page.status_code == 200
    assert f"/idea/{duplicate.pk}-" not in page.text


def test_its_author_finds_the_root_among_theirs_and_its_supporters_among_what_they_support(client, pair):
    root, duplicate = pair
    client.force_login(duplicate.author)
    for address in ("/ideas/?mine=1", "/ideas/?voted=1"):
        page = client.get(address).text
        assert root.title in page
        assert f"/idea/{duplicate.pk}-" not in page


def test_the_file_of_ideas_leaves_it_out_and_counts_its_supporters_at_the_root(pair):
    out = io.StringIO()
    call_command("export_ideas", board="ideas", stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [(row["title"], row["votes"]) for row in rows] == [("Open at six", "2")]


def test_a_vote_on_the_duplicates_address_counts_for_the_root(client, tom, pair):
    root, duplicate = pair
    client.force_login(tom)
    url = reverse("ideas:vote", args=[duplicate.pk])
    box = client.post(url, {"vote": "on"}, headers=HTMX)
    assert box.status_code == 200
    assert f'id="vote-box-{root.dom_id}"' in box.text
    assert "data-count>3<" in box.text
    assert tom.pk in supporters(root)
    client.post(url, {"vote": "off"}, headers=HTMX)
    assert tom.pk not in supporters(root) | supporters(duplicate)


def test_a_visitors_click_on_the_duplicate_is_cast_for_the_root_after_signing_in(client, tom, pair):
    root, duplicate = pair
    answer = client.post(reverse("ideas:vote", args=[duplicate.pk]), {"vote": "on"})
    client.post(answer["Location"], {"login": tom.email, "password": "sayso-demo"})
    assert tom.pk in supporters(root)


def test_where_ones_support_counts_one_keeps_it_or_takes_it_back_without_a_script(client, pair):
    root, duplicate = pair
    assert "Keep your support" not in words(client.get(duplicate.get_absolute_url()))
    client.force_login(duplicate.author)
    assert "Keep your support" in words(client.get(duplicate.get_absolute_url()))
    url = reverse("ideas:merged", args=[duplicate.pk])
    page = client.get(url)
    assert "Keep my support" in words(page)
    assert root.title in words(page)
    assert client.post(url, {"support": "on"})["Location"] == root.get_absolute_url()
    assert duplicate.author_id in supporters(root) & supporters(duplicate)
    assert client.post(url, {"support": "off"})["Location"] == root.get_absolute_url()
    assert duplicate.author_id not in supporters(root) | supporters(duplicate)
    assert "You do not support it now." in words(client.get(url))
    assert "Keep your support" not in words(client.get(duplicate.get_absolute_url()))
    client.post(url, {"support": "on"})
    assert duplicate.author_id in supporters(root)


@pytest.mark.parametrize("said", ["maybe", "", None])
def test_anything_else_is_said_and_changes_nothing(client, pair, said):
    root, duplicate = pair
    client.force_login(duplicate.author)
    answer = client.post(reverse("ideas:merged", args=[duplicate.pk]), {} if said is None else {"support": said})
    assert answer.status_code == 200
    assert words(answer, "[role=alert]")
    assert duplicate.author_id in supporters(root)


def test_once_voting_has_ended_there_is_nothing_to_choose_and_the_page_says_why(client, pair):
    root, duplicate = pair
    Idea.objects.filter(pk=root.pk).update(open_to_votes=False)
    client.force_login(duplicate.author)
    url = reverse("ideas:merged", args=[duplicate.pk])
    assert "Voting on this idea has ended." in words(client.get(url))
    assert client.post(url, {"support": "off"}).status_code == 403


def test_the_choice_leads_to_the_idea_once_it_is_parted(client, bea, pair):
    _root, duplicate = pair
    undo_merge(duplicate, by=bea)
    client.force_login(duplicate.author)
    for answer in (client.get(f"/idea/{duplicate.pk}/merged/"), client.post(f"/idea/{duplicate.pk}/merged/")):
        assert answer["Location"] == duplicate.get_absolute_url()


def test_following_and_leaving_the_root_covers_what_is_merged_into_it(client, tom, pair):
    root, duplicate = pair
    follow("idea", duplicate.pk, by=tom)
    client.force_login(tom)
    assert 'name="follow" value="off"' in client.get(root.get_absolute_url()).text
    client.post(reverse("ideas:follow", args=[root.pk]), {"follow": "off"})
    assert not Follow.objects.by(tom).exists()


@pytest.mark.parametrize("state", [State.HIDDEN, State.REJECTED, State.RETURNED])
def test_a_hidden_root_is_named_nowhere(client, tom, pair, state):
    root, duplicate = pair
    Idea.objects.filter(pk=root.pk).update(state=state)
    client.force_login(tom)
    page = client.get(duplicate.get_absolute_url())
    assert "which cannot be seen at the moment" in words(page, "#merged-into")
    choice = client.get(reverse("ideas:merged", args=[duplicate.pk]))
    assert "cannot be seen at the moment" in words(choice)
    click = client.post(reverse("ideas:vote", args=[duplicate.pk]), {"vote": "on"}, headers=HTMX)
    assert click.status_code == 403
    for answer in (page, choice, click):
        assert root.title not in answer.text
        assert f"/idea/{root.pk}" not in answer.text


@pytest.mark.parametrize("state", [State.HIDDEN, State.REJECTED])
def test_a_hidden_duplicate_leaves_no_trace_on_the_roots_page(client, tom, pair, state):
    root, duplicate = pair
    Idea.objects.filter(pk=duplicate.pk).update(state=state)
    client.force_login(tom)
    page = client.get(root.get_absolute_url())
    assert duplicate.title not in page.text
    assert duplicate.author.shown_name not in page.text
    assert "merged" not in words(page).lower()
    client.force_login(duplicate.author)
    assert duplicate.title in client.get(root.get_absolute_url()).text


def test_an_ideas_page_asks_nothing_more_while_it_was_never_merged(client, bea, tom, count_queries):
    board = make_board()
    plain, root, duplicate = (make_idea(board=board, title=f"Idea {n}") for n in range(3))
    client.force_login(tom)
    client.get(plain.get_absolute_url())
    before = count_queries(lambda: client.get(root.get_absolute_url()))
    assert count_queries(lambda: client.get(plain.get_absolute_url())) == before
    merge_into(duplicate, root, by=bea)
    few = count_queries(lambda: client.get(root.get_absolute_url()))
    assert few <= before + 2  # what is merged into it, and when
    assert count_queries(lambda: client.get(duplicate.get_absolute_url())) <= before + 2  # the root, and when
    for n in range(4):
        merge_into(make_idea(board=board, title=f"Again {n}", by=somebody()), root, by=bea)
    assert count_queries(lambda: client.get(root.get_absolute_url())) <= few


def test_votes_of_the_page_stay_within_their_ceiling(client, tom, pair, max_queries):
    _root, duplicate = pair
    client.force_login(tom)
    with max_queries(10):  # one more for the root
        client.post(reverse("ideas:vote", args=[duplicate.pk]), {"vote": "on"}, headers=HTMX)


def test_the_profile_of_a_supporter_shows_the_root_once(client, tom, bea):
    board = make_board(slug="ideas")
    root, duplicate = make_idea(board=board, title="Open at six"), make_idea(board=board, title="Open earlier")
    for idea in (root, duplicate):
        cast_vote(idea, by=tom)
    merge_into(duplicate, root, by=bea)
    page = client.get(tom.get_absolute_url()).text
    assert page.count(f"/idea/{root.pk}-") >= 1
    assert duplicate.title not in page
