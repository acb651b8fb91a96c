"""Copies that were saved anew, turned or mirrored are shown to moderators side by side."""

import pytest
from PIL import Image, ImageOps

from core.publication import State
from gallery.alike import look_alikes
from gallery.hashing import hashes_of
from moderation.actions.opening import open_case
from moderation.admin.dossier import Dossier
from tests.factories import make_board, make_idea
from tests.gallery.things import drawn, make_media

pytestmark = pytest.mark.django_db


def crossed() -> Image.Image:
    picture = drawn(640, 480, (160, 60, 40))
    picture.paste((20, 200, 90), (30, 40, 220, 130))
    return picture


@pytest.fixture
def idea(tom):
    return make_idea(board=make_board(slug="ideas"), by=tom)


def hung(idea, picture, by, **fields):
    return make_media(by=by, under=idea, widths=(320,), formats=("webp",), hashes=hashes_of(picture), **fields)


def test_mirrored_turned_and_shrunk_copies_are_found_and_others_are_not(idea, tom, ines):
    first = hung(idea, crossed(), tom)
    copies = [
        hung(idea, ImageOps.mirror(crossed()), ines),
        hung(idea, crossed().rotate(90, expand=True), ines),
        hung(idea, crossed().resize((320, 240)), ines),
    ]
    other = Image.new("RGB", (640, 480), "white")
    other.paste((0, 0, 0), (0, 300, 640, 480))
    hung(idea, other, ines)
    assert look_alikes(first.pk) == [copy.pk for copy in reversed(copies)]


def test_what_has_nothing_to_see_looks_like_nothing(idea, tom):
    flat = [hung(idea, Image.new("RGB", (64, 64), "red"), tom) for _ in range(2)]
    assert look_alikes(flat[0].pk) == []


def test_a_moderator_sees_them_beside_the_case(idea, tom, ines, mo, client):
    first = hung(idea, crossed(), tom)
    copy = hung(idea, ImageOps.mirror(crossed()), ines, state=State.HIDDEN)
    case = open_case("media", first, reason="is_reported")
    assert [one.piece.state for one in Dossier(case, by=mo).look_alikes()] == [State.HIDDEN]
    client.force_login(mo)
    page = client.get(f"/admin/moderation/{case.pk}/").text
    assert "Pictures that look like this one" in page
    assert f"/files/{copy.token}/w320.webp" in page


def test_its_author_who_moderates_does_not(idea, mo, ines):
    first = hung(idea, crossed(), mo)
    hung(idea, crossed(), ines)
    case = open_case("media", first, reason="is_reported")
    assert Dossier(case, by=mo).look_alikes() == []
