"""Two editors have the form of one page open. Whoever comes second is told, and loses nothing of what they typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.audience.models import AudienceWindow, Teaser
from core.pages.models import StandardPage
from tests.core.audience.test_audience_editor import edit, typed
from tests.core.audience.trees import make_page

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)
ROWS = {"ladder": {"ladder": {"public_from": typed(timezone.now() + LATER)}}, "teaser": {"teaser": {"title": "A door"}}}


@pytest.fixture
def staff(bea: Any, settings: Any) -> Client:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client = Client()
    client.force_login(bea)
    return client


@pytest.mark.parametrize("what", sorted(ROWS))
def test_a_second_ladder_or_teaser_is_refused_in_words(staff, what):
    page = make_page("Blend")
    assert edit(staff, page, **ROWS[what]).status_code == 302
    assert edit(staff, page, **ROWS[what], **{"action-publish": "1"}).status_code == 302  # takes the draft's place
    answer = edit(staff, page, **ROWS[what], **{"action-publish": "1"})  # of a form that was drawn before
    assert answer.status_code == 200
    assert "Somebody has added one meanwhile" in answer.text
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    kept = draft.audience_windows if what == "ladder" else draft.teasers
    assert kept.count() == 1
    assert max(AudienceWindow.objects.count(), Teaser.objects.count()) <= 1
