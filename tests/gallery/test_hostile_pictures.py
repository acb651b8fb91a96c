"""Every picture of the list that is known to go wrong: what is refused, in which words, and what is shown of the rest.

What is refused is refused within five seconds of CPU and 400 MiB: `refused` gives the child no more.
"""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pillow_heif import from_pillow

from gallery.processing.pictures.sniffing import sniff
from tests.gallery.pictures import (
    checked,
    chunk,
    four_corners,
    header,
    jpeg_bytes,
    moving_gif,
    moving_png,
    moving_webp,
    one_bit_png,
    png_bytes,
    refused,
    scenery,
    segment,
    with_segments,
)

pytestmark = pytest.mark.once  # no database is asked

ACCEPTED = "Accepted are JPEG, PNG, WebP, HEIC."
CUT_OFF = "The file ends too early, as if it had not been copied whole. Please upload it again or choose another."
SCRIPT = b"<script>alert('canary-7f3a')</script>"
CANARY = b"canary-7f3a"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A name that claims to be a JPEG whatever is in it."""
    return tmp_path / "upload.jpg"


def heic_bytes(image: Image.Image) -> bytes:
    held = io.BytesIO()
    from_pillow(image).save(held, quality=60)
    return held.getvalue()


def webp_bytes(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, format="WEBP")
    return held.getvalue()


def zip_bytes(name: str = "Main.class") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, CANARY)
    return held.getvalue()


# Nothing, and too much


def test_an_empty_file_is_refused(file: Path) -> None:
    file.write_bytes(b"")
    assert refused(file) == "The file is empty."


def test_a_few_bytes_are_no_picture(file: Path) -> None:
    file.write_bytes(b"\xff")
    assert refused(file) == f"This file is not a picture. {ACCEPTED}"


def test_nothing_but_the_first_bytes_of_a_picture_is_refused(file: Path) -> None:
    for start in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x14ftypheic\0\0\0\0heic"):
        file.write_bytes(start)
        assert refused(file).startswith(("The file ends too early", "The file is damaged"))


def test_a_file_that_is_too_heavy_is_not_even_opened(file: Path) -> None:
    with file.open("wb") as held:
        held.truncate(26_000_000)
    assert refused(file) == "The file has 26.0 MB; at most 25 MB are allowed."


def test_sixteen_thousand_squared_in_31_kilobytes_is_refused(file: Path) -> None:
    file.write_bytes(data := one_bit_png(16_000))
    assert len(data) < 32_000
    words = "The picture has 16000 × 16000 pixels, which is 256.0 megapixels; at most 50 megapixels are allowed."
    assert refused(file) == words


def test_twelve_thousand_squared_of_one_bit_is_refused(file: Path) -> None:
    file.write_bytes(one_bit_png(12_000))
    words = "The picture has 12000 × 12000 pixels, which is 144.0 megapixels; at most 50 megapixels are allowed."
    assert refused(file) == words


def test_a_webp_canvas_of_two_hundred_megapixels_is_refused_before_its_reader_takes_the_memory(file: Path) -> None:
    side = (14_000 - 1).to_bytes(3, "little")
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + side * 2
    file.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(canvas)) + b"WEBP" + canvas)
    words = "The picture has 14000 × 14000 pixels, which is 196.0 megapixels; at most 50 megapixels are allowed."
    assert refused(file) == words


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (moving_gif, f"This is a GIF file, whatever its name says. {ACCEPTED}"),
        (moving_png, "The picture moves: it has 300 frames. Please choose a still picture."),
        (moving_webp, "The picture moves: it has 300 frames. Please choose a still picture."),
    ],
)
def test_three_hundred_frames_of_sixteen_megapixels_are_refused(file: Path, make, words: str) -> None:
    file.write_bytes(make(4000, 300))
    assert refused(file) == words


# Something else


def others() -> dict[str, bytes]:
    made = {"PSD": b"8BPS\0\1" + bytes(40), "SVG": b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg onload='alert(1)'/>"}
    for name in ("TIFF", "EPS", "BMP", "PDF"):
        held = io.BytesIO()
        scenery(1700, 200).save(held, format=name)
        made[name] = held.getvalue()
    return {**made, "ZIP": zip_bytes()}


@pytest.mark.parametrize("name", ["TIFF", "EPS", "BMP", "PSD", "PDF", "SVG", "ZIP"])
def test_another_format_that_calls_itself_jpg_is_named_and_refused(file: Path, name: str) -> None:
    file.write_bytes(others()[name])
    assert refused(file) == f"This is a {name} file, whatever its name says. {ACCEPTED}"


def test_a_gif_that_is_a_java_archive_too_is_refused(file: Path) -> None:
    file.write_bytes(moving_gif(400, 1) + zip_bytes())
    assert refused(file) == f"This is a GIF file, whatever its name says. {ACCEPTED}"


def test_a_heic_or_webp_photo_is_no_billboard(file: Path) -> None:
    for name, data in (("HEIC", heic_bytes(scenery(300, 150))), ("WebP", webp_bytes(scenery(300, 150)))):
        file.write_bytes(data)
        words = f"This is a {name} file, whatever its name says. Accepted are JPEG, PNG."
        assert refused(file, "billboard") == words


def test_a_jpeg_that_was_declared_a_png_is_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "declared.png"
    path.write_bytes(jpeg_bytes(scenery()))
    found = checked(path)
    assert found.outcome.accepted and found.outcome.measured["format"] == "JPEG"


def test_a_heic_photo_is_known_by_its_content_and_converted(tmp_path: Path) -> None:
    path = tmp_path / "octet-stream.bin"
    path.write_bytes(heic_bytes(four_corners()))
    found = checked(path)
    assert found.outcome.accepted and found.outcome.measured["format"] == "HEIC"
    assert found.shown("w320", "avif").size == (320, 213)


def test_of_a_two_picture_file_of_a_telephone_the_first_is_shown(file: Path) -> None:
    first, second = Image.new("RGB", (400, 400), "red"), Image.new("RGB", (400, 400), "blue")
    first.save(file, format="MPO", save_all=True, append_images=[second])
    found = checked(file)
    assert found.outcome.accepted
    assert (found.outcome.measured["format"], found.outcome.measured["frames"]) == ("JPEG", 1)
    red, _green, blue = found.shown("w320").getpixel((160, 160))
    assert red > 240 and blue < 20


# More than a picture


@pytest.mark.parametrize(
    ("make", "tail"),
    [(png_bytes, b"<html>" + SCRIPT + b"</html>"), (jpeg_bytes, zip_bytes("canary-7f3a"))],
    ids=["a PNG and HTML", "a JPEG and ZIP"],
)
def test_what_hangs_behind_a_picture_is_not_shown(file: Path, make, tail: bytes) -> None:
    file.write_bytes(make(scenery()) + tail)
    found = checked(file)
    assert found.outcome.accepted
    assert CANARY not in found.bytes_shown()


def photoshop(text: bytes) -> bytes:
    """IPTC as Photoshop's resource 0x0404: one caption."""
    caption = b"\x1c\x02\x78" + struct.pack(">H", len(text)) + text
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(caption)) + caption + b"\0" * (len(caption) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + resource)


def exif_with(text: bytes) -> Image.Exif:
    """Words, a place on earth and a thumbnail's worth of bytes."""
    exif = Image.Exif()
    exif[0x010E] = text.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.25), 3: "E", 4: (13.0, 24.0, 18.5)})
    return exif


def spoken_to(place: str, text: bytes = SCRIPT) -> bytes:
    """A picture with a text in one place."""
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + text + b"</x:xmpmeta>"
    plain = jpeg_bytes(scenery())
    return {
        "COM": with_segments(plain, segment(0xFE, text)),
        "XMP": with_segments(plain, segment(0xE1, xmp)),
        "IPTC": with_segments(plain, photoshop(text)),
        "EXIF": jpeg_bytes(scenery(), exif=exif_with(text)),
        "PNG text": png_bytes(scenery())[:33] + chunk(b"tEXt", b"Title\0" + text) + png_bytes(scenery())[33:],
        "PNG eXIf": png_bytes(scenery(), exif=exif_with(text)),
        "ICC": jpeg_bytes(scenery(), icc_profile=b"none" * 40 + text),
    }[place]


@pytest.mark.parametrize("place", ["COM", "XMP", "IPTC", "EXIF", "PNG text", "PNG eXIf", "ICC"])
def test_a_script_in_the_metadata_stays_behind(file: Path, place: str) -> None:
    data = spoken_to(place)
    assert CANARY in data
    file.write_bytes(data)
    found = checked(file)
    assert found.outcome.accepted
    assert CANARY not in found.bytes_shown()


@pytest.mark.parametrize("place", ["EXIF", "XMP", "IPTC", "PNG eXIf"])
def test_where_a_picture_was_taken_stays_behind(file: Path, place: str) -> None:
    file.write_bytes(spoken_to(place, b"GPSLatitude 52,31.2N at canary-7f3a"))
    found = checked(file)
    assert found.outcome.accepted and len(found.outcome.renditions) == 5
    assert CANARY not in found.bytes_shown()
    for one in found.outcome.renditions:
        shown = found.shown(one.role, one.format)
        assert not shown.getexif() and not {"xmp", "exif", "icc_profile", "comment", "photoshop"} & set(shown.info)


# Broken


@pytest.mark.parametrize("cut", ["half", "ten bytes"])
@pytest.mark.parametrize("make", [jpeg_bytes, png_bytes, webp_bytes, heic_bytes])
def test_a_file_that_was_cut_is_refused(file: Path, make, cut: str) -> None:
    data = make(scenery(1700, 400))
    file.write_bytes(data[: len(data) // 2] if cut == "half" else data[:-10])
    assert refused(file) == CUT_OFF


def test_of_a_file_that_was_cut_its_head_is_told_all_the_same(file: Path) -> None:
    for make in (jpeg_bytes, png_bytes, webp_bytes):
        file.write_bytes(make(scenery(1700, 400))[:-10])
        measured = checked(file).outcome.measured
        assert (measured["width"], measured["height"]) == (1700, 400)


def test_a_file_without_its_last_byte_is_refused(file: Path) -> None:
    for make in (jpeg_bytes, png_bytes):
        file.write_bytes(make(scenery(1700, 400))[:-1])
        assert refused(file) == CUT_OFF


def test_a_progressive_file_that_was_cut_is_refused(file: Path) -> None:
    data = jpeg_bytes(scenery(1700, 400), progressive=True)
    for end in (len(data) // 2, len(data) - 10):
        file.write_bytes(data[:end])
        assert refused(file) == CUT_OFF


@pytest.mark.parametrize("name", ["PNG", "WebP"])
def test_a_file_with_other_bytes_in_its_middle_is_refused(file: Path, name: str) -> None:
    data = bytearray({"PNG": png_bytes, "WebP": webp_bytes}[name](scenery(1700, 400)))
    data[len(data) // 3 : len(data) // 3 + 600] = b"\xa5" * 600
    file.write_bytes(data)
    assert refused(file) == f"The file is damaged and cannot be read as {name}. Please save it anew or choose another."


def test_a_progressive_file_with_scans_without_end_is_refused(file: Path) -> None:
    data = jpeg_bytes(scenery(1700, 400), progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    file.write_bytes(data[:-2] + scan * 200 + data[-2:])
    assert refused(file) == "The file is damaged and cannot be read as JPEG. Please save it anew or choose another."


def test_a_png_of_chunks_without_end_is_refused(file: Path) -> None:
    file.write_bytes(header(1700, 400, 1, 0) + chunk(b"teSt", b"") * 200_000 + chunk(b"IEND", b""))
    assert refused(file) == "The file is damaged and cannot be read as PNG. Please save it anew or choose another."


def test_any_single_byte_may_be_wrong(tmp_path: Path) -> None:
    """An answer for each, never a crash: `checked` raises for a child without one."""
    whole = {
        "jpg": jpeg_bytes(scenery(330, 60)),
        "png": png_bytes(scenery(330, 60)),
        "webp": webp_bytes(scenery(330, 60)),
    }
    for ending, data in whole.items():
        for step in range(6):
            broken = bytearray(data)
            broken[len(data) * step // 30 + 12] ^= 0xFF
            (tmp_path / f"{step}.{ending}").write_bytes(broken)
            found = checked(tmp_path / f"{step}.{ending}").outcome
            assert found.accepted or found.code


# Shapes


def test_one_pixel_is_refused(file: Path) -> None:
    file.write_bytes(png_bytes(Image.new("RGB", (1, 1))))
    words = "The picture has 1 × 1 pixels; its longer side needs at least 1600. Please choose a larger one."
    assert refused(file) == words


@pytest.mark.parametrize(("width", "height"), [(1, 60_000), (60_000, 1)])
def test_a_thread_of_sixty_thousand_pixels_is_refused(file: Path, width: int, height: int) -> None:
    file.write_bytes(png_bytes(Image.new("1", (width, height))))
    words = f"The picture has {width} × {height} pixels; the longer side may be at most 10 times the shorter one."
    assert refused(file) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (
            (3000, 2000),
            "The picture has 3000 × 2000 pixels, a shape of 1.50:1; it has to be one of these: 2:1, 4:1.",
        ),
        (
            (3020, 1500),
            "The picture has 3020 × 1500 pixels, a shape of 2.01:1; it has to be one of these: 2:1, 4:1.",
        ),
        ((2998, 1499), "The picture has 2998 × 1499 pixels; it needs to be at least 3000 pixels wide."),
        ((1500, 3000), "The picture has 1500 × 3000 pixels; it needs to be at least 3000 pixels wide."),
    ],
)
def test_a_billboard_of_another_shape_or_size_is_refused(file: Path, size: tuple[int, int], words: str) -> None:
    file.write_bytes(png_bytes(Image.new("RGB", size, "teal")))
    assert refused(file, "billboard") == words


def test_a_billboard_that_lies_on_its_side_is_measured_upright(file: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file.write_bytes(jpeg_bytes(Image.new("RGB", (3000, 1500), "teal"), exif=exif))
    assert refused(file, "billboard") == "The picture has 1500 × 3000 pixels; it needs to be at least 3000 pixels wide."


# Names


NAMES = {
    "upwards": "..%2F..%2Fx.jpg",
    "two endings": "a.php.jpg",
    "a nought": "%00.jpg",
    "right to left": "photo_\u202egpj.exe",
    "very long": "a" * 251 + ".jpg",
    "emoji": "🌻🚲.jpg",
    "a device": "CON",
    "a leading dot": ".jpg",
    "an option": "--version",
    "a line": "two\nlines.jpg",
    "no text": b"\xff\xfe.jpg".decode("utf-8", "surrogateescape"),
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_strange_name_changes_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(jpeg_bytes(scenery(330, 60)))
    found = checked(tmp_path / name)
    assert found.outcome.accepted
    made = {"w320.avif", "w320.webp", "w640.avif", "w640.webp", "card.jpeg"}
    assert {path.name for path in found.out.iterdir()} == made


def test_a_playlist_that_calls_itself_a_picture_is_refused(file: Path) -> None:
    for text in (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n"):
        file.write_bytes(text)
        assert refused(file) == f"This file is not a picture. {ACCEPTED}"
    assert sniff(file) is None
