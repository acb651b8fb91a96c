"""The preview that shows a draft as a visitor, a member or an insider would get it now."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audience.actions.groups import make_tier
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from core.members.models import User
from core.pages.actions import demo_home
from core.pages.models import StandardPage
from ideas.models import IdeaBoardPage
from tests.core.audience.test_audience_editor import form_of
from tests.core.audience.trees import climb, close, make_page, tease

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BODY = "zanzibar"


@pytest.fixture
def staff(bea):
    client = Client()
    client.force_login(bea)
    return client


@pytest.fixture
def page(bea):
    page = make_page("Blend", introduction=BODY)
    make_tier(INSIDERS)
    return StandardPage.objects.get(pk=page.pk)


def tier_mode(name=INSIDERS) -> str:
    return f"as-insider-{make_tier(name).pk}"


def look(client, page, mode):
    return client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})


def draft(page, *, teaser="", tiers=(), **steps):
    window = AudienceWindow(**steps)
    window.tiers = [make_tier(name) for name in tiers]
    page.audience_windows = [window]
    if teaser:
        page.teasers = [page.teasers.model(title=teaser)]
    page.save_revision()
    return page


def test_a_draft_is_seen_with_each_pair_of_eyes(staff, page):
    draft(page, teaser="A door", tiers=[INSIDERS])
    assert BODY in look(staff, page, "").text
    for mode in ("as-visitor", "as-member"):
        answer = look(staff, page, mode)
        assert (answer.status_code, "A door" in answer.text, BODY in answer.text) == (200, True, False)
    answer = look(staff, page, tier_mode())
    assert BODY in answer.text
    assert "A door" not in answer.text


def test_without_a_teaser_it_is_the_404(staff, page):
    draft(page, tiers=[INSIDERS])
    for mode in ("as-visitor", "as-member"):
        answer = look(staff, page, mode)
        assert answer.status_code == 404
        assert BODY not in answer.text


def test_now_means_now(staff, page):
    now = timezone.now()
    draft(page, members_from=now + HOUR)
    assert look(staff, page, "as-member").status_code == 404
    draft(page, members_from=now - HOUR)
    assert BODY in look(staff, page, "as-member").text
    assert look(staff, page, "as-visitor").status_code == 404


def test_the_live_ladder_does_not_count_in_a_draft_without_one(staff, page):
    climb(page, INSIDERS)
    page = StandardPage.objects.get(pk=page.pk)
    page.audience_windows = []
    page.save_revision()
    assert BODY in look(staff, page, "as-visitor").text


def test_what_closes_a_page_above_counts(staff):
    room = make_page("Room")
    close(room, INSIDERS)
    page = make_page("Blend", under=room, introduction=BODY)
    tease(page, "A door")
    assert look(staff, page, "as-visitor").status_code == 404
    assert look(staff, page, tier_mode("Others")).status_code == 404
    assert BODY in look(staff, page, tier_mode()).text


def test_a_restriction_with_a_teaser(staff, page):
    close(page, INSIDERS)
    tease(page, "A door")
    assert "A door" in look(staff, page, "as-visitor").text
    assert BODY in look(staff, page, tier_mode()).text


def test_where_only_hidden_tiers_open_it_the_outsider_gets_nothing(staff, page):
    make_tier("Cabal", is_hidden=True)
    draft(page, teaser="A door", tiers=["Cabal"])
    assert look(staff, page, "as-visitor").status_code == 404
    assert BODY in look(staff, page, tier_mode("Cabal")).text


def test_the_person_is_nobody_and_nothing_is_left_of_it(staff, page, bea):
    sessions, people = Session.objects.count(), User.objects.count()
    for mode in ("as-visitor", "as-member", tier_mode()):
        answer = look(staff, page, mode)
        assert settings.SESSION_COOKIE_NAME not in answer.cookies
        assert bea.display_name not in answer.text
    assert (Session.objects.count(), User.objects.count()) == (sessions, people)
    assert staff.get("/admin/").status_code == 200  # still signed in


def test_nothing_runs_and_nothing_can_be_sent_from_it(staff, page):
    answer = look(staff, page, "as-visitor")
    assert "sandbox allow-same-origin" in answer["Content-Security-Policy"]
    assert "allow-scripts" not in answer["Content-Security-Policy"]
    assert "sandbox" not in look(staff, page, "")["Content-Security-Policy"]


def test_boards_are_seen_with_their_fragments(staff, page):
    board = page.get_parent().add_child(instance=IdeaBoardPage(title="Board", slug="board", question=BODY))
    climb(board, INSIDERS)
    board = IdeaBoardPage.objects.get(pk=board.pk)
    assert look(staff, board, "as-visitor").status_code == 404
    assert BODY in look(staff, board, tier_mode()).text


def test_a_page_that_is_not_stored_yet_is_seen_too(staff):
    form = form_of(introduction=BODY, ladder={"members_from": "2020-01-01 09:00"}, teaser={"title": "A door"})
    url = reverse("wagtailadmin_pages:preview_on_add", args=["pages", "standardpage", demo_home().pk])
    assert staff.post(url, form).json()["is_valid"]
    answer = staff.get(url, {"mode": "as-visitor"})
    assert "A door" in answer.text
    assert BODY not in answer.text
    assert BODY in staff.get(url, {"mode": "as-member"}).text
    assert not StandardPage.objects.exists()


def test_the_modes_name_the_tiers_of_this_page(page):
    make_tier("Others")
    names = lambda: [str(label) for _mode, label in page.preview_modes]  # noqa: E731
    assert names()[1:] == ["As a visitor", "As a member"]
    climb(page, INSIDERS)
    page.refresh_from_db()
    assert names()[1:] == ["As a visitor", "As a member", "As an insider: Insiders"]
    assert page.default_preview_mode == ""
