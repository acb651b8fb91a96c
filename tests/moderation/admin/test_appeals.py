"""An appeal on the desk: what is chosen, what it needs, and who may not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.models import Idea
from moderation.actions.appealing import appeal
from moderation.actions.telling import tell_due
from moderation.models import Act, Appeal, Case, Decision
from tests.moderation.admin.forms import HTMX, TEXT, case_url, send, soup_of, words_of
from tests.moderation.things import case_of, decided, waiting_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def appealed(mia):
    """Mia rejected it, and its author appeals."""
    idea = waiting_idea(title="A bench")
    decision = decided(idea, Act.REJECT, by=mia, text="It names a person.")
    tell_due(at=timezone.now() + timedelta(minutes=1))
    appeal(decision, by=idea.author, text="It names a street.")
    return idea


def test_the_desk_shows_both_sides_and_offers_two_ways(desk, appealed):
    page = soup_of(desk.get(case_url(case_of(appealed))))
    words = words_of(page.select_one(".queue-appeal"))
    assert "It names a street." in words
    assert "It names a person." in words
    assert "Mia" in words
    acts = [choice["value"] for choice in page.select("[data-choice]")]
    assert acts == ["overturn", "uphold", "escalate"]


@pytest.mark.parametrize(("act", "state"), [("overturn", "waiting"), ("uphold", "rejected")])
def test_either_way_is_decided_with_a_text(desk, mo, appealed, act, state):
    case = case_of(appealed)
    refused = send(desk, case, act, headers=HTMX)
    assert refused.status_code == 422
    assert "the author reads this" in refused.text
    response = send(desk, case, act, text=TEXT, headers=HTMX)
    assert response.status_code == 200
    outcome = Appeal.objects.get().outcome
    assert (outcome.act, outcome.by, outcome.text) == (act, mo, TEXT)
    assert Idea.objects.get().state == state
    root = soup_of(response).select_one("#desk")
    assert root["data-said"].endswith("“A bench”.")
    assert root["data-decided-case"] == str(case.pk)
    assert not root.select_one("#undo-bar")  # it cannot be undone


def test_it_is_answered_before_the_thing_is_judged_again(desk, appealed):
    response = send(desk, case_of(appealed), "approve")
    assert "overturn or uphold" in response.text
    assert Decision.objects.count() == 1


def test_it_is_not_for_whoever_decided_first(other_desk, appealed):
    page = soup_of(other_desk.get(case_url(case_of(appealed))))
    assert "an appeal needs other eyes" in words_of(page.select_one(".queue-case"))
    assert not page.select_one("#decision-form")
    assert send(other_desk, case_of(appealed), "uphold", text=TEXT).status_code == 403


def test_an_appeal_that_somebody_answered_meanwhile_keeps_the_words(desk, ada, client, appealed):
    case = case_of(appealed)
    client.force_login(ada)
    send(client, case, "uphold", text="No.")
    response = desk.post(
        reverse("moderation_queue:decide", args=[case.pk]), {"act": "overturn", "version": 1, "text": TEXT}
    )
    assert response.status_code == 409
    assert TEXT in response.text
    assert Case.objects.get(pk=case.pk).state == "decided"


def test_the_preview_names_what_was_decided_before(desk, appealed):
    case = case_of(appealed)
    data = {"act": "uphold", "version": 1, "text": TEXT}
    shown = soup_of(desk.post(reverse("moderation_queue:preview", args=[case.pk]), data))
    assert "Not published" in words_of(shown)
    assert TEXT in words_of(shown)
