"""What support staff read of a file: the same as its owner was told."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from tests.gallery.pictures import jpeg_bytes, one_bit_png, png_bytes, scenery

pytestmark = pytest.mark.once  # no database is asked


def inspect(*words: object) -> str:
    told = io.StringIO()
    call_command("inspect_media", *map(str, words), stdout=told)
    return told.getvalue()


def objects(*words: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in inspect("--json", *words).splitlines()]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.jpg"
    path.write_bytes(jpeg_bytes(scenery(500, 400)))
    return path


def test_an_accepted_file_is_one_object_on_one_line(picture: Path, tmp_path: Path) -> None:
    (found,) = objects(picture, "--out", tmp_path / "kept")
    assert (found["file"], found["accepted"], found["reason"]) == (str(picture), True, "")
    assert (found["measured"]["width"], found["measured"]["height"]) == (500, 400)
    assert len(found["renditions"]) == 5
    for one in found["renditions"]:
        path = Path(one["file"])
        assert path.parent == tmp_path / "kept" / "0001-picture"
        with Image.open(path) as image:
            assert (image.format, image.size) == (one["format"].upper(), (one["width"], one["height"]))


def test_without_a_folder_nothing_is_kept(picture: Path) -> None:
    (found,) = objects(picture)
    assert found["accepted"]
    assert [one["file"] for one in found["renditions"]] == [None] * 5
    assert [path.name for path in picture.parent.iterdir()] == ["picture.jpg"]


def test_a_refused_file_has_its_words_and_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(one_bit_png(16_000))
    (found,) = objects(path, "--purpose", "photo")
    words = "The picture has 16000 × 16000 pixels, which is 256.0 megapixels; at most 50 megapixels are allowed."
    assert (found["accepted"], found["reason"], found["renditions"]) == (False, words, [])
    assert (found["measured"]["width"], found["measured"]["format"]) == (16_000, "PNG")


def test_no_bad_file_stops_it(picture: Path, tmp_path: Path) -> None:
    empty, folder, missing = tmp_path / "empty.jpg", tmp_path / "folder", tmp_path / "missing.jpg"
    long, pipe, noise = tmp_path / ("x" * 300), tmp_path / "pipe", tmp_path / "noise.png"
    empty.write_bytes(b"")
    noise.write_bytes(bytes(range(256)) * 9)
    folder.mkdir()
    os.mkfifo(pipe)
    found = objects(empty, folder, missing, long, pipe, noise, picture)
    assert [one["accepted"] for one in found] == [False] * 6 + [True]
    assert [one["reason"] for one in found[:3]] == [
        "The file is empty.",
        "There is no such file.",
        "There is no such file.",
    ]
    assert all(one["reason"] for one in found[:6])


def test_the_purpose_decides(picture: Path) -> None:
    reasons = {
        purpose: objects(picture, "--purpose", purpose)[0]["reason"] for purpose in ("picture", "avatar", "photo")
    }
    assert reasons == {
        "picture": "",
        "avatar": "",
        "photo": "The picture has 500 × 400 pixels; its longer side needs at least 1600. Please choose a larger one.",
    }


@pytest.mark.parametrize(
    ("name", "data", "purpose"),
    [
        ("a.jpg", jpeg_bytes(scenery(40, 40)), "picture"),
        ("a.mp4", jpeg_bytes(scenery(40, 40)), "picture"),
        ("a.jpg", b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "video"),
        ("a.bin", b"\x1aE\xdf\xa3\x01\0\0\0", "video"),
        ("a.mp4", b"#EXTM3U\nfile:///etc/passwd\n", "video"),
        ("a.txt", b"#EXTM3U\nfile:///etc/passwd\n", "picture"),
    ],
)
def test_the_purpose_is_guessed_from_the_content(tmp_path: Path, name: str, data: bytes, purpose: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert objects(tmp_path / name)[0]["purpose"] == purpose


def test_files_of_one_name_keep_their_renditions_apart(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "../x.png" for folder in ("one", "two")]
    for path, colour in zip(paths, ("red", "blue"), strict=True):
        path.parent.parent.mkdir(exist_ok=True)
        (tmp_path / "x.png").write_bytes(png_bytes(Image.new("RGB", (330, 330), colour)))
    found = objects(tmp_path / "x.png", tmp_path / "x.png", "--out", tmp_path / "kept")
    made = [one["file"] for found_one in found for one in found_one["renditions"]]
    assert len(set(made)) == len(made) == 10
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["0001-x", "0002-x"]


def test_a_person_reads_a_verdict_and_figures(picture: Path, tmp_path: Path) -> None:
    steering = tmp_path / "red\x1b[31m.txt"
    steering.write_bytes(b"words")
    told = inspect(picture, steering)
    assert f"{picture}: accepted" in told and "width 500, height 400" in told and "w320.avif 320 × 256" in told
    assert "This file is not a picture. Accepted are JPEG, PNG, WebP, HEIC." in told
    assert "\x1b" not in told


def test_a_folder_that_cannot_be_written_to_is_said_at_once(picture: Path) -> None:
    with pytest.raises(CommandError, match="Nothing can be written"):
        inspect(picture, "--out", picture / "below-a-file")


def test_of_a_billboard_staff_read_how_large_it_prints(tmp_path: Path) -> None:
    path = tmp_path / "wall.png"
    path.write_bytes(png_bytes(Image.new("RGB", (3000, 1500), "navy")))
    (found,) = objects(path, "--purpose", "billboard")
    assert found["print"] == (
        "At 300 dpi it prints at 0.25 × 0.12 m at most. "
        "From 7200 × 3600 px on it is print-ready. You can enter it as it is."
    )
    assert found["print"] in inspect(path, "--purpose", "billboard")
    (photo,) = objects(path, "--purpose", "photo")
    assert photo["print"] == ""
