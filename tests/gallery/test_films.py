"""Films that people really have: what is measured of them, and what is made."""

import hashlib
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import av
import pytest
from av.stream import Disposition
from PIL import Image, ImageDraw, ImageOps

from gallery.hashing import near
from gallery.processing.job import process
from tests.gallery.films import FILM, MINUTE, film, frames_of, made, moving, plain, processed, reason

pytestmark = pytest.mark.once  # no database is asked


@pytest.fixture
def path(tmp_path):
    return tmp_path / "film.mp4"


def test_a_film_gets_two_sizes_three_posters_a_card_and_a_sheet(path):
    outcome = processed(film(path, seconds=2, size=(640, 360)))
    assert outcome.accepted, outcome
    assert [(one.role, one.format) for one in outcome.renditions] == [
        ("film-1080", "mp4"),
        ("film-480", "mp4"),
        *((f"poster-{number}", kind) for number in (1, 2, 3) for kind in ("jpeg", "webp")),
        ("card", "jpeg"),
        ("sheet", "jpeg"),
    ]
    for one in outcome.renditions:
        file = path.parent / "made" / one.file
        assert file.stat().st_size == one.size > 0
        with av.open(str(file)) as opened:
            assert (opened.streams.video[0].width, opened.streams.video[0].height) == (one.width, one.height)
    assert outcome.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_was_measured_is_told(path):
    outcome = processed(film(path, seconds=2, size=(128, 72), rate=25))
    assert outcome.measured == {
        "format": "MP4",
        "codec": "H.264",
        "sound": "AAC",
        "width": 128,
        "height": 72,
        "rotation": 0,
        "seconds": 2.0,
        "rate": 25.0,
        "size": path.stat().st_size,
    }


def test_the_films_are_h264_high_with_stereo_aac_and_can_begin_before_they_are_loaded(path):
    processed(film(path, seconds=1, size=(1280, 720)))
    for role, size in (("film-1080", (1280, 720)), ("film-480", (852, 480))):
        with av.open(str(made(path, role))) as opened:
            (video,), (sound,) = opened.streams.video, opened.streams.audio
            assert len(opened.streams) == 2
            assert (video.codec.name, video.profile, video.pix_fmt) == ("h264", "High", "yuv420p")
            assert (video.width, video.height) == size
            assert (sound.codec.canonical_name, sound.layout.name, sound.rate) == ("aac", "stereo", 48_000)
            assert opened.duration / av.time_base == pytest.approx(1, abs=0.05)
        found = made(path, role).read_bytes()
        assert 0 < found.index(b"moov") < found.index(b"mdat")


def test_a_large_film_is_made_smaller(path):
    outcome = processed(film(path, seconds=0.2, size=(2560, 1440), sound=""))
    assert [(one.width, one.height) for one in outcome.renditions[:2]] == [(1920, 1080), (852, 480)]
    card = next(one for one in outcome.renditions if one.role == "card")
    assert (card.width, card.height) == (1200, 675)


def test_an_upright_film_is_fitted_upright(path):
    outcome = processed(film(path, seconds=0.2, size=(1080, 1920), sound=""))
    assert [(one.width, one.height) for one in outcome.renditions[:2]] == [(1080, 1920), (480, 852)]


def scene(number, size):
    return Image.effect_mandelbrot(size, (-1.5, -0.4, 0.6, 1.1), 60).convert("RGB")


def test_a_film_is_recognised_when_it_is_uploaded_again_mirrored(tmp_path):
    def hashes(name, draw):
        return processed(film(tmp_path / name, seconds=0.5, size=(256, 192), draw=draw)).hashes

    one = hashes("one.mp4", scene)
    assert near(one, hashes("mirrored.mp4", lambda number, size: ImageOps.mirror(scene(number, size))))
    assert not near(one, hashes("other.mp4", moving))


def test_the_place_of_a_film_has_its_colour(path):
    assert processed(film(path, draw=plain((255, 0, 0)))).colour == 3 * 16


def test_progress_is_told_step_by_step(path):
    told: list[tuple[str, int]] = []
    out = path.parent / "out"
    out.mkdir()
    process(film(path, seconds=2), FILM, out, tell=lambda step, percent: told.append((step, percent)))
    assert list(dict.fromkeys(step for step, _ in told)) == ["checking", "converting"]
    assert all(0 <= percent <= 100 for _, percent in told)
    converting = [percent for step, percent in told if step == "converting"]
    assert len(set(converting)) > 5 and all(one <= two for one, two in pairwise(converting))


@pytest.mark.parametrize(
    ("codec", "name", "ending", "sound"),
    [
        ("libx264", "H.264", "mov", "aac"),
        ("libx264", "H.264", "mp4", "libmp3lame"),
        ("libx265", "HEVC", "mp4", "aac"),
        ("libvpx", "VP8", "webm", "libopus"),
        ("libvpx-vp9", "VP9", "webm", "libopus"),
        ("libsvtav1", "AV1", "mp4", "libopus"),
    ],
)
def test_every_codec_that_is_named_is_accepted(tmp_path, codec, name, ending, sound):
    outcome = processed(film(tmp_path / f"film.{ending}", seconds=2, codec=codec, sound=sound, size=(96, 64)))
    assert outcome.accepted, outcome
    assert outcome.measured["codec"] == name
    assert outcome.measured["seconds"] == pytest.approx(2, abs=0.02)
    assert len(frames_of(made(tmp_path / "film", "film-1080"))) == 20


@pytest.mark.parametrize(("seconds", "words"), [(59.4, "at least 60 are needed"), (90.6, "at most 90 are allowed")])
def test_a_film_just_outside_the_limits_is_refused(path, seconds, words):
    outcome = processed(film(path, seconds=seconds, sound=""), MINUTE)
    assert reason(outcome) == f"The film lasts {seconds} seconds; {words}."
    assert outcome.measured["seconds"] == seconds


@pytest.mark.parametrize("seconds", [59.5, 90.5])
def test_a_film_just_inside_the_limits_is_accepted(path, seconds):
    outcome = processed(film(path, seconds=seconds, sound=""), MINUTE)
    assert outcome.accepted, outcome
    assert outcome.measured["seconds"] == seconds


def test_sixty_pictures_a_second_may_be_a_little_less_or_more(path):
    for rate in (Fraction(60_000, 1001), 60, Fraction(603, 10), 10):
        assert processed(film(path, rate=rate)).accepted, rate


@pytest.mark.parametrize(("rate", "seconds"), [(1, 12), (70, 1)])
def test_too_few_and_too_many_pictures_a_second_are_refused(path, rate, seconds):
    outcome = processed(film(path, rate=rate, seconds=seconds, sound=""))
    assert f"has {float(rate)} pictures a second; between 10 and 60 are allowed" in reason(outcome)


def test_a_varying_rate_keeps_its_times(path):
    times = [*range(20), *range(20, 60, 4), *range(60, 90)]
    assert processed(film(path, rate=30, times=times, sound="")).measured["seconds"] == 3.0
    shown = [round(frame.time * 30) for frame in frames_of(made(path, "film-1080"))]
    assert shown == times


def test_what_an_edit_list_cuts_away_is_not_counted_and_not_shown(path):
    film(path, times=range(-10, 20), sound="", container={"avoid_negative_ts": "disabled"}, options={"bf": "0"})
    assert path.read_bytes().count(b"elst") == 1
    outcome = processed(path)
    assert outcome.measured["seconds"] == 2.0
    assert len(frames_of(made(path, "film-1080"))) == 20


def test_a_silent_film_stays_silent(path):
    assert processed(film(path, sound="")).measured["sound"] == ""
    with av.open(str(made(path, "film-1080"))) as opened:
        assert not opened.streams.audio


def test_sound_of_six_channels_becomes_stereo(path):
    assert processed(film(path, layout="5.1")).accepted
    with av.open(str(made(path, "film-480"))) as opened:
        assert opened.streams.audio[0].layout.name == "stereo"


def test_the_sound_ends_with_the_picture_and_can_be_heard(path):
    assert processed(film(path, seconds=2, sound_seconds=2.4)).accepted
    with av.open(str(made(path, "film-1080"))) as opened:
        heard = list(opened.decode(audio=0))
    assert sum(frame.samples for frame in heard) / 48_000 == pytest.approx(2, abs=0.05)
    assert any(any(bytes(frame.planes[0])) for frame in heard)


CORNERS = {(-1, -1): 235, (1, -1): 130, (-1, 1): 30, (1, 1): 70}  # by where they are, from the middle: how light


def four_corners(number, size):
    image = Image.new("RGB", size)
    middle = [side // 2 for side in size]
    for (x, y), light in CORNERS.items():
        box = [middle[0] * (x > 0), middle[1] * (y > 0), middle[0] * (1 + (x > 0)), middle[1] * (1 + (y > 0))]
        ImageDraw.Draw(image).rectangle(box, (light, light, light))
    return image


@pytest.mark.parametrize("first", [(1, 0), (-1, 0), (0, 1), (0, -1)])
@pytest.mark.parametrize("second", [1, -1])
def test_every_turned_and_mirrored_film_stands_upright(path, first, second):
    """x' = ax + cy, y' = bx + dy: ISO/IEC 14496-12, 6.2.2."""
    a, b = first
    c, d = second * b, second * a
    matrix = [value * 65536 for value in (a, b, 0, c, d, 0)] + [0, 0, 1 << 30]
    film(path, draw=four_corners, sound="", set_up=lambda out, video: video.set_display_matrix(matrix))
    outcome = processed(path)
    width, height = (48, 64) if b else (64, 48)
    assert (outcome.measured["width"], outcome.measured["height"]) == (width, height)
    shown = frames_of(made(path, "film-1080"))[0].to_image().convert("L")
    assert shown.size == (width, height)
    for (x, y), light in CORNERS.items():
        at = (a * x + c * y, b * x + d * y)
        assert shown.getpixel(
            tuple(side * (2 + way) // 4 for side, way in zip(shown.size, at, strict=True))
        ) == pytest.approx(light, abs=12)


def test_a_film_that_lies_on_its_side_says_how_far(path):
    film(path, set_up=lambda out, video: video.set_display_rotation(-90))
    assert processed(path).measured["rotation"] == 90


def test_odd_sides_become_even(path):
    outcome = processed(film(path, size=(65, 49), pixels="yuv444p", options={"profile": "high444"}))
    assert (outcome.measured["width"], outcome.measured["height"]) == (65, 49)
    assert (outcome.renditions[0].width, outcome.renditions[0].height) == (64, 48)
    assert frames_of(made(path, "film-1080"))[0].format.name == "yuv420p"


def test_pixels_that_are_no_squares_become_squares(path):
    def anamorphic(out, video):
        video.codec_context.sample_aspect_ratio = Fraction(2)

    outcome = processed(film(path, set_up=anamorphic))
    assert (outcome.renditions[0].width, outcome.renditions[0].height) == (128, 48)


def test_ten_bits_of_high_range_become_eight_of_the_usual(path):
    def pale(out, video):
        video.codec_context.color_trc, video.codec_context.color_primaries, video.codec_context.colorspace = 16, 9, 9

    film(path, codec="libx265", pixels="yuv420p10le", set_up=pale, draw=plain((150, 150, 150)), size=(128, 64))
    assert frames_of(path)[0].color_trc == 16
    assert processed(path).accepted
    shown = frames_of(made(path, "film-1080"))[0]
    assert (shown.format.name, shown.color_trc, shown.color_primaries, shown.colorspace) == ("yuv420p", 1, 1, 1)
    # PQ 0.59 is about 240 candelas: white on a usual screen, where the plain number would be a middle grey.
    assert bytes(shown.planes[0])[0] > 220


@pytest.mark.parametrize("matrix", [8, 10, 14])
def test_colours_that_nobody_can_convert_are_taken_for_the_usual_ones(path, matrix):
    def odd(out, video):
        video.codec_context.colorspace = matrix

    assert frames_of(film(path, set_up=odd))[0].colorspace == matrix
    assert processed(path).accepted


def test_full_range_becomes_the_usual_range(path):
    assert processed(film(path, pixels="yuvj420p", draw=plain((255, 255, 255)))).accepted
    assert bytes(frames_of(made(path, "film-1080"))[0].planes[0])[0] == pytest.approx(235, abs=2)


def test_interlaced_pictures_are_made_whole(path):
    film(path, options={"x264-params": "tff=1"}, size=(64, 64))
    assert frames_of(path)[0].interlaced_frame
    assert processed(path).accepted
    shown = frames_of(made(path, "film-1080"))
    assert len(shown) == 10 and not any(frame.interlaced_frame for frame in shown)


def jpeg_track(out, disposition):
    """A picture beside the film, as players show it for the whole file."""
    art = out.add_stream("mjpeg", rate=1, options={"strict": "unofficial"})
    art.width, art.height, art.pix_fmt, art.disposition = 32, 32, "yuvj420p", disposition
    return art


def test_cover_art_is_not_the_film(path):
    def with_art(out, video):
        art = jpeg_track(out, Disposition.attached_pic)
        frame = av.VideoFrame.from_image(Image.new("RGB", (32, 32), "red")).reformat(format="yuvj420p")
        out.start_encoding()
        out.mux(art.encode(frame))
        out.mux(art.encode(None))

    film(path, set_up=with_art)
    with av.open(str(path)) as opened:
        assert len(opened.streams.video) == 2
    assert processed(path).measured["width"] == 64
    with av.open(str(made(path, "film-1080"))) as opened:
        assert len(opened.streams.video) == 1


def test_telemetry_subtitles_chapters_and_titles_are_left_out(path):
    secret = "<script>alert(52.0907)</script>"

    def with_all(out, video):
        out.metadata.update({"title": secret, "comment": secret})
        video.metadata["handler_name"] = secret
        out.set_chapters(
            [{"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000), "metadata": {"title": secret}}]
        )
        words, telemetry = out.add_mux_stream("mov_text"), out.add_data_stream("bin_data")
        telemetry.codec_tag = "gpmd"
        out.start_encoding()
        for stream, data in ((words, len(secret).to_bytes(2, "big")), (telemetry, b"DEVC")):
            packet = av.Packet(data + secret.encode())
            packet.stream, packet.pts, packet.dts, packet.duration = stream, 0, 0, 500
            packet.time_base = Fraction(1, 1000)
            out.mux(packet)

    film(path, set_up=with_all)
    assert path.read_bytes().count(secret.encode()) >= 5
    outcome = processed(path)
    for one in outcome.renditions:
        found = (path.parent / "made" / one.file).read_bytes()
        assert b"script" not in found and b"52.0907" not in found and b"Lavf" not in found and b"Exif" not in found
        if one.format == "mp4":
            with av.open(str(path.parent / "made" / one.file)) as opened:
                assert set(opened.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
                assert not opened.chapters() and not opened.streams.data and not opened.streams.subtitles


def test_where_a_film_was_taken_is_left_out(tmp_path):
    path = tmp_path / "film.mov"
    film(path, set_up=lambda out, video: out.metadata.update({"location": "+52.0907+005.1214/", "make": "Lens"}))
    assert b"+52.0907" in path.read_bytes()
    outcome = processed(path)
    assert outcome.accepted and outcome.measured["format"] == "MOV"
    for one in outcome.renditions:
        found = (path.parent / "made" / one.file).read_bytes()
        assert b"52.0907" not in found and b"Lens" not in found


def test_a_recording_of_a_browser_has_no_length_in_its_header(tmp_path):
    path = film(tmp_path / "film.webm", seconds=2, codec="libvpx", sound="libopus", container={"live": "1"})
    with av.open(str(path)) as opened:
        assert opened.duration is None
    assert processed(path).measured["seconds"] == pytest.approx(2, abs=0.05)


def test_a_film_in_fragments_is_accepted(path):
    film(path, seconds=3, container={"movflags": "frag_keyframe+empty_moov"}, options={"g": "5"})
    assert processed(path).measured["seconds"] == pytest.approx(3, abs=0.1)


def test_a_film_of_one_picture_is_still_a_film(path):
    outcome = processed(film(path, seconds=0.1, sound=""))
    assert outcome.accepted, outcome
    assert {one.role for one in outcome.renditions} >= {"film-1080", "film-480", "poster-1", "card", "sheet"}


def test_limits_are_those_of_the_purpose(path):
    outcome = processed(film(path, size=(64, 48)), replace(FILM, max_frame=(60, 40)))
    assert "has 64 × 48 pixels; at most 60 × 40 are allowed" in reason(outcome)
