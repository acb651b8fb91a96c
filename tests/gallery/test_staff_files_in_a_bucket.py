"""Pictures and documents of staff in buckets of a real S3 server: signed addresses, and only for who may have them."""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from core.audience.groups import INSIDERS
from core.brand.actions.hiding import hide_former_files
from core.brand.models import BrandDocument, BrandImage
from tests.core.audience.trees import close, make_page
from tests.gallery.buckets import send

pytestmark = [pytest.mark.django_db, pytest.mark.s3, pytest.mark.once]


def png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(made, "PNG")
    return made.getvalue()


def test_they_are_fetched_by_signed_addresses_until_the_page_closes(
    bucket_storage, client, ines, django_capture_on_commit_callbacks
):
    picture = BrandImage.objects.create(title="Plan", file=ContentFile(png(), name="plan.png"))
    page = make_page("Plan", body=[("picture", {"picture": picture})])
    made = picture.get_rendition("width-20")
    answer = client.get(made.url)
    assert answer.status_code == 302
    assert {"public", "max-age=120"} == set(answer["Cache-Control"].split(", "))
    signed = answer["Location"]
    assert send(signed, method="GET")[0] == 200
    assert send(signed.partition("?")[0], method="GET")[0] == 403
    public = urlsplit(default_storage.url(made.file.name))
    assert send(public.geturl(), method="GET")[0] in (403, 404)
    close(page, INSIDERS)
    assert client.get(made.url).status_code == 404
    client.force_login(ines)
    theirs = client.get(made.url)
    assert theirs.status_code == 302
    assert {"private", "no-store"} == set(theirs["Cache-Control"].split(", "))

    document = BrandDocument.objects.create(title="Plan", file=ContentFile(b"plan", name="plan.txt"))
    assert b"".join(client.get(document.url).streaming_content) == b"plan"
    former = default_storage.save("documents/former.txt", ContentFile(b"former"))
    BrandDocument.objects.update(file=former, name="")
    with django_capture_on_commit_callbacks(execute=True):
        assert hide_former_files() == 1
    assert not default_storage.exists(former)
    document = BrandDocument.objects.get()
    assert (document.filename, document.file.name.partition("/")[0]) == ("former.txt", "document")
    assert b"".join(client.get(document.url).streaming_content) == b"former"
