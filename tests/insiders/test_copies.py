"""A copy of an early-access page has files of its own, for the same bytes, and is closed."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from core.audience.models import AudienceWindow
from gallery.models import MediaItem
from gallery.storages import private
from insiders.actions.filing import bring_files, clean_files, remove_file
from insiders.models import EarlyAccessPage, PrivateFile
from tests.core.audience.trees import close
from tests.insiders.test_closing import form_of
from tests.insiders.things import make_document, make_early, make_index, make_picture

pytestmark = pytest.mark.django_db


def written(bea) -> tuple[EarlyAccessPage, PrivateFile, PrivateFile]:
    """A page that shows a picture and a document, and has a draft."""
    early = make_early()
    picture, paper = make_picture(early, by=bea), make_document(early, by=bea)
    page = early.page
    page.body = [("private_picture", {"file": picture.name}), ("private_document", {"file": paper.name})]
    page.save_revision().publish()
    page.title = "Decaf No. 5, a draft"
    page.save_revision()
    return EarlyAccessPage.objects.get(pk=page.pk), picture, paper


def fetched(user, page) -> tuple[int, list[int]]:
    """What somebody gets of the page, and of each file that it shows."""
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    files = PrivateFile.objects.filter(early__page=page.pk)
    urls = [
        reverse("gallery:file", args=[file.item.token, "w320.webp"]) if file.item else file.get_absolute_url()
        for file in files
    ]
    return client.get(page.url).status_code, [client.get(url).status_code for url in urls]


def test_it_shows_its_own_files_which_outlive_the_original(
    vera, tom, ines, lars, bea, django_capture_on_commit_callbacks
):
    page, picture, paper = written(bea)
    copy = page.copy(update_attrs={"slug": "five"}, user=bea)
    own = {file.name: file for file in PrivateFile.objects.filter(early__page=copy.pk)}
    assert set(own) == {picture.name, paper.name}
    assert own[paper.name].token != paper.token
    bring_files(page, copy)
    assert PrivateFile.objects.count() == 4
    for moment in ("both stand", "the original is gone"):
        for outsider in (vera, tom, lars):
            assert fetched(outsider, copy) == (404, [404, 404]), moment
        assert fetched(ines, copy) == (200, [200, 200]), moment
        client = Client()
        client.force_login(ines)
        assert own[paper.name].get_absolute_url() in client.get(copy.url).text
        if moment == "both stand":
            page.delete()
            with django_capture_on_commit_callbacks(execute=True):
                assert clean_files() == 2
    with django_capture_on_commit_callbacks(execute=True):
        for file in own.values():
            remove_file(file, by=bea)
    assert not MediaItem.objects.exists()
    assert not private().exists(paper.key)


def test_what_is_deleted_on_the_copy_stays_on_the_original(ines, bea, django_capture_on_commit_callbacks):
    page, _picture, _paper = written(bea)
    copy = page.copy(update_attrs={"slug": "five"})
    with django_capture_on_commit_callbacks(execute=True):
        for file in PrivateFile.objects.filter(early__page=copy.pk):
            remove_file(file, by=bea)
    assert fetched(ines, page) == (200, [200, 200])


@pytest.mark.parametrize("closed", ["by its ladder", "by a page above", "by a restriction"])
def test_it_is_closed_as_the_original_was_also_as_one_of_many(vera, tom, ines, bea, closed):
    page, _picture, _paper = written(bea)
    index = page.get_parent()
    if closed != "by its ladder":
        AudienceWindow.objects.all().delete()
        close(index if closed == "by a page above" else page, "Insiders")
    other = make_index(slug="others")
    Page.objects.get(pk=index.pk).specific.copy(recursive=True, to=other.get_parent(), update_attrs={"slug": "again"})
    copy = EarlyAccessPage.objects.exclude(pk=page.pk).get()
    assert PrivateFile.objects.filter(early__page=copy.pk).count() == 2
    assert [fetched(who, copy)[0] for who in (vera, tom, ines)] == [404, 404, 200]
    PageViewRestriction.objects.all().delete()
    AudienceWindow.objects.all().delete()
    assert [fetched(who, copy) for who in (vera, tom, ines)] == [(404, [404, 404])] * 3


def test_the_editor_takes_the_copy_as_it_is_and_no_file_of_a_third_page(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    page, picture, _paper = written(bea)
    copy = page.copy(update_attrs={"slug": "five"})
    page.delete()
    clean_files()
    client.force_login(bea)

    def saved(name: str):
        block = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "private_picture"}
        said = form_of(slug="five") | block | {"body-0-id": "", "body-0-value-file": name, "body-0-value-caption": ""}
        window = AudienceWindow.objects.get(page=copy.pk)
        said |= {
            "audience_windows-TOTAL_FORMS": "1",
            "audience_windows-INITIAL_FORMS": "1",
            "audience_windows-0-id": window.pk,
            "audience_windows-0-tiers": [tier.pk for tier in window.tiers.all()],
        }
        return client.post(reverse("wagtailadmin_pages:edit", args=[copy.pk]), said)

    answer = saved(picture.name)
    assert answer.status_code == 302, answer.context["form"].errors
    third = make_picture(make_early("Third", slug="third"), by=bea)
    assert "belongs to another page" in saved(third.name).text
