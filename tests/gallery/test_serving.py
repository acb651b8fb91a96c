"""Files to those who may have them, and in ranges where a player asks for one."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.publication import State
from core.serving import wanted_range
from gallery.storages import private, public
from tests.factories import make_board, make_idea
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(tom):
    return make_idea(board=make_board(slug="ideas"), by=tom)


@pytest.fixture
def waiting(tom, idea):
    return make_media(by=tom, under=idea, is_public=False, state=State.WAITING, published_at=None, widths=(320,))


@pytest.fixture
def shown(tom, idea):
    return make_media(by=tom, under=idea, widths=(320,))


def url_of(item, name="w320.webp"):
    return f"/files/{item.token}/{name}"


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_what_waits_is_its_owners_and_moderators_alone(waiting, client, tom, ines, mo, bea):
    for person, status in ((None, 404), (ines, 404), (bea, 404), (tom, 200), (mo, 200)):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(url_of(waiting)).status_code == status, person


def test_what_is_published_is_everybodys_through_either_door(shown, client):
    made = shown.renditions.get(role="w320", format="webp")
    answer = client.get(url_of(shown))
    assert (answer.status_code, answer["Content-Type"], len(body(answer))) == (200, "image/webp", made.size)
    assert answer["Cache-Control"] == "private, no-store"
    open_door = client.get(f"/media/{made.key}")
    assert (open_door.status_code, open_door["Content-Type"]) == (200, "image/webp")
    assert "immutable" in open_door["Cache-Control"]
    for one in (answer, open_door):
        assert one["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in one["Content-Security-Policy"]


def test_behind_a_closed_door_there_is_nothing_for_outsiders_nor_for_moderators_outside(shown, idea, client, ines, mo):
    restriction = PageViewRestriction.objects.create(page=idea.board, restriction_type=PageViewRestriction.GROUPS)
    assert restriction
    for person in (None, ines, mo):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(url_of(shown)).status_code == 404, person


def test_an_original_is_kept_never_shown(waiting, client, tom, ines, mo):
    private().save(waiting.key, ContentFile(b"<html><script>alert(1)</script>"))
    url = f"/files/{waiting.token}/original/"
    for person, status in ((None, 404), (ines, 404), (tom, 200), (mo, 200)):
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(url)
        assert answer.status_code == status
        if status == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["w9999.webp", "w320", "w320.exe", "../../w320.webp", "w320.webp.php", "%00"])
def test_what_was_not_made_is_not_there(shown, client, name):
    assert client.get(url_of(shown, name)).status_code == 404


@pytest.mark.parametrize("name", ["../manage.py", "..%2f..%2fetc/passwd", "documents/secret.pdf", "no/such.webp", ""])
def test_the_public_folder_ends_at_its_walls(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_a_withdrawn_publication_is_gone_and_a_never_published_one_never_was(shown, waiting, client):
    for item, status in ((shown, 410), (waiting, 404)):
        key = item.renditions.first().key
        public().delete(key)
        type(item).objects.filter(pk=item.pk).update(state=State.HIDDEN, is_public=False)
        assert client.get(f"/media/{key}").status_code == status


@pytest.mark.parametrize(
    ("header", "status", "sent", "content_range"),
    [
        ("bytes=0-1", 206, slice(0, 2), "bytes 0-1/{size}"),
        ("bytes=0-", 206, slice(0, None), "bytes 0-{last}/{size}"),
        ("bytes=-5", 206, slice(-5, None), "bytes {fifth}-{last}/{size}"),
        ("bytes=-99999999", 206, slice(0, None), "bytes 0-{last}/{size}"),
        ("bytes=5-99999999", 206, slice(5, None), "bytes 5-{last}/{size}"),
        ("bytes=99999999-", 416, None, "bytes */{size}"),
        ("bytes=-0", 416, None, "bytes */{size}"),
        ("bytes=9-3", 200, slice(0, None), None),
        ("bytes=0-1,4-5", 200, slice(0, None), None),
        ("pages=1-2", 200, slice(0, None), None),
        ("bytes=a-b", 200, slice(0, None), None),
        ("", 200, slice(0, None), None),
    ],
)
def test_ranges(shown, client, header, status, sent, content_range):
    made = shown.renditions.get(role="w320", format="webp")
    whole = private().open(made.key).read()
    answer = client.get(f"/media/{made.key}", headers={"Range": header})
    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    figures = {"size": len(whole), "last": len(whole) - 1, "fifth": len(whole) - 5}
    assert answer.get("Content-Range") == (content_range.format(**figures) if content_range else None)
    if sent is not None:
        assert body(answer) == whole[sent]
        assert int(answer["Content-Length"]) == len(whole[sent])


def test_a_file_without_bytes_has_no_ranges():
    assert wanted_range("bytes=0-1", 0) is None


def test_only_reading(shown, client):
    assert client.post(url_of(shown)).status_code == 405


def test_when_it_was_published_does_not_open_it_early(shown, client):
    type(shown).objects.filter(pk=shown.pk).update(state=State.WAITING, published_at=timezone.now())
    assert client.get(url_of(shown)).status_code == 404
