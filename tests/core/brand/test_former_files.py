"""What staff uploaded before files of theirs were private leaves the public storage, and is found where it is now."""

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import Client
from PIL import Image

from core.audience.groups import INSIDERS
from core.brand.actions.hiding import hide_former_files
from core.brand.models import BrandDocument, BrandImage, BrandRendition
from tests.core.audience.trees import close, make_page

pytestmark = pytest.mark.django_db


def png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(made, "PNG")
    return made.getvalue()


def as_before(row, name: str) -> str:
    """Its file lies in the public storage, as all did once."""
    with row.file.open() as file:
        default_storage.save(name, ContentFile(file.read()))
    type(row).objects.filter(pk=row.pk).update(file=name, **({"name": ""} if isinstance(row, BrandDocument) else {}))
    return name


@pytest.fixture
def picture():
    return BrandImage.objects.create(title="Plan", file=ContentFile(png(), name="plan.png"))


def test_pictures_leave_and_old_addresses_lead_to_them(picture, client, django_capture_on_commit_callbacks, ines):
    page = make_page("Plan", body=[("picture", {"picture": picture})])
    made = picture.get_rendition("format-webp|width-400")
    names = [as_before(picture, "original_images/plan.png"), as_before(made, "images/plan.width-400.webp")]
    assert BrandImage.objects.get().get_rendition("width-20").width == 20  # of the file where it still is
    assert client.get(f"/media/{names[1]}").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert hide_former_files() == 2
    assert hide_former_files() == 0
    assert [default_storage.exists(name) for name in names] == [False, False]
    html = client.get(page.url).text
    now = BrandRendition.objects.get(former_name=names[1])
    assert f"/picture/{now.file.name.rsplit('/', 1)[1]}" in html  # also where a cache knew the old one
    answer = client.get(f"/media/{names[1]}")
    assert (answer.status_code, client.get(answer["Location"]).status_code) == (302, 200)
    assert client.get(f"/media/{names[0]}").status_code == 404
    close(page, INSIDERS)
    assert client.get(f"/media/{names[1]}").status_code == 404
    client.force_login(ines)
    assert client.get(f"/media/{names[1]}", follow=True).status_code == 200


def test_documents_leave_and_keep_their_names_and_addresses(client, django_capture_on_commit_callbacks):
    document = BrandDocument.objects.create(title="Plan", file=ContentFile(b"plan", name="the plan.txt"))
    assert document.file.name.startswith("document/") and "plan" not in document.file.name
    assert not default_storage.exists(document.file.name) and storages["private"].exists(document.file.name)
    assert document.url == f"/documents/{document.pk}/the_plan.txt"
    assert b"".join(client.get(document.url).streaming_content) == b"plan"
    as_before(document, "documents/old_plan.txt")
    document = BrandDocument.objects.get()
    assert document.url.endswith("/old_plan.txt")
    with django_capture_on_commit_callbacks(execute=True):
        assert hide_former_files() == 1
    assert not default_storage.exists("documents/old_plan.txt")
    assert BrandDocument.objects.get().url == document.url
    answer = client.get(document.url)
    assert "old_plan.txt" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == b"plan"


def test_one_that_is_lost_is_not_waited_for(picture):
    BrandImage.objects.update(file="original_images/lost.png")
    assert (hide_former_files(), hide_former_files()) == (1, 0)
    assert Client().get("/media/original_images/lost.png").status_code == 404
    assert not BrandRendition.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "../../etc/passwd", "שלום.pdf", "a b.PDF", "CON", ".txt"])
def test_whatever_a_document_is_called_it_has_a_name(name):
    document = BrandDocument(title="Any")
    document.file.save(name, ContentFile(b"x"))
    document = BrandDocument.objects.get()
    assert 0 < len(document.filename) <= 100
    assert "/" not in document.filename
    assert Client().get(document.url).status_code == 200
