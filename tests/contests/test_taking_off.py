"""A contest is taken off the site: what follows is said before."""

import pytest
from django.urls import reverse

from contests.models import ContestPage
from contests.phases import Phase
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    return client


def test_taking_a_contest_with_entries_off_the_site_says_what_follows(editor):
    contest = make_contest(Phase.VOTING)
    address = reverse("wagtailadmin_pages:unpublish", args=[contest.pk])
    assert "with it, for everybody" not in editor.get(address).text
    make_entry(contest, media=False)
    for page in (contest.pk, contest.get_parent().pk):
        said = editor.get(reverse("wagtailadmin_pages:unpublish", args=[page])).text
        assert "1 entry leaves the site with it, for everybody but its entrant." in said
        assert "pause it instead" in said
    editor.post(address)
    assert not ContestPage.objects.get(pk=contest.pk).live
