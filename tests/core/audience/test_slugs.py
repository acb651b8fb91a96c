"""Addresses that the site itself answers are not given to pages."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from core.pages.actions import demo_home
from core.pages.models import StandardPage
from core.validators import TAKEN
from tests.core.audience.trees import make_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", sorted(TAKEN))
@pytest.mark.parametrize("live", [True, False])
def test_a_top_level_page_cannot_take_them(slug, live):
    with pytest.raises(ValidationError, match="The site itself uses"):
        make_page("X", slug=slug, live=live)


def test_further_down_they_are_free():
    assert make_page("Search", under=make_page("Room"), slug="search").slug == "search"


def test_the_editor_is_told_beside_the_field(client, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(ada)
    home = demo_home()
    form = {"title": "Search", "slug": "search", "introduction": "", "body-count": "0", "action-publish": "1"}
    answer = client.post(f"/admin/pages/add/pages/standardpage/{home.pk}/", form)
    assert answer.status_code == 200
    assert "The site itself uses /search/" in answer.text
    assert not StandardPage.objects.exists()
    other = Page.objects.get(pk=make_page("Fine").pk).specific
    answer = client.post(f"/admin/pages/{other.pk}/edit/", form | {"slug": "api", "title": "Fine"})
    assert "The site itself uses /api/" in answer.text
