"""What a bucket serves by signed addresses: none is given after the end, and one that was given before it soon dies."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from django.urls import reverse

from tests.closed.rooms import close_by, signed_in
from tests.closed.test_ending import lapsed, taken_out
from tests.factories import make_board, make_idea
from tests.gallery.buckets import SECRET, send
from tests.gallery.conftest import bucket_storage, own_storages, s3_server  # noqa: F401
from tests.gallery.things import make_film
from tests.insiders.things import PDF, make_document, make_early

pytestmark = [pytest.mark.django_db, pytest.mark.s3, pytest.mark.once]
STATED = timedelta(minutes=5)  # docs/insiders.md
STAMP = "%Y%m%dT%H%M%SZ"
FILM = b"Zanzibar, as a film"


def as_given(address: str, *, ago: timedelta) -> str:
    """This address as it would have been had it been signed so long before (AWS Signature Version 4)."""
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    del said["X-Amz-Signature"]
    then = datetime.strptime(said["X-Amz-Date"], STAMP).replace(tzinfo=UTC) - ago
    key, _day, *place = said["X-Amz-Credential"].split("/")
    scope = [f"{then:%Y%m%d}", *place]
    said |= {"X-Amz-Date": then.strftime(STAMP), "X-Amz-Credential": "/".join([key, *scope])}
    query = urlencode(sorted(said.items()), quote_via=quote, safe="-_.~")
    asked = f"GET\n{parts.path}\n{query}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    digest = hashlib.sha256(asked.encode()).hexdigest()
    signed = f"AWS4-HMAC-SHA256\n{said['X-Amz-Date']}\n{'/'.join(scope)}\n{digest}"
    signature = reduce(_mac, [*scope, signed], f"AWS4{SECRET}".encode())
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{query}&X-Amz-Signature={signature.hex()}"


def _mac(key: bytes, word: str) -> bytes:
    return hmac.new(key, word.encode(), hashlib.sha256).digest()


@pytest.fixture
def files(bucket_storage: str, ines: Any, bea: Any) -> dict[str, bytes]:  # noqa: F811
    """By address what an insider is given: a document of early access and a film of a closed board."""
    document = make_document(make_early(), by=bea)
    board = make_board(slug="zanzibar")
    close_by("ladder", board, "Insiders")
    film = make_film(under=make_idea(board=board), is_public=False, data=FILM)
    return {
        reverse("insiders:document", args=[document.token]): PDF,
        reverse("gallery:file", args=[film.token, "film-480.mp4"]): FILM,
    }


@pytest.mark.parametrize("end", [taken_out, lapsed])
def test_one_that_was_given_before_the_end_dies_and_none_is_given_after_it(files, ines, end):
    desk = signed_in(ines)
    given = [desk.get(address).headers["Location"] for address in files]
    end(ines)
    for ago, status in ((STATED - timedelta(minutes=2), 200), (STATED + timedelta(seconds=1), 403)):
        old = [as_given(address, ago=ago) for address in given]
        assert [send(address)[0] for address in old] == [status] * len(files)
    assert [send(address) for address in given] == [(200, body) for body in files.values()]
    longer = [address.replace("X-Amz-Expires=300", "X-Amz-Expires=90000") for address in given]
    assert longer != given
    assert [send(address)[0] for address in longer] == [403] * len(files)
    for address in files:
        for answer in (desk.get(address), desk.head(address), desk.get(address, headers={"Range": "bytes=0-1"})):
            assert answer.status_code == 404
            assert "Location" not in answer.headers
