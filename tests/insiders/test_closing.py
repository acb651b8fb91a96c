"""An early-access page is never open by oversight."""

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.audience.actions.groups import make_tier
from core.audience.actions.tiers import delete_tier
from core.audience.models import AudienceWindow, Tier
from core.audience.policies import may_enter_page
from core.members.models import User
from insiders.blocks import EarlyAccessBlock, unguarded
from insiders.models import EarlyAccessPage
from tests.core.audience.trees import close, close_to_visitors
from tests.insiders.things import make_early, make_index

pytestmark = pytest.mark.django_db


def add(**fields) -> EarlyAccessPage:
    return make_index().add_child(instance=EarlyAccessPage(title="Secret", **fields))


def told() -> list[str]:
    return [found.id for found in run_checks(databases=["default"]) if found.id.startswith("insiders")]


def test_one_that_is_created_in_code_lets_nobody_in(vera, tom, ines, ada):
    page = add()
    assert AudienceWindow.objects.filter(page=page).count() == 1
    assert [EarlyAccessPage.objects.visible_to(who).exists() for who in (vera, tom, ines, ada)] == [False] * 3 + [True]


def test_below_something_closed_it_needs_no_ladder_of_its_own(vera, ines):
    close(make_index(), "Insiders")
    page = add()
    assert not AudienceWindow.objects.filter(page=page).exists()
    assert not EarlyAccessPage.objects.visible_to(vera).exists()
    assert EarlyAccessPage.objects.visible_to(ines).exists()


def test_publishing_a_draft_whose_ladder_was_taken_away_closes_it_again(vera):
    page = make_early().page
    page.audience_windows.clear()
    revision = page.save_revision()
    revision.publish()
    assert AudienceWindow.objects.filter(page=page).count() == 1
    assert not EarlyAccessPage.objects.visible_to(vera).exists()


def by_sql(table: str, named: str) -> None:
    with connection.cursor() as cursor:
        for part in (named, ""):
            cursor.execute(f"DELETE FROM {table}{part}")


def lose_tier() -> None:
    delete_tier(Tier.objects.get(), by=User.objects.get(handle="ada"))


# What was there, how it was lost, and whether the loss is told of: without it, nothing says who sees the page.
LOSSES = {
    "a restriction that was taken away": ("login", lambda: PageViewRestriction.objects.get().delete(), True),
    "all restrictions at once": ("login", lambda: PageViewRestriction.objects.all().delete(), True),
    "a restriction behind Django's back": ("login", lambda: by_sql("wagtailcore_pageviewrestriction", "_groups"), True),
    "the group of a restriction": ("groups", lambda: Group.objects.get(name="Insiders").delete(), False),
    "the tier of a restriction": (
        "groups",
        lose_tier,
        False,
    ),
    "a ladder that was taken away": ("ladder", lambda: AudienceWindow.objects.get().delete(), True),
    "ladders behind Django's back": (
        "ladder",
        lambda: by_sql("audience_audiencewindow", "_tiers"),
        True,
    ),
    "the tier of a ladder": (
        "ladder",
        lose_tier,
        False,
    ),
    "the restriction of a page above": ("above", lambda: PageViewRestriction.objects.all().delete(), True),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_whatever_is_lost_it_is_closed_to_all_but_administrators(vera, tom, ines, bea, ada, max_queries, loss):
    what, lose, is_told = LOSSES[loss]
    page = make_early().page
    if what != "ladder":
        AudienceWindow.objects.all().delete()
        restriction = close(page.get_parent() if what == "above" else page, "Insiders")
        PageViewRestriction.objects.filter(pk=restriction.pk).update(
            restriction_type="login" if what == "login" else "groups"
        )
    cast = (vera, tom, ines, bea, ada)
    assert entering(page, cast)[2]
    assert told() == []
    lose()
    for number, who in enumerate(cast):
        with max_queries(1 + 2 if who is vera else 1 + 3):  # the list, and the gate after a change
            assert EarlyAccessPage.objects.visible_to(who).exists() == (who is ada), number
    assert entering(page, cast) == [False] * 4 + [True]
    assert Client().get(page.url).status_code == 404
    assert told() == (["insiders.W001"] if is_told else [])
    EarlyAccessPage.objects.update(live=False)
    assert told() == []


def entering(page: EarlyAccessPage, cast) -> list[bool]:
    return [bool(may_enter_page(who, page)) for who in cast]


def test_a_ladder_that_all_have_climbed_here_or_above_opens_it_on_purpose(vera):
    page = make_early(steps={"public_from": timezone.now()}).page
    assert EarlyAccessPage.objects.visible_to(vera).exists()
    AudienceWindow.objects.update(page=page.get_parent())
    assert EarlyAccessPage.objects.visible_to(vera).exists()
    AudienceWindow.objects.all().delete()
    assert not EarlyAccessPage.objects.visible_to(vera).exists()


def test_the_privacy_screen_says_whom_it_leaves_without_a_restriction(editor, tom):
    page = make_early().page
    AudienceWindow.objects.all().delete()
    close_to_visitors(page)
    page.audience_windows.clear()
    page.save_revision()
    url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    assert "Nobody but administrators, until steps" in editor.get(url).json()["html"]
    assert EarlyAccessPage.objects.visible_to(tom).exists()
    said = editor.post(url, {"restriction_type": "none"}).json()
    assert said == {"step": "set_privacy_done", "is_public": False}
    assert not EarlyAccessPage.objects.visible_to(tom).exists()
    screen = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "Nobody but administrators" in screen
    listing = editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).text
    assert "Nobody but administrators" in listing


def test_the_line_above_the_steps_says_nobody_while_there_are_none(editor):
    index = make_index()
    asked = {"parent": index.pk, "type": "early-access"}
    assert "Nobody but administrators" in editor.get("/admin/audience/summary/", asked).text
    assert "Everyone now" in editor.get("/admin/audience/summary/", {"parent": index.pk}).text
    close_to_visitors(index)
    assert "Members now" in editor.get("/admin/audience/summary/", asked).text


def form_of(*, windows: list[dict] | None = None, tiers: list[int] | None = None, **fields) -> dict:
    said = {
        "title": "Decaf",
        "slug": "decaf",
        "introduction": "",
        "question": "",
        "signed_by": "",
        "signed_as": "",
        "review": "nothing",
        "body": streamfield([]),
        "audience_windows": inline_formset(windows or []),
        "teasers": inline_formset([]),
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    chosen = {"audience_windows-0-tiers": tiers} if tiers else {}
    return nested_form_data(said | fields) | chosen


def create(client, **fields):
    url = reverse("wagtailadmin_pages:add", args=["insiders", "earlyaccesspage", make_index().pk])
    return client.post(url, form_of(**fields))


@pytest.fixture
def editor(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    return client


def test_the_editor_refuses_one_that_nobody_would_see_and_says_what_to_do(editor):
    answer = create(editor)
    assert answer.status_code == 200
    assert "Nobody but administrators would see it." in answer.content.decode()
    assert not EarlyAccessPage.objects.exists()


def test_the_editor_takes_one_with_steps(editor):
    steps = {"insiders_from": "", "members_from": "", "public_from": ""}
    answer = create(editor, tiers=[make_tier("Insiders").pk], windows=[steps])
    assert answer.status_code == 302, answer.context["form"].errors
    assert EarlyAccessPage.objects.get().live


def test_no_block_takes_files_that_everybody_can_fetch():
    assert list(unguarded(EarlyAccessBlock())) == []
    assert "picture" not in EarlyAccessBlock().child_blocks


class Leaky(EarlyAccessBlock):
    photos = blocks.ListBlock(blocks.StructBlock([("photo", ImageChooserBlock())]))
    paper = DocumentChooserBlock()
    free = blocks.RichTextBlock()
    links = blocks.RichTextBlock(features=["document-link"])


def test_a_block_that_does_is_found():
    assert list(unguarded(Leaky())) == ["photos.photo", "paper", "free", "links"]
