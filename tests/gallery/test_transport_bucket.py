"""Parts straight into a bucket, on a real S3 server: what it refuses by itself, and what we refuse after it."""

import time
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.errors import Stale
from core.settings import CONTENT_SECURITY_POLICY
from gallery.actions.uploading import (
    abandon_upload,
    begin_upload,
    clean_uploads,
    complete_upload,
    receive_part,
    receive_plain,
    tickets_for,
)
from gallery.models import MediaItem, UploadSession, UploadState
from gallery.models.upload import LIFE
from gallery.orphans import orphans
from gallery.storages import private
from gallery.transports import BucketTransport, transport
from gallery.transports.protocol import Faulty
from tests.gallery.buckets import owner_of, send
from tests.gallery.sending import content, part_of
from tests.moderation.test_reporting_at_once import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.s3, pytest.mark.once]
PART = 8 * 1024 * 1024
SIZE = PART + 1000


@pytest.fixture
def session(tom, bucket_storage) -> UploadSession:
    return begin_upload(by=tom, purpose="photo", name="cup.jpg", size=SIZE)


def ticket(session: UploadSession, number: int) -> str:
    return tickets_for(session, [number], by=session.owner)[number].url


def put(url: str, body: bytes) -> int:
    return send(url, method="PUT", body=body)[0]


def all_sent(session: UploadSession) -> UploadSession:
    for number in range(session.parts, 0, -1):
        assert put(ticket(session, number), part_of(session, number)) == 200
    return session


def stored(session: UploadSession) -> bytes:
    with private().open(session.key) as file:
        return file.read()


def fault(act: Any) -> str:
    with pytest.raises(Faulty) as caught:
        act()
    return caught.value.code


def test_a_bucket_is_what_the_settings_chose(bucket_storage):
    assert isinstance(transport(), BucketTransport)
    assert not transport().carries


def test_parts_go_straight_into_the_bucket_and_become_one_object(tom, session):
    assert session.parts == 2
    assert transport().arrived(session) == {}
    put(ticket(session, 2), part_of(session, 2))
    assert transport().arrived(session) == {2: 1000}
    item = complete_upload(all_sent(session), by=tom)
    assert (item.key, item.size, stored(session) == content(SIZE)) == (session.key, SIZE, True)
    assert complete_upload(session, by=tom) == item
    assert left() == []


def test_completing_twice_with_an_old_copy_is_one_item(tom, session):
    copy = UploadSession.objects.get(pk=session.pk)
    item = complete_upload(all_sent(session), by=tom)
    assert complete_upload(copy, by=tom) == item
    assert transport().assemble(session) == SIZE


def test_what_another_request_completes_between_two_questions_is_not_missing(session):
    all_sent(session)
    way, theirs = transport(), BucketTransport(private())
    asked = []

    def completed_by_them(**_event: Any) -> None:
        asked.append("ListParts")
        if len(asked) == 1:
            theirs.assemble(session)
            theirs.clear(session)

    way.client.meta.events.register("before-call.s3.ListParts", completed_by_them)
    try:
        assert way.assemble(session) == SIZE
    finally:
        way.client.meta.events.unregister("before-call.s3.ListParts", completed_by_them)
    assert stored(session) == content(SIZE)


def test_completing_too_early_counts_what_is_missing(tom, session):
    put(ticket(session, 1), part_of(session, 1))
    assert fault(lambda: complete_upload(session, by=tom)) == "parts-missing"
    assert not MediaItem.objects.exists()
    complete_upload(all_sent(session), by=tom)


@pytest.mark.parametrize("number", [0, 3, 10_000])
def test_no_part_is_signed_that_the_size_does_not_make(session, number):
    assert fault(lambda: ticket(session, number)) == "no-part"


@pytest.mark.parametrize("more", [-1, 1, 100_000])
def test_a_part_of_another_length_is_refused_by_the_bucket(session, more):
    assert put(ticket(session, 2), bytes(1000 + more)) == 403
    assert transport().arrived(session) == {}


def test_a_part_of_another_length_would_not_count_either(tom, session, bucket_storage):
    """As if a server did not heed the length that was signed: it comes in by another way."""
    way = transport()
    for number, length in ((1, PART), (2, 999)):
        owner_of(bucket_storage).upload_part(**way._upload(session), PartNumber=number, Body=bytes(length))
    owner_of(bucket_storage).upload_part(**way._upload(session), PartNumber=7, Body=b"more")
    assert way.arrived(session) == {1: PART}
    assert fault(lambda: complete_upload(session, by=tom)) == "parts-missing"


def test_a_finished_object_of_another_size_is_deleted_and_refused(tom, session, bucket_storage):
    all_sent(session)
    owner_of(bucket_storage).put_object(Bucket=private().bucket_name, Key=session.key, Body=b"something else")
    assert fault(lambda: complete_upload(session, by=tom)) == "wrong-length"
    assert not private().exists(session.key)
    assert not MediaItem.objects.exists()


def test_nobody_without_a_key_reads_writes_or_lists(session, bucket_storage):
    all_sent(session)
    transport().assemble(session)
    bucket = f"{bucket_storage}/{private().bucket_name}"
    assert send(f"{bucket}/{session.key}")[0] == 403
    assert send(bucket)[0] == 403
    assert put(f"{bucket}/{session.key}", b"mine now") == 403
    assert stored(session) == content(SIZE)


def test_an_address_is_good_for_its_own_part_key_and_time_alone(session):
    good = ticket(session, 2)
    other_key = good.replace(session.key.split("/")[1], "another")
    other_part = good.replace("partNumber=2", "partNumber=1")
    longer = good.replace("X-Amz-Expires=900", "X-Amz-Expires=90000")
    forged = good[:-4] + "0000"
    for url in (other_key, other_part, longer, forged):
        assert url != good
        assert put(url, part_of(session, 2)) == 403
    assert send(good)[0] == 403  # nor for reading
    assert transport().arrived(session) == {}
    assert put(good, part_of(session, 2)) == 200


def test_an_address_that_has_expired_is_refused(session):
    way = transport()
    parameters = {**way._part(session, 2), "ContentLength": 1000}
    url = way.client.generate_presigned_url("upload_part", Params=parameters, ExpiresIn=1)
    began, answer = time.monotonic(), 200
    while answer == 200 and time.monotonic() - began < 30:
        answer = put(url, part_of(session, 2))
    assert answer == 403


def test_an_address_used_again_after_the_end_changes_nothing(tom, session):
    late = ticket(session, 2)
    complete_upload(all_sent(session), by=tom)
    assert put(late, bytes(1000)) == 404
    assert stored(session) == content(SIZE)


def left() -> list[str]:
    """As a day later."""
    return [one.key for one in orphans(at=timezone.now() + 2 * LIFE)]


def test_an_abandoned_upload_leaves_nothing(tom, session):
    late = ticket(session, 2)
    all_sent(session)
    assert left() == []
    abandon_upload(session, by=tom)
    abandon_upload(session, by=tom)
    assert list(transport().quarantined()) == []
    assert put(late, part_of(session, 2)) == 404
    with pytest.raises(Stale):
        complete_upload(session, by=tom)


def test_what_belongs_to_no_session_is_counted(session):
    key = session.key
    session.delete()
    assert left() == [key]


def test_the_sweep_takes_away_what_has_expired(session):
    put(ticket(session, 1), part_of(session, 1))
    UploadSession.objects.update(expires_at=timezone.now())
    assert clean_uploads() == 1
    session.refresh_from_db()
    assert (session.state, session.spent) == (UploadState.ABANDONED, PART)
    assert list(transport().quarantined()) == []


def test_a_plain_file_goes_the_same_way(tom, bucket_storage):
    item = receive_plain(SimpleUploadedFile("cup.jpg", content(SIZE)), by=tom, purpose="photo")
    with private().open(item.key) as file:
        assert file.read() == content(SIZE)
    assert left() == []


def test_our_own_address_takes_no_parts_for_a_bucket(client, tom, session):
    client.force_login(tom)
    answer = client.put(f"/me/uploads/{session.token}/parts/2/", part_of(session, 2))
    assert answer.status_code == 409
    assert answer.json()["errors"]["__all__"] == ["Parts of this file are sent to the storage, not to this address."]


def test_a_part_that_is_carried_for_a_form_is_whole_or_refused(tom, session):
    assert fault(lambda: receive_part(session, 2, BytesIO(bytes(999)), by=tom)) == "part-cut"
    assert fault(lambda: receive_part(session, 2, BytesIO(bytes(1001)), by=tom)) == "part-too-long"
    assert transport().arrived(session) == {}


def test_a_bucket_that_does_not_answer_is_503_in_words(client, tom, session, monkeypatch, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            **settings.STORAGES["private"],
            "OPTIONS": {**settings.STORAGES["private"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"},
        },
    }
    client.force_login(tom)
    answer = client.post(f"/me/uploads/{session.token}/complete/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    [words] = answer.json()["errors"]["__all__"]
    assert words.startswith("The place where files are kept does not answer.")
    assert clean_uploads(at=session.expires_at) == 0  # and is left for the next time


def test_browsers_may_send_to_the_bucket_and_nowhere_else(session, bucket_storage):
    parts = urlsplit(ticket(session, 1))
    assert f"{parts.scheme}://{parts.netloc}" == bucket_storage
    assert "connect-src" not in CONTENT_SECURITY_POLICY["DIRECTIVES"]  # on local storage


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_completions_at_once_are_one_item(tom, kept_tasks, session):
    all_sent(session)
    copies = [UploadSession.objects.get(pk=session.pk) for _n in range(6)]
    items = at_once(lambda copy: complete_upload(copy, by=tom), copies)
    assert {item.pk for item in items} == {MediaItem.objects.get().pk}
    assert stored(session) == content(SIZE)
