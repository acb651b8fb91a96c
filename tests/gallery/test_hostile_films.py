"""Files that are no films, are broken, or were made to hurt: each is refused in words, and nothing else is touched."""

import os
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import av
import pytest
from av.error import FFmpegError
from PIL import Image

from gallery.processing.videos.containers import REACH
from tests.gallery.films import FILM, MINUTE, film, hum, plain, processed, promising, reason, repeated, swollen

pytestmark = pytest.mark.once  # no database is asked


@pytest.fixture
def path(tmp_path):
    return tmp_path / "film.mp4"


@contextmanager
def canary_file(path: Path) -> Iterator[threading.Event]:
    """A pipe beside the film, and the event that somebody has opened it."""
    os.mkfifo(path)
    opened = threading.Event()

    def wait() -> None:
        os.close(os.open(path, os.O_WRONLY))
        opened.set()

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    try:
        yield opened
    finally:
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        waiting.join(30)
        os.close(reader)
        assert opened.is_set()  # this canary sings


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def lists(name: str, port: int) -> dict[str, str]:
    address = f"http://127.0.0.1:{port}/canary.ts"
    return {
        "HLS": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:{name}\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n",
        "HLS of MP4": f'#EXTM3U\n#EXT-X-MAP:URI="{name}"\n#EXTINF:5,\n{name}\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n',
        "concat": f"ffconcat version 1.0\nfile '{name}'\nfile '{address}'\n",
        "concat protocol": f"concat:{name}|{address}\n",
        "SDP": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n"
        "a=rtpmap:96 H264/90000\n",
        "DASH": f'<?xml version="1.0"?><MPD><Period><BaseURL>{address}</BaseURL></Period></MPD>',
        "IMF": '<?xml version="1.0"?><CompositionPlaylist></CompositionPlaylist>',
    }


@pytest.mark.parametrize("ending", ["mp4", "m3u8"])
@pytest.mark.parametrize("kind", list(lists("", 0)))
def test_a_list_of_other_files_opens_none_of_them(tmp_path, listening, kind, ending):
    canary, path = tmp_path / "canary.ts", tmp_path / f"film.{ending}"
    path.write_text(lists(str(canary), listening.getsockname()[1])[kind])
    with canary_file(canary) as opened:
        assert "no film that is known here. Accepted are MP4, MOV, WebM" in reason(processed(path))
        with pytest.raises(FFmpegError):
            av.open(str(path), options=REACH)  # past the look at its first bytes
        assert not opened.is_set()
    with pytest.raises(BlockingIOError):
        listening.accept()


def test_a_film_that_refers_to_another_file_for_its_data_gets_nothing(path, tmp_path):
    """The `url ` box of ISO/IEC 14496-12, 8.7.2: its flag says that the data lie here, and is taken away."""
    canary = tmp_path / "canary.mp4"
    film(path, sound="")
    data = path.read_bytes()
    entry = struct.pack(">I4sI", 12, b"url ", 1)
    assert data.count(entry) == 1
    place = str(canary).encode()
    # The new entry is longer; a free box behind `moov` would move nothing, since the data stand before it.
    longer = data.replace(entry, struct.pack(">I4sI", 12 + len(place) + 1, b"url ", 0) + place + b"\0")
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        at = longer.index(box) - 4
        size = struct.unpack(">I", longer[at : at + 4])[0] + len(place) + 1
        longer = longer[:at] + struct.pack(">I", size) + longer[at + 4 :]
    path.write_bytes(longer)
    with canary_file(canary) as opened:
        processed(path)
        assert not opened.is_set()


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"GIF89a", "GIF"),
        (b"RIFF\x00\x00\x00\x00AVI ", "AVI"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"\x00\x00\x00\x18ftypavif", "AVIF"),
        (b"\x1aE\xdf\xa3\x93\x42\x82\x88matroska", "MKV"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(path, head, found):
    path.write_bytes(head + bytes(2000))
    assert reason(processed(path)) == f"This is a file of the kind {found}. Accepted are MP4, MOV, WebM."


@pytest.mark.parametrize("data", [b"\0", b"hello", b"<svg/>", bytes(5000), b"\x00\x00\x00\x20ftypisom"])
def test_scraps_are_no_films(path, data):
    path.write_bytes(data)
    assert reason(processed(path))


def test_an_empty_file_is_refused(path):
    path.write_bytes(b"")
    assert reason(processed(path)) == "The file is empty."


def test_a_film_cut_in_the_middle_with_its_index_at_the_end_is_refused(path):
    data = film(path, seconds=4).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert "cannot be opened: it is cut off or damaged" in reason(processed(path))


def test_a_film_cut_in_the_middle_with_its_index_in_front_is_refused(path):
    data = film(path, seconds=8, container={"movflags": "faststart"}).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    outcome = processed(path)
    assert outcome.code == "film-cut"
    assert "says that it lasts 8.0 seconds, but" in reason(outcome)
    assert 2 < outcome.measured["seconds"] < 6


def test_a_webm_cut_in_the_middle_is_refused(tmp_path):
    path = film(tmp_path / "film.webm", seconds=8, codec="libvpx", sound="libopus")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert processed(path).code == "film-cut"


def test_sound_alone_is_refused(path):
    with av.open(str(path), "w") as out:
        hum(out, out.add_stream("aac", rate=48_000, layout="stereo"), 1)
    assert "no moving picture" in reason(processed(path))


def test_sound_with_a_cover_is_no_film(path):
    with av.open(str(path), "w") as out:
        audio = out.add_stream("aac", rate=48_000, layout="stereo")
        cover = out.add_stream("mjpeg", rate=1, options={"strict": "unofficial"})
        cover.width, cover.height, cover.pix_fmt = 32, 32, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        out.start_encoding()
        out.mux(cover.encode(av.VideoFrame.from_image(Image.new("RGB", (32, 32))).reformat(format="yuvj420p")))
        out.mux(cover.encode(None))
        hum(out, audio, 1)
    assert "no moving picture" in reason(processed(path))


def test_two_pictures_side_by_side_are_refused(path):
    def second(out, video):
        other = out.add_stream("libx264", rate=10)
        other.width, other.height, other.pix_fmt = 32, 32, "yuv420p"
        out.start_encoding()
        out.mux(other.encode(av.VideoFrame(32, 32, "yuv420p")))
        out.mux(other.encode(None))

    assert "has 2 moving pictures side by side" in reason(processed(film(path, set_up=second)))


@pytest.mark.parametrize(
    ("codec", "sound", "words"),
    [
        ("mpeg4", "aac", "picture of this film is coded as mpeg4. Accepted are H.264, HEVC, VP8, VP9, AV1"),
        ("libx264", "pcm_s16le", "sound of this film is coded as pcm_s16le. Accepted are AAC, Opus, MP3"),
    ],
)
def test_other_codecs_are_refused_by_name(tmp_path, codec, sound, words):
    assert words in reason(processed(film(tmp_path / "film.mov", codec=codec, sound=sound)))


def test_ten_hours_are_refused_by_the_header_alone(tmp_path):
    path = repeated(tmp_path / "film.webm", count=36, rate=1)
    assert reason(processed(promising(path, 36_000))) == "The film lasts 36000.0 seconds; at most 300 are allowed."


def test_ten_hours_of_small_pictures_are_refused(tmp_path):
    path = repeated(tmp_path / "film.webm", count=360_000, rate=10)
    assert "at most 300 are allowed" in reason(processed(path))


def test_hours_without_a_length_in_the_header_are_left_where_the_limit_is_passed(tmp_path):
    path = repeated(tmp_path / "film.webm", count=30_000, rate=10, container={"live": "1"})
    outcome = processed(path)
    assert reason(outcome) == "The film lasts longer than the 300 seconds that are allowed."
    assert outcome.measured["seconds"] < 620


def test_more_pictures_than_the_length_can_hold_are_left_unread(tmp_path):
    path = repeated(tmp_path / "film.webm", count=8_000, rate=1000, container={"live": "1"})
    outcome = processed(path, replace(FILM, max_seconds=90))
    assert "at most 60 a second are allowed" in reason(outcome)
    assert 5_000 < outcome.values["count"] < 6_000


def test_huge_pictures_are_refused_by_the_header_alone(tmp_path):
    path = swollen(repeated(tmp_path / "film.webm", count=60, rate=60, size=(8192, 8192)))
    assert "has 8192 × 8192 pixels; at most 3840 × 2160 are allowed" in reason(processed(path))


def test_huge_pictures_behind_a_small_header_are_never_decoded(tmp_path):
    path = swollen(repeated(tmp_path / "film.webm", count=60, rate=60))
    assert reason(processed(path))


def test_a_huge_h264_film_is_refused(path):
    film(path, seconds=0.1, size=(8192, 8192), rate=60, times=[0], sound="", draw=plain((9, 9, 9)))
    assert "has 8192 × 8192 pixels" in reason(processed(path))


def test_a_film_too_small_to_see_is_refused(path):
    assert "its shorter side needs at least 16" in reason(processed(film(path, size=(8, 8), sound="")))


def test_a_header_that_promises_more_than_there_is_is_refused(tmp_path):
    path = repeated(tmp_path / "film.webm", count=300, rate=10)
    words = reason(processed(promising(path, 75), MINUTE))
    assert words.startswith("The film says that it lasts 75.0 seconds, but 30.0 seconds")


def test_words_that_are_no_text_stop_nothing(path):
    def torn(out, video):
        out.metadata["title"] = "TORN-TITLE"

    film(path, set_up=torn)
    path.write_bytes(path.read_bytes().replace(b"TORN-TITLE", b"\xff\xfe\xc3\x28\x80\xf0\x9f\x00\xed\xa0"))
    outcome = processed(path)
    assert outcome.accepted, outcome


def test_pictures_overwritten_with_noise_are_refused(path):
    film(path, seconds=4, sound="", options={"g": "1"}, size=(128, 96))
    data = bytearray(path.read_bytes())
    start, size = data.index(b"mdat") + 4, struct.unpack(">I", data[data.index(b"mdat") - 4 : data.index(b"mdat")])[0]
    data[start : start + size - 8] = random.Random(1).randbytes(size - 8)
    path.write_bytes(data)
    assert processed(path).code in {"film-undecodable", "film-damaged"}
