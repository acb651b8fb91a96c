"""Parts on our own disk: in any order, more than once, cut, too long, and a disk that is full."""

import resource
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest

from gallery.actions.uploading import complete_upload, receive_part, receive_plain
from gallery.storages import private
from gallery.transports import LocalTransport, transport
from gallery.transports.local import CHUNK
from gallery.transports.protocol import Faulty
from tests.gallery.sending import PART, begun, content, files_under, part_of, send

pytestmark = pytest.mark.django_db
WHOLE = {1: PART, 2: PART, 3: 500}


class Endless:
    """A stream that counts what is asked of it."""

    def __init__(self, size: int) -> None:
        self.left, self.asked, self.largest = size, 0, 0

    def read(self, size: int, /) -> bytes:
        given = min(size, self.left)
        self.left -= given
        self.asked += given
        self.largest = max(self.largest, size)
        return bytes(given)


class Broken(Endless):
    """A connection that is gone after so many bytes."""

    def read(self, size: int, /) -> bytes:
        if not self.left:
            raise ConnectionResetError
        return super().read(size)


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def session(tom):
    return begun(by=tom)


def fault(act) -> tuple[str, str]:
    with pytest.raises(Faulty) as caught:
        act()
    return caught.value.code, caught.value.messages[0]


def test_a_disk_is_what_the_settings_chose():
    assert isinstance(transport(), LocalTransport)


@pytest.mark.parametrize(("size", "part"), [(1, 1), (25, 1), (64, 1), (65, 2), (100, 2), (500, 8), (10_000, 8)])
def test_a_larger_file_has_larger_parts(size, part):
    assert transport().part_size(size * 2**20) == part * 2**20


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 2, 3, 1, 1, 3)])
def test_parts_come_in_any_order_and_more_than_once(tom, session, order):
    send(session, *order)
    assert transport().arrived(session) == WHOLE
    item = complete_upload(session, by=tom)
    with private().open(item.key) as file:
        assert file.read() == content(session.size)


def test_a_part_sent_again_replaces_the_first(tom, session):
    receive_part(session, 3, BytesIO(bytes(500)), by=tom)
    item = complete_upload(send(session), by=tom)
    with private().open(item.key) as file:
        assert file.read() == content(session.size)


def test_what_arrived_is_what_lies_there(session):
    assert transport().arrived(session) == {}
    send(session, 3, 1)
    assert transport().arrived(session) == {1: PART, 3: 500}


def test_a_part_with_one_byte_too_many_is_refused_and_no_more_of_it_is_read(tom, session, own_storages):
    stream = Endless(10**12)
    code, words = fault(lambda: receive_part(session, 3, stream, by=tom))
    assert (code, words) == ("part-too-long", "This part has more than the 500 bytes that it may have.")
    assert stream.asked <= CHUNK
    assert fault(lambda: receive_part(session, 1, Endless(PART + 1), by=tom))[0] == "part-too-long"
    assert files_under(own_storages) == []


def test_a_part_that_is_cut_at_99_per_cent_has_not_arrived(tom, session, own_storages):
    cut = part_of(session, 1)[: PART * 99 // 100]
    code, words = fault(lambda: receive_part(session, 1, BytesIO(cut), by=tom))
    assert code == "part-cut"
    assert words == f"Of this part only {len(cut)} of {PART} bytes have arrived. Send it once more."
    assert files_under(own_storages) == []
    assert transport().arrived(session) == {}


def test_a_cut_part_does_not_harm_the_one_that_is_there(tom, session):
    send(session, 1)
    fault(lambda: receive_part(session, 1, BytesIO(b"short"), by=tom))
    assert transport().arrived(session) == {1: PART}
    complete_upload(send(session, 2, 3), by=tom)


def test_a_connection_that_breaks_leaves_nothing(tom, session, own_storages):
    with pytest.raises(ConnectionResetError):
        receive_part(session, 1, Broken(PART - 1), by=tom)
    assert files_under(own_storages) == []


@pytest.mark.parametrize("number", [0, -1, 4, 10**30])
def test_there_is_no_part_of_another_number(tom, session, number):
    assert fault(lambda: receive_part(session, number, BytesIO(b"x"), by=tom))[0] == "no-part"


def test_never_more_than_a_chunk_is_in_memory(tom):
    session = begun(by=tom, size=8 * PART)
    stream = Endless(PART)
    receive_part(session, 1, stream, by=tom)  # whatever is loaded once is loaded now
    tracemalloc.start()
    for number in range(2, 9):
        receive_part(session, number, Endless(PART), by=tom)
    complete_upload(session, by=tom)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stream.largest == CHUNK
    assert peak < PART  # the streams make a chunk, and queries are recorded


def test_a_full_disk_is_said_in_words_and_what_arrived_is_kept(tom, session, own_storages):
    send(session, 1)
    with full_disk(3 * CHUNK):
        code, words = fault(lambda: receive_part(session, 2, BytesIO(part_of(session, 2)), by=tom))
    assert code == "no-room"
    assert words == "There is no room for this file at the moment. What has arrived is kept; try again later."
    assert files_under(own_storages) == [f"quarantine/{session.key}/1"]
    complete_upload(send(session, 2, 3), by=tom)


def test_a_disk_that_is_full_while_parts_are_joined_keeps_them(tom, session, own_storages):
    send(session)
    with full_disk(PART + 5):
        assert fault(lambda: transport().assemble(session))[0] == "no-room"
    assert files_under(own_storages) == [f"quarantine/{session.key}/{number}" for number in (1, 2, 3)]
    complete_upload(session, by=tom)


def test_joining_twice_is_one_file(session, own_storages):
    send(session)
    assert transport().assemble(session) == session.size
    transport().clear(session)
    assert transport().assemble(session) == session.size
    assert files_under(own_storages) == [session.key]


def test_joining_without_a_part_makes_nothing(session, own_storages):
    send(session, 1, 3)
    assert fault(lambda: transport().assemble(session))[0] == "parts-missing"
    assert not private().exists(session.key)
    assert files_under(own_storages) == [f"quarantine/{session.key}/{number}" for number in (1, 3)]


def test_what_somebody_else_put_among_the_parts_is_no_part(session, own_storages):
    send(session, 1)
    folder = own_storages / "quarantine" / session.key
    (folder / "9").write_bytes(b"x")
    (folder / "2").write_bytes(b"too short")
    (folder / ".half").write_bytes(b"left by a process that died")
    assert transport().arrived(session) == {1: PART}


def test_a_plain_file_on_a_full_disk_leaves_nothing(tom, own_storages):
    class Upload(BytesIO):
        name, size = "cup.jpg", 2 * PART

    with full_disk(PART // 2):
        assert fault(lambda: receive_plain(Upload(content(2 * PART)), by=tom, purpose="picture"))[0] == "no-room"
    assert files_under(own_storages) == []
