"""Files that nothing names are told of, on disk and in a bucket, and left where they are."""

import json
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from gallery.actions.uploading import complete_upload
from gallery.models import UploadSession
from gallery.models.upload import LIFE
from gallery.orphans import listed, orphans
from gallery.storages import private, public, random_key
from gallery.transports import transport
from tests.gallery.sending import begun, files_under, send
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["disk", pytest.param("bucket", marks=[pytest.mark.s3, pytest.mark.once])])
def storages_of_a_site(request, own_storages):
    if request.param == "bucket":
        request.getfixturevalue("bucket_storage")


def stored(storage, ending: str = "") -> str:
    return storage.save(random_key(ending), ContentFile(b"left behind"))


def left(*, days: int = 2) -> list[tuple[str, str]]:
    """So many days later."""
    return sorted((one.where, one.key) for one in orphans(at=timezone.now() + timedelta(days=days), page=2))


def test_what_nothing_names_is_found_in_both_storages_page_after_page(storages_of_a_site, tom):
    shown = make_media(by=tom, widths=(320,), formats=("webp",))
    private().save(shown.key, ContentFile(b"original"))
    waiting = make_media(by=tom, widths=(320,), formats=("webp",), is_public=False)
    lost = [("private", stored(private())) for _n in range(5)] + [("private", stored(private(), ".webp"))]
    lost += [("public", stored(public(), ".avif")) for _n in range(3)]
    assert len(list(listed(private(), page=2))) == 9
    assert left() == sorted(lost)
    key = waiting.renditions.get().key
    public().save(key, ContentFile(b"should have left"))
    assert left() == sorted([*lost, ("public", key)])


def test_what_is_young_may_be_on_its_way(storages_of_a_site):
    key = stored(private())
    assert left(days=0) == []
    assert left(days=1) == [("private", key)]


def test_a_file_that_is_whole_and_not_yet_an_item_belongs_to_its_session(own_storages, tom):
    session = send(begun(by=tom))
    transport().assemble(session)
    transport().clear(session)
    assert left() == []
    UploadSession.objects.all().delete()
    assert left() == [("private", session.key)]


def test_a_whole_one_belongs_to_its_item(own_storages, tom):
    complete_upload(send(begun(by=tom)), by=tom)
    assert left() == []


def test_parts_of_no_open_session_are_told_of_too(own_storages, tom):
    session = send(begun(by=tom), 1)
    assert left() == []
    lost = own_storages / "quarantine" / "zz" / "zz-lost"
    lost.mkdir(parents=True)
    (lost / "1").write_bytes(b"left behind")
    assert left() == [("quarantine", "zz/zz-lost")]
    UploadSession.objects.filter(pk=session.pk).delete()
    assert left() == sorted([("quarantine", "zz/zz-lost"), ("quarantine", session.key)])


def test_what_others_keep_in_the_public_storage_is_theirs(storages_of_a_site):
    for name in ("images/cup.jpg", "documents/menu.pdf", "original_images/ab/cup.webp"):
        public().save(name, ContentFile(b"of Wagtail"))
    assert left() == []


def test_the_command_says_them_and_deletes_nothing(own_storages):
    keys = [stored(private()), stored(private()), stored(public(), ".webp")]
    long_ago = (timezone.now() - 2 * LIFE).timestamp()
    for storage, key in zip((private(), private(), public()), keys, strict=True):
        os.utime(storage.path(key), (long_ago, long_ago))
    before = files_under(own_storages.parent)
    said = StringIO()
    call_command("orphans", stdout=said)
    assert all(key in said.getvalue() for key in keys)
    assert "3 files without a name, 33 bytes. Nothing was deleted." in said.getvalue()
    said = StringIO()
    call_command("orphans", "--json", stdout=said)
    rows = [json.loads(line) for line in said.getvalue().splitlines()]
    assert sorted(row["key"] for row in rows) == sorted(keys)
    assert {row["bytes"] for row in rows} == {11}
    assert files_under(own_storages.parent) == before
