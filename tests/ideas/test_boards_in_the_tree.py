"""Boards are pages: they are moved, renamed, taken off the site and made anew; several may stand on one site."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.following import follow
from core.notices.models import Message, Notice
from ideas.actions.answering import Answer, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import submit_idea
from ideas.actions.telling import tell_people
from ideas.actions.voting import cast_vote
from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
WORDS = {"title": "Open at six", "body": "The night shift ends at 5:45."}
NOTE = "We will look at this with the architects."


@pytest.fixture
def gone(tom, ines, bea):
    """An idea with everything, on a board that was then taken off the site."""
    board = make_board(slug="ideas")
    make_board(slug="other")
    idea = make_idea(board=board, by=tom, title="Zanzibar blend")
    cast_vote(idea, by=ines)
    follow("idea", idea.pk, by=ines)
    comment = add_comment(idea, by=ines, body="Zanzibar is nice.")
    planned = BoardStatus.objects.get(board=board, slug="planned")
    tell_people(change_status(idea, planned, by=bea, answer=Answer(note=NOTE)))
    board.unpublish()
    return idea, comment


def addresses_of(idea, comment):
    names = ["short", "vote", "follow", "comments", "edit", "note", "withdraw"]
    found = [reverse(f"ideas:{name}", args=[idea.pk]) for name in names]
    found += [reverse(f"ideas:{name}", args=[idea.pk, comment.pk]) for name in ("comment", "comment-edit")]
    routes = ["", "new/", "similar/", "roadmap/", "feed/", "how-ranking-works/"]
    return [idea.get_absolute_url(), *found, *(f"/ideas/{route}" for route in routes)]


@pytest.mark.parametrize("person", ["tom", "ines", "bea"])
def test_an_unpublished_board_takes_its_ideas_with_it(client, gone, request, person):
    client.force_login(request.getfixturevalue(person))
    for address in addresses_of(*gone):
        only_posts = address.endswith(("/vote/", "/follow/", "/note/"))
        answer = (client.post if only_posts else client.get)(address, {"vote": "on", "follow": "on", "body": "x"})
        assert answer.status_code == 404, address


@pytest.mark.parametrize("person", [None, "tom", "ines"])
def test_no_list_shows_what_an_unpublished_board_held(client, gone, request, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    lists = ["/", "/search/?q=zanzibar", "/other/?q=zanzibar", "/other/similar/?q=zanzibar", "/sitemap-ideas.xml"]
    lists += ["/members/tom/", "/members/ines/", "/other/feed/"]
    for address in [*lists, *(["/me/notices/"] if person else [])]:
        assert "Zanzibar" not in client.get(address).text, address


def test_notices_of_an_unpublished_board_lead_back_to_the_inbox_without_its_name(client, gone, ines):
    client.force_login(ines)
    notice = Notice.objects.filter(recipient=ines).first()
    answer = client.post(reverse("notices:open", args=[notice.pk]), follow=True)
    assert answer.redirect_chain == [("/me/notices/", 302)]
    assert "What this was about is not open to you now." in answer.text
    assert "Zanzibar" not in answer.text


def test_no_mail_is_sent_about_an_unpublished_board(gone, mailoutbox):
    assert Message.objects.count() == 2
    assert deliver_waiting() == 2
    assert mailoutbox == []


def test_the_export_of_a_supporter_keeps_the_names_of_closed_ideas_out(client, gone, ines):
    client.force_login(ines)
    data = json.loads(client.get("/me/export/").content)
    assert "Zanzibar blend" not in json.dumps(data["ideas"])


def test_a_board_that_is_back_shows_everything_again(client, gone, ines):
    idea, _comment = gone
    IdeaBoardPage.objects.get(pk=idea.board_id).save_revision().publish()
    assert "Zanzibar is nice." in client.get(idea.get_absolute_url()).text


def test_ideas_keep_their_address_when_the_board_is_moved_and_renamed(client, tom):
    idea = make_idea(board=make_board(slug="ideas"))
    place = make_board(slug="place")  # any page below home
    board = IdeaBoardPage.objects.get(slug="ideas")
    board.slug = "wishes"
    board.save()
    board.move(place, pos="last-child")
    assert client.get(idea.get_absolute_url()).status_code == 200
    assert f'data-idea="{idea.pk}"' in client.get("/place/wishes/").text
    assert 'href="/place/wishes/' in client.get(idea.get_absolute_url()).text


def test_two_boards_on_one_site_keep_their_ideas_apart(client, tom):
    shops, menu = make_board(slug="shops"), make_board(slug="menu")
    here, there = make_idea(board=shops, title="A bench outside"), make_idea(board=menu, title="A bench in the menu")
    for board, own, other in ((shops, here, there), (menu, there, here)):
        for address in ("", "?sort=new", "?sort=top", "?sort=fresh", "?q=bench"):
            page = client.get(board.url + address).text
            assert f'data-idea="{own.pk}"' in page
            assert f'data-idea="{other.pk}"' not in page
    found = client.get("/search/?q=bench").text
    assert "A bench outside" in found
    assert "A bench in the menu" in found


def test_a_board_without_categories_asks_for_none(client, tom):
    board = make_board(slug="ideas")
    Category.objects.filter(board=board).delete()
    client.force_login(tom)
    for route in ("", "new/", "roadmap/", "feed/", "how-ranking-works/", "similar/?q=x"):
        assert client.get(board.url + route).status_code == 200, route
    assert 'name="category"' not in client.get(board.url + "new/").text
    answer = client.post(board.url + "new/", WORDS)
    idea = Idea.objects.get()
    assert answer["Location"] == idea.get_absolute_url()
    assert client.get(idea.get_absolute_url()).status_code == 200
    assert client.get(reverse("ideas:edit", args=[idea.pk])).status_code == 200


def test_a_board_without_an_open_status_takes_no_ideas_and_says_so(client, tom):
    board = make_board(slug="ideas")
    BoardStatus.objects.filter(board=board, stage="open").delete()
    client.force_login(tom)
    assert client.get(board.url).status_code == 200
    answer = client.post(board.url + "new/", {**WORDS, "category": "shops"})
    assert answer.status_code == 403
    assert "takes no new ideas" in answer.text
    assert not Idea.objects.exists()


def test_a_board_of_a_second_site_stands_under_that_sites_own_address(tom):
    make_board(slug="ideas", title="Ideas of the first site")
    root = Page.get_first_root_node()
    second = root.add_child(instance=Page(title="Second", slug="second"))
    Site.objects.create(hostname="second.example", root_page=second, site_name="Second")
    board = make_board(parent=second, slug="ideas", title="Ideas of the second site")
    idea = submit_idea(board, by=tom, **WORDS)
    there, here = Client(SERVER_NAME="second.example"), Client()
    assert "Ideas of the second site" in there.get("/ideas/").text
    assert "Ideas of the first site" in here.get("/ideas/").text
    assert f'data-idea="{idea.pk}"' in there.get("/ideas/").text
    assert f'data-idea="{idea.pk}"' not in here.get("/ideas/").text
    assert there.get(idea.get_absolute_url()).status_code == 200


def test_a_publication_that_was_scheduled_carries_its_statuses_over(client):
    idea = make_idea()
    IdeaBoardPage.objects.get(pk=idea.board_id).save_revision().publish()
    board = IdeaBoardPage.objects.get(pk=idea.board_id)
    statuses = list(board.statuses.all())
    statuses[0].open_to_votes = False
    board.statuses = statuses
    board.go_live_at = timezone.now() + timedelta(hours=1)
    scheduled = board.save_revision()
    scheduled.publish()
    assert Idea.objects.get(pk=idea.pk).open_to_votes
    past = timezone.now() - timedelta(minutes=1)
    content = {**scheduled.content, "go_live_at": past.isoformat()}
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=past, content=content)
    call_command("publish_scheduled")
    assert not Idea.objects.get(pk=idea.pk).open_to_votes
