"""Who sends slowly, or stops, holds a thread of the web server: how long, how many, and what is left for others."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gallery.transports import transport
from gallery.transports.local import _copy_exactly
from gallery.transports.protocol import Faulty
from gallery.transports.turns import MOST_EACH, turn_of
from tests.gallery.sending import PART, begun, files_under, part_of


class Line:
    """A connection over which so many bytes a second come; and the clock by which they do. As with the server itself,
    `read` comes back with all that was asked for."""

    def __init__(self, speed: Callable[[int], float], size: int = PART) -> None:
        self.speed, self.left, self.now, self.reads = speed, size, 0.0, 0

    def read(self, size: int, /) -> bytes:
        given = min(size, self.left)
        self.now += given / self.speed(PART - self.left)
        self.left -= given
        self.reads += 1
        return bytes(given)

    def clock(self) -> float:
        return self.now


def received(line: Line) -> int:
    file = BytesIO()
    _copy_exactly(line, file, PART, clock=line.clock)
    return len(file.getvalue())


def refused(line: Line) -> str:
    with pytest.raises(Faulty) as caught:
        received(line)
    assert caught.value.code == "part-slow"
    return caught.value.messages[0]


@pytest.mark.parametrize("speed", [1, 10, 100, 1_000, 8_000])
def test_what_dribbles_is_given_up_about_when_its_time_is_over(speed):
    line = Line(lambda came: speed)
    words = refused(line)
    assert 120 < line.now < 122
    assert "of 1048576 bytes have arrived in 12" in words


@pytest.mark.parametrize("speed", [9_000, 50_000, 10_000_000])
def test_what_is_slow_and_steady_arrives(speed):
    line = Line(lambda came: speed)
    assert received(line) == PART
    assert line.now < 120
    assert line.reads < 600


def test_what_is_quick_is_read_in_large_pieces():
    line = Line(lambda came: 1e12)
    assert received(line) == PART
    assert line.reads < 40


def test_what_hurries_and_then_dribbles_is_given_up_with_the_first_piece_that_comes_back():
    line = Line(lambda came: 1e9 if came < 4_000 else 100)
    refused(line)
    assert line.now < 120 + 2 * 4_096 / 100


def test_the_setting_says_how_long(settings):
    settings.UPLOAD_PART_SECONDS = 10
    line = Line(lambda came: 1_000)
    refused(line)
    assert 10 < line.now < 12


def test_a_slow_one_leaves_nothing_behind(db, tom, settings, own_storages, monkeypatch):
    settings.UPLOAD_PART_SECONDS = -1
    session = begun(by=tom)
    with pytest.raises(Faulty, match="The connection is slow"):
        transport().receive(session, 1, BytesIO(part_of(session, 1)))
    assert files_under(own_storages) == []


class TestTurns:
    @pytest.fixture
    def put(self, db, client, tom):
        client.force_login(tom)
        session = begun(by=tom)

        def act():
            address = reverse("gallery:upload-part", args=[session.token, 3])
            return client.put(address, part_of(session, 3), content_type="application/octet-stream")

        return act

    def test_a_member_has_three_parts_on_their_way_at_most(self, put, tom):
        with ExitStack() as there:
            for _n in range(MOST_EACH):
                there.enter_context(turn_of(tom.pk))
            answer = put()
            assert (answer.status_code, answer["Retry-After"]) == (429, "5")
            assert answer.json()["errors"]["__all__"] == [
                "3 parts of your files are arriving already. It goes on when one of them is here."
            ]
        assert put().status_code == 200

    def test_all_together_have_half_of_the_threads(self, put, tom, settings):
        with ExitStack() as there:
            for n in range(settings.UPLOAD_PARTS_AT_ONCE):
                there.enter_context(turn_of(-n))
            answer = put()
            assert (answer.status_code, answer["Retry-After"]) == (503, "5")
            assert "Many files are arriving" in answer.json()["errors"]["__all__"][0]
        assert put().status_code == 200

    def test_a_part_that_fails_gives_its_turn_back(self, put, tom, settings):
        settings.UPLOAD_PART_SECONDS = -1
        assert [put().status_code for _n in range(MOST_EACH + 1)] == [408] * (MOST_EACH + 1)

    def test_what_a_plain_form_brought_takes_no_turn(self, db, tom, settings):
        settings.UPLOAD_PARTS_AT_ONCE = 0
        session = begun(by=tom)
        transport().receive(session, 3, BytesIO(part_of(session, 3)))
        assert transport().arrived(session) == {3: 500}


TOKEN = "a" * 32


class Server:
    """A real web server with four threads, of which parts may hold two; a part has two seconds."""

    def __init__(self, port: int, cookies: str) -> None:
        self.port, self.cookies = port, cookies

    def connect(self, head: str) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        line.sendall(f"{head}\r\nHost: localhost\r\n".encode())
        return line

    def begin(self, session, number: int) -> socket.socket:
        """The head of a part."""
        line = self.connect(f"PUT /me/uploads/{session.token}/parts/{number}/ HTTP/1.1")
        length = session.length_of(number)
        signed = f"Cookie: {self.cookies}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
        line.sendall(f"{signed}Content-Length: {length}\r\n\r\n".encode())
        return line

    def get(self, path: str) -> int:
        with closing(self.connect(f"GET {path} HTTP/1.1")) as line:
            line.sendall(b"Connection: close\r\n\r\n")
            return answer_on(line)[0]


def answer_on(line: socket.socket) -> tuple[int, str]:
    """Status and body, once the server has closed the connection or said all that it announced."""
    came = b""
    while chunk := line.recv(65536):
        came += chunk
        head, gap, body = came.partition(b"\r\n\r\n")
        announced = next((row for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:")), b":-1")
        if gap and len(body) == int(announced.split(b":")[1]):
            break
    head, _gap, body = came.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


@pytest.fixture
def server(transactional_db, tom, own_storages, tmp_path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = settings.DATABASES["default"]
    scheme = "sqlite:///" if "sqlite" in database["ENGINE"] else "postgres:///"
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": f"{scheme}{database['NAME']}",
        "UPLOAD_PART_SECONDS": "2",
        "UPLOAD_PARTS_AT_ONCE": "2",
        "MEDIA_ROOT": str(own_storages.parent / "public"),
        "MEDIA_PRIVATE_ROOT": str(own_storages),
    }
    granian = str(Path(sys.executable).with_name("granian"))
    how = f"--interface wsgi --host 127.0.0.1 --port {port} --workers 1 --blocking-threads 4 --workers-kill-timeout 5"
    client = Client()
    client.force_login(tom)
    with (tmp_path / "server.log").open("wb") as log:
        running = subprocess.Popen(
            [granian, *how.split(), "core.wsgi:application"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=log,
        )
    try:
        await_port(port, running)
        yield Server(port, f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    finally:
        running.terminate()
        running.wait(20)


def await_port(port: int, running: subprocess.Popen[bytes]) -> None:
    until = monotonic() + 60
    while monotonic() < until and running.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("The server did not start.")


def await_begun_parts(folder: Path, count: int) -> None:
    """So many have their turn: each has a file that is being written."""
    until = monotonic() + 60
    while monotonic() < until:
        if sum(Path(path).name.startswith(".") for path in files_under(folder)) == count:
            return
    raise AssertionError("The parts did not begin to arrive.")


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
class TestRealServer:
    def test_a_byte_at_a_time_is_refused_in_words_and_hung_up_on(self, server, tom):
        session = begun(by=tom)
        with closing(server.begin(session, 1)) as line:
            began = monotonic()
            line.settimeout(0.2)  # a byte each time nothing has come back
            first = b""
            while not first and monotonic() - began < 15:
                line.sendall(b"x")
                try:
                    first = line.recv(1, socket.MSG_PEEK)
                except TimeoutError:
                    continue
            took = monotonic() - began
            line.settimeout(20)
            status, body = answer_on(line)
            assert status == 408
            assert json.loads(body)["errors"]["__all__"][0].startswith("The connection is slow: of this part only")
            assert 2 < took < 8
            assert line.recv(10) == b""
        assert transport().arrived(session) == {}

    def test_who_stops_holds_two_threads_at_most_and_everybody_else_is_served(self, server, tom, own_storages):
        """Nothing wakes a thread that waits for a byte but the end of its connection: there are few such threads."""
        session = begun(by=tom)
        stalled = [server.begin(session, 1), server.begin(session, 2)]
        try:
            await_begun_parts(own_storages, 2)
            assert server.get("/healthz") == 200
            with closing(server.begin(session, 3)) as third:
                status, body = answer_on(third)
            assert (status, "Many files are arriving" in body) == (503, True)
            assert [server.get("/healthz") for _n in range(8)] == [200] * 8
        finally:
            for line in stalled:
                line.close()
        until = monotonic() + 10
        status = 503
        while status == 503 and monotonic() < until:
            with closing(server.begin(session, 3)) as line:
                line.sendall(part_of(session, 3))
                status, _body = answer_on(line)
        assert status == 200
        assert transport().arrived(session) == {3: 500}
