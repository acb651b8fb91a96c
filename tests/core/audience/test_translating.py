"""A translated page is as closed as the page it was made from."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from core.audience.gate import is_closed
from core.audience.groups import INSIDERS
from tests.core.audience.test_carrying import fresh, seen
from tests.core.audience.trees import climb, close, make_page

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def room():
    page = make_page("Room")
    close(page, INSIDERS)
    return page


def test_a_translation_is_closed_as_its_original_is(room, vera, ines):
    hebrew = Locale.objects.get_or_create(language_code="he")[0]
    translated = fresh(room).copy_for_translation(hebrew, copy_parents=True)
    assert seen(translated, vera, ines) == [False, True]
    page = make_page("Blend", under=fresh(room)).copy_for_translation(hebrew)
    assert page.get_parent().pk == translated.pk
    assert seen(page, vera, ines) == [False, True]


def test_a_page_above_that_is_closed_is_translated_as_a_draft_and_what_is_open_as_an_alias(vera, tom, ines):
    """Each of them stays as closed as it was, also once the drafts are published."""
    hall = make_page("Hall")
    room = make_page("Room", under=hall)
    climb(room, INSIDERS, members_from=timezone.now() + HOUR)
    page = make_page("Blend", under=make_page("Shelf", under=room))
    hebrew = Locale.objects.get_or_create(language_code="he")[0]
    translated = page.copy_for_translation(hebrew, copy_parents=True)
    of_shelf, of_room = translated.get_parent(), translated.get_parent().get_parent()
    of_hall = of_room.get_parent()
    assert of_hall.alias_of_id == hall.pk
    assert (of_room.alias_of_id, of_shelf.alias_of_id, of_room.live, translated.live) == (None, None, False, False)
    for one in (of_room, of_shelf, translated):
        fresh(one).save_revision().publish()
        assert seen(one, vera, tom, ines) == [False, False, True]
    assert not is_closed(fresh(translated).path, tom, timezone.now() + 2 * HOUR)  # the ladder came along
    assert seen(of_hall, vera) == [True]


def test_a_translation_that_stands_outside_is_closed_by_itself(room, vera, ines):
    hebrew = Locale.objects.get_or_create(language_code="he")[0]
    page = make_page("Blend", under=room)
    translated = fresh(room).copy_for_translation(hebrew, copy_parents=True)
    PageViewRestriction.objects.filter(page=translated.pk).delete()
    assert seen(fresh(page).copy_for_translation(hebrew), vera, ines) == [False, True]
