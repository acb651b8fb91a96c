"""An early-access page is never open by oversight."""

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.audience.actions.groups import make_tier
from core.audience.models import AudienceWindow
from insiders.blocks import EarlyAccessBlock, unguarded
from insiders.models import EarlyAccessPage
from tests.core.audience.trees import close
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


def test_a_page_that_was_opened_behind_our_back_is_told_of():
    page = make_early().page
    assert told() == []
    AudienceWindow.objects.all().delete()
    assert told() == ["insiders.E001"]
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert told() == []
    restriction.delete()
    EarlyAccessPage.objects.update(live=False)
    assert told() == []


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


def test_the_editor_refuses_one_that_everybody_would_see_and_says_what_to_do(editor):
    answer = create(editor)
    assert answer.status_code == 200
    assert "Without them everybody would see it." in answer.content.decode()
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
