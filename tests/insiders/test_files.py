"""Private files reach whoever may see their page when they ask, and nobody else."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audience.actions.groups import leave
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from core.errors import Refused, RuleBroken
from core.members.models import User
from gallery.actions.placing import settle_all
from gallery.models import MediaItem
from gallery.storages import private
from insiders.actions.filing import add_file, clean_files, describe_file, remove_file
from insiders.models import PrivateFile
from tests.gallery.conftest import bucket_storage, s3_server  # noqa: F401
from tests.gallery.pictures import jpeg_bytes, scenery
from tests.insiders.things import PDF, make_document, make_early, make_picture

pytestmark = pytest.mark.django_db


def as_(user) -> Client:
    client = Client()
    if isinstance(user, User):
        client.force_login(user)
    return client


def addresses(bea) -> list[str]:
    early = make_early()
    picture, paper = make_picture(early, by=bea), make_document(early, by=bea)
    return [reverse("gallery:file", args=[picture.item.token, "w320.webp"]), paper.get_absolute_url()]


def test_outsiders_get_nothing_by_any_method_and_insiders_everything(vera, tom, ines, lars, bea, ada):
    for url in addresses(bea):
        for outsider in (vera, tom, lars):
            for method in ("get", "head", "options", "post"):
                answer = getattr(as_(outsider), method)(url)
                assert answer.status_code in (404, 405)
                assert b"Recipe" not in answer.content
        for insider in (ines, ada):
            answer = as_(insider).get(url)
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "private, no-store"
            assert as_(insider).head(url).status_code == 200


def test_a_part_is_given_and_what_lies_beyond_is_not(ines, bea):
    _picture, paper = addresses(bea)
    client = as_(ines)
    part = client.get(paper, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.getvalue()) == (206, b"%PDF-")
    assert client.get(paper, headers={"Range": "bytes=9999-"}).status_code == 416


def test_the_name_that_a_file_came_with_is_told_to_nobody(ines, bea):
    _picture, paper = addresses(bea)
    answer = as_(ines).get(paper)
    assert answer["Content-Disposition"] == 'attachment; filename="Recipe.pdf"'
    assert answer["Content-Type"] == "application/pdf"


def test_whoever_leaves_the_tier_gets_nothing_from_the_next_request_on(ines, bea):
    urls, client = addresses(bea), as_(ines)
    assert [client.get(url).status_code for url in urls] == [200, 200]
    leave(ines, INSIDERS)
    assert [client.get(url).status_code for url in urls] == [404, 404]


@pytest.mark.once
def test_a_bucket_gives_them_by_addresses_that_are_signed_for_minutes(tom, ines, bea, bucket_storage):  # noqa: F811
    urls, client = addresses(bea), as_(ines)
    for url in urls:
        answer = client.get(url, headers={"Range": "bytes=0-4"})
        signed = parse_qs(urlsplit(answer["Location"]).query)
        assert (answer.status_code, signed["X-Amz-Expires"]) == (302, ["300"])
        assert answer["Cache-Control"] == "private, no-store"
        assert "secret-name" not in answer["Location"]
        assert as_(tom).get(url).status_code == 404
    leave(ines, INSIDERS)
    assert [client.get(url).status_code for url in urls] == [404, 404]


def test_files_stay_private_also_while_everybody_may_see_the_page(vera, bea):
    urls = addresses(bea)
    AudienceWindow.objects.update(public_from=timezone.now())
    assert settle_all() == 0
    assert not MediaItem.objects.filter(is_public=True).exists()
    assert [as_(vera).get(url).status_code for url in urls] == [200, 200]
    AudienceWindow.objects.update(public_from=None)
    assert [as_(vera).get(url).status_code for url in urls] == [404, 404]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "Choose a file."),
        ("a.pdf", b"<html>", "This is no PDF. Other documents are not taken."),
        ("a.svg", b"<svg/>", "This is no PDF. Other documents are not taken."),
    ],
)
def test_only_pdf_is_taken_as_a_document(bea, name, data, words, own_storages):
    with pytest.raises(RuleBroken) as broken:
        add_file(make_early(), by=bea, kind="document", title="X", upload=SimpleUploadedFile(name, data))
    assert broken.value.message_dict == {"file": [words]}
    assert not PrivateFile.objects.exists()
    assert not own_storages.exists() or not [one for one in own_storages.rglob("*") if one.is_file()]


def test_a_picture_waits_to_be_checked_and_is_nobody_elses_twin(bea):
    early = make_early()
    upload = SimpleUploadedFile("IMG.jpg", jpeg_bytes(scenery()))
    file = add_file(early, by=bea, kind="picture", title="Tin", alt="A red tin", upload=upload)
    assert (file.item.audience, file.item.alt) == ("insiders", "A red tin")
    assert list(MediaItem.objects.of(early, kind="early-access")) == [file.item]


def test_who_does_not_edit_the_page_adds_changes_and_deletes_nothing(tom, ines, bea):
    early = make_early()
    file = make_document(early, by=bea)
    for outsider in (tom, ines):
        with pytest.raises(Refused):
            add_file(early, by=outsider, kind="document", title="X", upload=SimpleUploadedFile("a.pdf", PDF))
        with pytest.raises(Refused):
            describe_file(file, by=outsider, title="X", alt="")
        with pytest.raises(Refused):
            remove_file(file, by=outsider)


def test_what_is_deleted_is_gone_with_its_bytes(bea, django_capture_on_commit_callbacks):
    early = make_early()
    paper, picture = make_document(early, by=bea), make_picture(early, by=bea)
    keys = [paper.key, *picture.item.renditions.values_list("key", flat=True)]
    assert all(private().exists(key) for key in keys)
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(paper, by=bea)
        remove_file(picture, by=bea)
    assert not any(private().exists(key) for key in keys)
    assert not PrivateFile.objects.exists()
    assert not MediaItem.objects.exists()


def test_the_sweep_takes_away_files_of_a_page_that_is_gone(bea, django_capture_on_commit_callbacks):
    early = make_early()
    paper = make_document(early, by=bea)
    make_picture(early, by=bea)
    early.page.delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert clean_files() == 2
    assert not private().exists(paper.key)
    assert not MediaItem.objects.exists()


def test_the_screen_of_private_files_adds_one_and_says_where_it_is_used(client, bea, tom, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    early = make_early()
    url = reverse("insiders:files", args=[early.page_id])
    client.force_login(bea)
    for kind in ("picture", "film", "document", "nonsense"):
        assert client.get(f"{url}?kind={kind}").status_code == 200
    upload = SimpleUploadedFile("a.pdf", PDF)
    answer = client.post(url, {"kind": "document", "title": "Recipe", "file": upload}, follow=True)
    assert "not used yet" in answer.content.decode()
    file = PrivateFile.objects.get()
    early.page.body = [("private_document", {"file": str(file.pk)})]
    early.page.save_revision().publish()
    assert "on the page" in client.get(url).content.decode()
    refused = client.post(url, {"kind": "document", "title": "Recipe"})
    assert "Choose a file." in refused.content.decode()
    own = reverse("insiders:file", args=[early.page_id, file.pk])
    client.post(own, {"title": "The recipe"})
    assert PrivateFile.objects.get().title == "The recipe"
    gone = reverse("insiders:remove-file", args=[early.page_id, file.pk])
    assert "The page or its draft shows it." in client.get(gone).content.decode()
    client.post(gone)
    assert not PrivateFile.objects.exists()
    client.force_login(tom)
    assert [client.get(address).status_code for address in (url, own, gone)] == [404] * 3
