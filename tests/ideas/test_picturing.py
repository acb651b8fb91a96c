"""Up to three pictures on an idea: with the words, after them, without JavaScript, and back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import Refused, Stale
from core.publication import State
from gallery.actions.preparing import prepare
from gallery.models import MediaItem
from ideas.actions.picturing import set_pictures
from ideas.actions.voting import cast_vote
from ideas.models import Idea
from tests.factories import make_board, make_idea
from tests.gallery.test_preparing import photo
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db
WORDS = {"title": "Benches with a roof", "body": "It rains often.", "category": "shops"}


@pytest.fixture
def board():
    return make_board(slug="ideas")


@pytest.fixture
def idea(board, tom):
    return make_idea(board=board, by=tom)


def fresh(by, **fields):
    return make_media(by=by, is_public=False, state=State.WAITING, published_at=None, widths=(320,), **fields)


def pictures(idea) -> list[MediaItem]:
    return list(MediaItem.objects.of(idea, kind="idea"))


def upload(name="bench.jpg", data=None):
    return SimpleUploadedFile(name, photo() if data is None else data, content_type="image/jpeg")


def test_pictures_come_with_the_words(client, tom, board):
    client.force_login(tom)
    items = [fresh(tom), fresh(tom)]
    answer = client.post(board.url + "new/", WORDS | {"uploads": [str(item.token) for item in items]})
    assert pictures(Idea.objects.get()) == items
    assert str(items[0].token) in client.get(answer["Location"]).text


def test_the_preview_keeps_them_and_shows_them(client, tom, board):
    client.force_login(tom)
    item = fresh(tom)
    page = client.post(board.url + "new/", WORDS | {"uploads": str(item.token), "step": "preview"})
    assert f'name="uploads" value="{item.token}"' in page.text
    assert f"/files/{item.token}/w320" in page.text
    back = client.post(board.url + "new/", WORDS | {"uploads": str(item.token), "step": "edit"})
    assert f'value="{item.token}"' in back.text


def test_without_javascript_the_form_brings_the_file_and_nothing_typed_is_lost(client, tom, board, kept_tasks):
    client.force_login(tom)
    page = client.post(board.url + "new/", WORDS | {"file": upload(), "step": "preview"})
    item = MediaItem.objects.get()
    assert f'name="uploads" value="{item.token}"' in page.text
    client.post(board.url + "new/", WORDS | {"uploads": str(item.token), "step": "send"})
    assert pictures(Idea.objects.get()) == [item]
    prepare(item.pk)
    item.refresh_from_db()
    assert (item.state, item.stage) == (State.PUBLISHED, "ready")


def test_a_file_that_cannot_be_taken_is_said_beside_the_field(client, tom, board):
    client.force_login(tom)
    page = client.post(board.url + "new/", WORDS | {"file": upload(data=b""), "step": "preview"})
    assert "bench.jpg: The file is empty." in page.text
    assert WORDS["title"] in page.text
    assert WORDS["body"] in page.text


def test_four_are_one_too_many_and_the_words_stay(client, tom, board):
    client.force_login(tom)
    tokens = [str(fresh(tom).token) for _ in range(4)]
    page = client.post(board.url + "new/", WORDS | {"uploads": tokens})
    assert "At most 3 pictures can stand here." in page.text
    assert WORDS["body"] in page.text
    assert not Idea.objects.exists()


def test_anothers_picture_cannot_be_taken(client, tom, ines, board):
    client.force_login(tom)
    page = client.post(board.url + "new/", WORDS | {"uploads": str(fresh(ines).token)})
    assert "A picture is missing" in page.text
    assert not Idea.objects.exists()


def test_a_double_click_writes_one_idea_with_one_picture(client, tom, board):
    client.force_login(tom)
    item, key = fresh(tom), "6f0b6a52-7d0e-4d0b-9d4c-5d6b8f9f1c11"
    for _ in range(2):
        client.post(board.url + "new/", WORDS | {"uploads": str(item.token), "key": key})
    assert pictures(Idea.objects.get()) == [item]


def test_its_author_changes_them_with_the_words(client, tom, idea):
    first, second = fresh(tom), fresh(tom)
    set_pictures(idea, by=tom, pictures=[first], version=1)
    client.force_login(tom)
    form = client.get(f"/idea/{idea.pk}/edit/").text
    assert str(first.token) in form
    words = {"title": idea.title, "body": "Anew, and longer.", "category": "shops", "version": 1}
    client.post(f"/idea/{idea.pk}/edit/", words | {"uploads": [str(second.token)]})
    assert pictures(idea) == [second]


def test_not_once_somebody_relies_on_it_nor_from_an_old_window(tom, ines, idea):
    with pytest.raises(Stale):
        set_pictures(idea, by=tom, pictures=[], version=0)
    cast_vote(idea, by=ines)
    with pytest.raises(Refused):
        set_pictures(idea, by=tom, pictures=[fresh(tom)], version=1)


def test_nobody_else_may(ines, idea):
    with pytest.raises(Refused):
        set_pictures(idea, by=ines, pictures=[fresh(ines)], version=1)


def test_what_waits_or_failed_is_seen_by_its_author_alone(client, tom, ines, idea):
    waiting = fresh(tom)
    set_pictures(idea, by=tom, pictures=[waiting], version=1)
    MediaItem.objects.filter(pk=waiting.pk).update(state=State.WAITING)
    failed = make_media(by=tom, under=idea, stage="failed", reason_code="empty", name="cup.jpg", is_public=False)
    client.force_login(ines)
    page = client.get(idea.get_absolute_url()).text
    assert str(waiting.token) not in page
    assert "cup.jpg" not in page
    client.force_login(tom)
    page = client.get(idea.get_absolute_url()).text
    assert str(waiting.token) in page
    assert "Waits for a moderator" in page
    assert "The file is empty." in page
    assert str(failed.token) not in page


def test_a_visitor_is_told_when_pictures_can_be_added(client, board):
    page = client.get(board.url + "new/").text
    assert "once you have signed in" in page
    assert 'type="file"' not in page


def test_pictures_cost_two_queries_however_many(client, tom, idea, count_queries):
    client.get(idea.get_absolute_url())
    without = count_queries(lambda: client.get(idea.get_absolute_url()))
    for _ in range(3):
        make_media(by=tom, under=idea, widths=(320,))
    assert count_queries(lambda: client.get(idea.get_absolute_url())) <= without + 2
