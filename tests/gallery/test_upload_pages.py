"""Uploads as a browser sees them: JSON with words, nobody else's, and nothing that a hostile request could break."""

import json
import socket
from contextlib import closing
from typing import Any
from urllib.parse import urlparse
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gallery.models import MediaItem, Stage, UploadSession, UploadState
from gallery.purposes import MB
from tests.gallery.sending import PART, begun, content, files_under, part_of, send
from tests.gallery.test_transport_local import full_disk
from tests.limits import answers_until_refused
from tests.moderation.test_suspended import suspend

pytestmark = pytest.mark.django_db
UPLOADS = "/me/uploads/"


@pytest.fixture
def toms(client: Client, tom) -> Client:
    client.force_login(tom)
    return client


def begin(client: Client, **given: Any) -> Any:
    given = {"purpose": "picture", "name": "cup.jpg", "size": 2 * PART + 500, **given}
    return client.post(UPLOADS, given, content_type="application/json")


def put(client: Client, url: str, body: bytes, **headers: str) -> Any:
    return client.put(url, body, content_type="application/octet-stream", headers=headers)


def ask(client: Client, session: UploadSession, verb: str, **given: Any) -> Any:
    return client.post(f"{UPLOADS}{session.token}/{verb}", given, content_type="application/json")


def said(answer: Any) -> dict[str, list[str]]:
    return answer.json()["errors"]


def only(errors: dict[str, list[str]]) -> str:
    [[sentence]] = errors.values()
    return sentence


def test_a_file_goes_its_whole_way(toms, tom, own_storages):
    answer = begin(toms)
    told = answer.json()
    assert answer.status_code == 201
    assert (told["part_size"], told["parts"], told["arrived"], told["state"]) == (PART, 3, [], "open")
    session = UploadSession.objects.of(tom).get(token=told["token"])
    tickets = toms.post(told["tickets"], {"numbers": [3, 1, 2]}, content_type="application/json").json()["tickets"]
    for number, ticket in tickets.items():
        assert ticket["method"] == "PUT"
        assert put(toms, ticket["url"], part_of(session, int(number))).json() == {"number": int(number)}
    assert toms.get(f"{UPLOADS}{session.token}/").json()["arrived"] == [1, 2, 3]
    done = ask(toms, session, "complete/").json()
    item = MediaItem.objects.get()
    assert (done["state"], done["arrived"], done["media"]["token"]) == ("complete", [], str(item.token))
    assert (done["media"]["stage"], done["media"]["words"]) == ("uploaded", "Waiting to be checked")
    assert ask(toms, session, "complete/").json()["media"]["token"] == str(item.token)
    assert (own_storages / item.key).read_bytes() == content(session.size)


def test_a_form_is_understood_as_well(toms):
    answer = toms.post(UPLOADS, {"purpose": "avatar", "name": "me.png", "size": "12"})
    assert (answer.status_code, answer.json()["name"]) == (201, "me.png")
    tickets = toms.post(answer.json()["tickets"], {"numbers": "1"}).json()["tickets"]
    assert list(tickets) == ["1"]


def test_after_a_crash_the_browser_is_told_what_is_there(toms, tom):
    session = send(begun(by=tom), 2)
    [told] = toms.get(UPLOADS).json()["uploads"]
    assert (told["token"], told["arrived"], told["name"], told["size"]) == (
        str(session.token),
        [2],
        "cup.jpg",
        session.size,
    )


def test_the_uploader_sees_how_far_the_check_is(toms, tom):
    session = send(begun(by=tom))
    ask(toms, session, "complete/")
    url = f"{UPLOADS}{session.token}/"
    item = MediaItem.objects.filter(sessions=session)
    item.update(stage=Stage.PROCESSING, step="checking", percent=10)
    assert toms.get(url).json()["media"]["words"] == "Checking"
    item.update(step="converting", percent=40)
    told = toms.get(url).json()["media"]
    assert (told["words"], told["stage"], told["percent"], told["findings"]) == (
        "Converting, 40 %",
        "processing",
        40,
        [],
    )
    measured = {"format": "JPEG", "width": 1200, "height": 800}
    item.update(stage=Stage.READY, measured=measured)
    told = toms.get(url).json()["media"]
    assert (told["words"], told["measured"]) == ("Ready", measured)
    assert [(one["result"], one["what"]) for one in told["findings"]] == [
        ("good", "JPEG, 2.1 MB"),
        ("good", "1200 × 800 px"),
        ("good", "No place or camera data in what others see"),
    ]


def test_a_refused_file_is_told_what_was_measured_and_what_is_allowed(toms, tom):
    session = send(begun(by=tom))
    ask(toms, session, "complete/")
    values = {"megabytes": 16.2, "most": 15}
    MediaItem.objects.update(stage=Stage.FAILED, reason_code="too-heavy", reason_values=values)
    told = toms.get(f"{UPLOADS}{session.token}/").json()["media"]
    words = "The file has 16.2 MB; at most 15 MB are allowed."
    assert (told["reason"], told["words"]) == (words, "This file cannot be used")
    assert told["findings"][0] == {
        "result": "fix",
        "what": words,
        "why": "JPEG, PNG, WebP or HEIC, up to 15 MB, at least 320 px on the long side, at most 50 megapixels",
    }


def test_words_are_in_the_language_of_whoever_asks(toms, tom):
    answer = begin(toms, size=0)
    assert said(answer) == {"size": ["The file is empty."]}


@pytest.mark.parametrize(
    ("given", "status", "errors"),
    [
        ({"size": 0}, 422, {"size": ["The file is empty."]}),
        ({"size": 15 * MB + 1}, 413, {"size": ["The file has 15.0 MB; at most 15 MB are allowed."]}),
        ({"purpose": "weapon"}, 422, {"purpose": ["Nothing is uploaded for this purpose here."]}),
        ({"size": -1}, 422, {"size": ["Ensure this value is greater than or equal to 0."]}),
        ({"size": "much"}, 422, {"size": ["Enter a whole number."]}),
        ({"size": None}, 422, {"size": ["This field is required."]}),
        ({"size": [9]}, 422, {"size": ["Enter a whole number."]}),
        ({"purpose": {"a": 1}}, 422, {"purpose": ["Nothing is uploaded for this purpose here."]}),
    ],
)
def test_what_cannot_begin_is_said_beside_its_field(toms, given, status, errors):
    answer = begin(toms, **given)
    assert (answer.status_code, said(answer)) == (status, errors)
    assert not UploadSession.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b'"x"', b"[" * 100_000, b"9" * 5000, b"null"])
def test_what_is_no_object_is_told_what_is_missing(toms, body):
    answer = toms.post(UPLOADS, body, content_type="application/json")
    assert answer.status_code == 422
    assert said(answer)["size"] == ["This field is required."]


@pytest.mark.parametrize("numbers", ["x", {"a": 1}, [None], [1.5], 7, [0], [99], [-1], ["9" * 5000], []])
def test_tickets_are_for_parts_that_the_file_has(toms, tom, numbers):
    answer = ask(toms, begun(by=tom), "tickets/", numbers=numbers)
    assert answer.status_code == 422
    assert "numbers" in said(answer)


def test_a_name_is_given_back_without_what_hides(toms):
    assert begin(toms, name="photo\u202egpj.exe\x00").json()["name"] == "photogpj.exe"
    answer = toms.post(
        UPLOADS,
        json.dumps({"purpose": "picture", "name": "a", "size": 4}).replace('"a"', '"a\\ud800"'),
        content_type="application/json",
    )
    assert answer.json()["name"] == "a"


def test_a_visitor_is_told_to_sign_in(client, tom):
    session = begun(by=tom)
    for answer in (
        client.get(UPLOADS),
        begin(client),
        client.get(f"{UPLOADS}{session.token}/"),
        put(client, f"{UPLOADS}{session.token}/parts/1/", b"x"),
        ask(client, session, "complete/"),
    ):
        assert (answer.status_code, said(answer)) == (401, {"__all__": ["Sign in to upload a file."]})


def test_nobody_elses_upload_exists(client, tom, ines, own_storages):
    client.force_login(ines)
    session = send(begun(by=tom), 1, 2)
    url = f"{UPLOADS}{session.token}/"
    for answer in (
        client.get(url),
        put(client, f"{url}parts/3/", part_of(session, 3)),
        *(ask(client, session, verb, numbers=[1]) for verb in ("tickets/", "complete/", "abandon/")),
        client.get(f"{UPLOADS}{uuid4()}/"),
    ):
        assert answer.status_code == 404
    assert client.get(UPLOADS).json() == {"uploads": []}
    session.refresh_from_db()
    assert session.state == UploadState.OPEN
    assert len(files_under(own_storages)) == 2


def test_a_suspended_member_is_told_why(toms, tom, mo):
    suspend(tom, mo)
    answer = begin(toms)
    assert answer.status_code == 403
    assert "Your account is suspended until" in only(said(answer))


def test_a_fourth_upload_at_once_is_refused_in_words(toms):
    assert [begin(toms).status_code for _n in range(4)] == [201, 201, 201, 403]


def test_completing_too_early_is_a_conflict_that_counts(toms, tom):
    session = send(begun(by=tom), 1)
    answer = ask(toms, session, "complete/")
    assert answer.status_code == 409
    assert only(said(answer)) == "2 of 3 parts have not arrived yet. Send them, then it is complete."


def test_after_the_end_everything_is_a_conflict(toms, tom):
    session = begun(by=tom)
    assert ask(toms, session, "abandon/").json()["state"] == "abandoned"
    assert ask(toms, session, "abandon/").status_code == 200
    for answer in (
        put(toms, f"{UPLOADS}{session.token}/parts/1/", part_of(session, 1)),
        ask(toms, session, "tickets/", numbers=[1]),
        ask(toms, session, "complete/"),
    ):
        assert (answer.status_code, only(said(answer))) == (409, "This upload has ended. Choose the file again.")


def test_a_part_that_is_too_long_is_refused_before_it_is_read(toms, tom, own_storages):
    session = begun(by=tom)
    answer = put(toms, f"{UPLOADS}{session.token}/parts/3/", bytes(501))
    assert (answer.status_code, only(said(answer))) == (
        413,
        "This part has more than the 500 bytes that it may have.",
    )
    assert files_under(own_storages) == []


def test_a_short_part_has_not_arrived(toms, tom):
    session = begun(by=tom)
    answer = put(toms, f"{UPLOADS}{session.token}/parts/3/", bytes(499))
    assert (answer.status_code, only(said(answer))) == (
        400,
        "Of this part only 499 of 500 bytes have arrived. Send it once more.",
    )
    assert toms.get(f"{UPLOADS}{session.token}/").json()["arrived"] == []


@pytest.mark.parametrize("number", [0, 4, 10**20])
def test_a_part_that_the_file_has_not_is_refused(toms, tom, number):
    answer = put(toms, f"{UPLOADS}{begun(by=tom).token}/parts/{number}/", b"x")
    assert (answer.status_code, said(answer)) == (422, {"numbers": ["This file has no part of that number."]})


def test_a_full_disk_is_507_in_words_and_the_upload_goes_on_later(toms, tom):
    session = send(begun(by=tom), 1)
    url = f"{UPLOADS}{session.token}/parts/2/"
    with full_disk(PART // 2):
        answer = put(toms, url, part_of(session, 2))
    assert answer.status_code == 507
    assert only(said(answer)).startswith("There is no room for this file at the moment.")
    assert answer["Retry-After"] == "5"
    assert put(toms, url, part_of(session, 2)).status_code == 200


def test_nothing_is_done_without_the_token_against_forgery(tom):
    client = Client(enforce_csrf_checks=True)
    client.force_login(tom)
    session = begun(by=tom)
    url = f"{UPLOADS}{session.token}/"
    assert begin(client).status_code == 403
    assert put(client, f"{url}parts/3/", part_of(session, 3)).status_code == 403
    assert [ask(client, session, verb).status_code for verb in ("tickets/", "complete/", "abandon/")] == [403] * 3
    client.get("/accounts/password/change/")
    token = client.cookies["csrftoken"].value
    assert put(client, f"{url}parts/3/", part_of(session, 3), **{"X-CSRFToken": token}).status_code == 200


def test_too_many_at_once_are_slowed_down_in_words(toms, rate_limits):
    def begin_and_end(n: int) -> Any:
        answer = begin(toms, size=1)
        UploadSession.objects.update(state=UploadState.ABANDONED)
        return answer

    last = answers_until_refused(begin_and_end, allowed=60)[-1]
    assert only(said(last)) == "That was too fast. It goes on in a moment."


def test_a_film_of_500_megabytes_at_full_speed_is_not_too_fast(rate_limits):
    assert reverse("gallery:uploads") == UPLOADS
    assert 500 * MB / PART < 1200 / 2


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_at_99_per_cent_is_resumed(live_server, tom):
    """Over a real connection: what was announced does not come."""
    client = Client()
    client.force_login(tom)
    session = begun(by=tom)
    cookie = client.cookies["sessionid"].value
    where, path = urlparse(live_server.url), f"{UPLOADS}{session.token}/parts/1/"
    token = "a" * 32
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: {PART}\r\nX-CSRFToken: {token}\r\n"
        f"Cookie: sessionid={cookie}; csrftoken={token}\r\n\r\n"
    )
    with closing(socket.create_connection((where.hostname, where.port), timeout=20)) as line:
        line.sendall(head.encode() + part_of(session, 1)[: PART * 99 // 100])
        line.shutdown(socket.SHUT_WR)
        answer = line.makefile("rb").read()
    assert b" 400 " in answer.split(b"\r\n")[0]
    assert client.get(f"{UPLOADS}{session.token}/").json()["arrived"] == []
    assert put(client, path, part_of(session, 1)).status_code == 200
    assert client.get(f"{UPLOADS}{session.token}/").json()["arrived"] == [1]
