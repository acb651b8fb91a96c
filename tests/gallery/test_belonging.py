"""What stands under a thing is shown as long as that thing is: in the gallery, large, and wherever its files are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Page

from core.audience.groups import INSIDERS
from core.publication import State
from gallery.actions.placing import settle_all
from gallery.belongings import erase
from gallery.models import Attachment, MediaItem
from gallery.storages import private, public
from ideas.actions.judging import place_idea, place_ideas, publish_many
from ideas.actions.submitting import edit_idea, withdraw_idea
from ideas.models import Idea
from moderation.registries import Review
from tests.core.audience.trees import close, make_page
from tests.factories import home_page, make_board, make_idea
from tests.gallery.sending import files_under
from tests.gallery.things import make_captions, make_gallery, make_media

pytestmark = pytest.mark.django_db
BARE = {"widths": (320,), "formats": ("webp",)}


@pytest.fixture
def board():
    make_gallery()
    return make_board(slug="ideas")


@pytest.fixture
def idea(board, tom):
    return make_idea(board=board, by=tom, title="A red bench")


@pytest.fixture
def item(idea, tom) -> MediaItem:
    made = make_media(by=tom, under=idea, alt="A bench, red", **BARE)
    make_captions(made)
    return made


@contextmanager
def committed() -> Iterator[None]:
    """And whatever that sets going has been done."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


def answers(client, item) -> dict[str, int]:
    """What each of its addresses answers to this person; of the gallery and of the idea's neighbours how many hang."""
    made = item.renditions.get()
    idea = Idea.objects.filter(pk=item.attachments.values_list("subject_id", flat=True).first()).first()
    page = client.get(idea.get_absolute_url()) if idea else None
    return {
        "gallery": client.get("/gallery/").text.count(f'data-work="{item.pk}"'),
        "work": client.get(f"/work/{item.pk}/").status_code,
        "lightbox": client.get(f"/work/{item.pk}/", headers={"HX-Request": "true"}).status_code,
        "file": client.get(f"/files/{item.token}/w320.webp").status_code,
        "captions": client.get(f"/files/{item.token}/captions-en.vtt").status_code,
        "public": client.get(f"/media/{made.key}").status_code,
        "on its page": page.text.count("A bench, red") if page and page.status_code == 200 else 0,
    }


ADDRESSES = ("work", "lightbox", "file", "captions", "public")
SHOWN = dict.fromkeys(ADDRESSES, 200) | {"gallery": 1, "on its page": 1}
NOWHERE = dict.fromkeys(ADDRESSES, 404) | {"gallery": 0, "on its page": 0}
GONE = NOWHERE | {"public": 410}
ITS_AUTHORS = NOWHERE | {"file": 200, "captions": 200, "on its page": 1}


def delete(idea):
    idea.delete()


def unpublish_board(idea):
    idea.board.unpublish()


def close_board(idea):
    close(idea.board, INSIDERS)


def move_board(idea):
    inside = make_page("Inside", under=home_page())
    close(inside, INSIDERS)
    Page.objects.get(pk=idea.board.pk).move(Page.objects.get(pk=inside.pk), pos="last-child")


def in_state(state):
    def change(idea):
        Idea.objects.filter(pk=idea.pk).update(state=state)

    change.__name__ = state.value
    return change


@pytest.mark.parametrize(
    ("change", "then"),
    [
        (in_state(State.WAITING), NOWHERE),
        (in_state(State.RETURNED), NOWHERE),
        (in_state(State.REJECTED), NOWHERE),
        (in_state(State.HIDDEN), GONE),
        (in_state(State.WITHDRAWN), GONE),
        (delete, NOWHERE),
        (unpublish_board, NOWHERE),
        (close_board, NOWHERE),
        (move_board, NOWHERE),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_not_public_any_more_takes_its_pictures_along(client, item, idea, ines, tom, change, then):
    assert answers(client, item) == SHOWN
    with committed():
        change(idea)
        settle_all()
    assert answers(client, item) == then
    item.refresh_from_db()
    assert not item.is_public
    assert not public().exists(item.renditions.get().key)
    assert private().exists(item.renditions.get().key)
    assert settle_all() == 0


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_its_author_finds_it_on_its_page_and_not_in_the_gallery(client, item, idea, tom, state):
    with committed():
        in_state(state)(idea)
        settle_all()
    client.force_login(tom)
    taken_down = state in (State.HIDDEN, State.WITHDRAWN)
    assert answers(client, item) == ITS_AUTHORS | {"public": 410 if taken_down else 404}


def test_what_is_withdrawn_on_a_closed_board_never_was_there(client, item, idea):
    with committed():
        in_state(State.WITHDRAWN)(idea)
        close_board(idea)
        settle_all()
    assert answers(client, item) == NOWHERE


def test_insiders_see_what_moved_behind_the_door(client, item, idea, ines):
    with committed():
        close_board(idea)
        settle_all()
    client.force_login(ines)
    assert answers(client, item) == SHOWN | {"public": 404}


class TestVerbs:
    """They do not wait for the sweep."""

    def test_withdrawn(self, client, item, idea, tom):
        with committed():
            withdraw_idea(idea, by=tom)
        assert answers(client, item) == GONE

    def test_hidden_and_shown_again(self, client, item, idea):
        with committed():
            place_idea(idea, State.HIDDEN, at=timezone.now())
        assert answers(client, item) == GONE
        with committed():
            place_idea(idea, State.PUBLISHED, at=timezone.now())
        assert answers(client, item) == SHOWN

    def test_withdrawn_hidden_and_shown_again_stays_withdrawn(self, client, item, idea, tom):
        withdraw_idea(idea, by=tom)
        idea.refresh_from_db()
        for state in (State.HIDDEN, State.PUBLISHED):
            with committed():
                place_idea(idea, state, at=timezone.now())
        assert answers(client, item) == GONE

    def test_many_at_once(self, client, item, idea):
        with committed():
            place_ideas([idea.pk], State.HIDDEN, at=timezone.now())
        assert answers(client, item) == GONE
        with committed():
            publish_many([idea.pk], at=timezone.now())
        assert answers(client, item) == SHOWN

    def test_words_that_wait_again_take_the_picture_with_them(self, client, item, idea, tom):
        type(idea.board).objects.update(review=Review.EVERYTHING)
        with committed():
            edit_idea(idea, by=tom, title="A blue bench", body="", category=None, version=idea.version)
        assert answers(client, item) == NOWHERE
        with committed():
            publish_many([idea.pk], at=timezone.now())
        assert answers(client, item) == SHOWN


def test_a_picture_of_two_ideas_stays_and_is_named_after_the_one_that_is_left(client, item, idea, board, tom):
    other = make_idea(board=board, by=tom, title="A blue bench")
    Attachment.objects.create(item=item, kind="idea", subject_id=other.pk)
    with committed():
        withdraw_idea(idea, by=tom)
    item.refresh_from_db()
    assert item.is_public
    for address in ("/gallery/", f"/work/{item.pk}/"):
        page = client.get(address)
        assert "A blue bench" in page.text
        assert "A red bench" not in page.text


def test_neighbours_pass_over_what_is_withdrawn(client, item, idea, board, tom):
    newer, newest = (make_media(by=tom, under=make_idea(board=board, by=tom), **BARE) for _n in range(2))
    middle = Idea.objects.get(pk=newer.attachments.get().subject_id)
    withdraw_idea(middle, by=tom)
    assert f'href="/work/{item.pk}/" rel="next"' in client.get(f"/work/{newest.pk}/").text


def test_a_file_that_is_lost_keeps_no_other_from_leaving_or_coming(item, idea, board, tom):
    lost = make_media(by=tom, under=make_idea(board=board, by=tom), is_public=False, **BARE)
    private().delete(lost.renditions.get().key)
    coming = make_media(by=tom, under=make_idea(board=board, by=tom), is_public=False, **BARE)
    in_state(State.HIDDEN)(idea)
    with committed():
        assert settle_all() == 2
    assert not public().exists(item.renditions.get().key)
    assert public().exists(coming.renditions.get().key)


def test_who_leaves_leaves_no_file_under_what_they_withdrew(item, idea, tom, own_storages):
    withdraw_idea(idea, by=tom)
    with committed():
        erase(tom)
    assert not MediaItem.objects.exists()
    assert files_under(own_storages.parent) == []
