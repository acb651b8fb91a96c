"""When somebody has left, what they gave stays whole: every page still stands, and names nobody."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from core.members.actions.erasing import erase_member
from core.notices.actions import deliver_waiting
from core.notices.models import Notice
from core.pages.actions import demo_home
from ideas.actions.answering import Answer, add_staff_note, assign_owner, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import add_note
from ideas.actions.telling import tell_people
from ideas.actions.voting import cast_vote
from ideas.models import BoardStatus, Category, Idea
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
NOTE = "We will look at this with the architects."
LISTS = ("/", "/ideas/", "/ideas/?sort=answered", "/ideas/roadmap/", "/ideas/feed/", "/search/?q=bench")


@pytest.fixture
def left(tom, ines, bea, ada):
    """tom wrote an idea, a note, comments and votes; bea answered, owns and keeps notes; then both left."""
    demo_home()
    board = make_board(slug="ideas")
    Category.objects.filter(board=board).update(owner=bea)
    idea, other = make_idea(board=board, by=tom, category="shops"), make_idea(board=board, by=ines)
    cast_vote(other, by=tom)
    cast_vote(idea, by=ines)
    add_note(idea, by=tom, body="With a back, please.")
    first = add_comment(other, by=tom, body="Yes, @ines is right.")
    add_comment(other, by=ines, body="Thank you @tom.", parent=first)
    planned = BoardStatus.objects.get(board=board, slug="planned")
    for answered in (idea, other):
        tell_people(change_status(answered, planned, by=bea, answer=Answer(note=NOTE)))
        assign_owner(answered, owner=bea, by=bea)
        add_staff_note(answered, by=bea, body="Ask the landlord.")
    for gone in (tom, bea):
        erase_member(gone, by=gone)
    return Idea.objects.get(pk=idea.pk), Idea.objects.get(pk=other.pk)


def names_in(text: str) -> list[str]:
    return re.findall(r"\bTom\b|\bBea\b|members/tom|members/bea|tom@example|bea@example", text)


@pytest.mark.parametrize("person", [None, "ines", "ada"])
def test_every_page_stands_and_names_nobody(client, left, request, settings, person):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    if person:
        client.force_login(request.getfixturevalue(person))
    pages = [*LISTS, *(idea.get_absolute_url() for idea in left), *(["/me/notices/"] if person else [])]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert names_in(page.text) == [], address
    assert "Former member" in client.get(left[0].get_absolute_url()).text


def test_the_desk_still_works_on_what_they_left(client, left, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(ada)
    board = Page.objects.get(slug="ideas")
    addresses = [reverse("idea_answers:answer", args=[idea.pk]) for idea in left]
    for address in ["/admin/", "/admin/ideas/", *addresses, f"/admin/pages/{board.pk}/edit/"]:
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        assert names_in(page.text) == [], address


def test_their_pages_are_gone_and_their_votes_stay(client, left):
    assert client.get("/members/tom/").status_code == 404
    assert client.get("/members/bea/").status_code == 404
    assert {idea.vote_count for idea in left} == {2}


def test_no_mail_goes_to_who_left_and_notices_of_them_open(client, left, ines, mailoutbox):
    deliver_waiting()
    assert {letter.to[0] for letter in mailoutbox} <= {"ines@example.com"}
    client.force_login(ines)
    for notice in Notice.objects.filter(recipient=ines):
        assert client.post(reverse("notices:open", args=[notice.pk]), follow=True).status_code == 200


def test_a_notice_of_an_idea_that_is_gone_opens_the_inbox(client, left, ines):
    client.force_login(ines)
    notice = Notice.objects.filter(recipient=ines, subject_kind="idea").first()
    Idea.objects.filter(pk=notice.subject_id).delete()
    assert client.get("/me/notices/").status_code == 200
    answer = client.post(reverse("notices:open", args=[notice.pk]), follow=True)
    assert answer.status_code == 200
    assert "not open to you now" in answer.text
