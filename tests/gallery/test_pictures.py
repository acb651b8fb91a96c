"""What becomes of a sound picture."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from gallery.processing.pictures.colour import ramp_place
from gallery.processing.pictures.renditions import wanted_of
from gallery.purposes import PURPOSES
from tests.gallery.pictures import (
    CORNERS,
    checked,
    corners_of,
    deep_png,
    four_corners,
    jpeg_bytes,
    png_bytes,
    scenery,
    wide_profile,
)

pytestmark = pytest.mark.once  # no database is asked


def saved(folder: Path, data: bytes, name: str = "picture") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def middle(image: Image.Image) -> tuple[int, ...]:
    return image.convert("RGB").getpixel((image.width // 2, image.height // 2))


def is_about(seen: tuple[int, ...], wanted: tuple[int, ...], *, within: int = 6) -> bool:
    return all(abs(a - b) <= within for a, b in zip(seen, wanted, strict=True))


# Sizes and formats


def test_a_large_picture_comes_in_every_width_as_avif_and_webp_and_once_as_a_card(tmp_path: Path) -> None:
    found = checked(saved(tmp_path, jpeg_bytes(scenery(2400, 1600))), "photo")
    assert found.outcome.accepted
    made = {(one.role, one.format): (one.width, one.height) for one in found.outcome.renditions}
    heights = {320: 213, 640: 427, 1280: 853, 2048: 1365}
    wanted = {(f"w{w}", f): (w, h) for w, h in heights.items() for f in ("avif", "webp")}
    assert made == {**wanted, ("card", "jpeg"): (1200, 800)}


def test_every_rendition_is_what_is_said_of_it(tmp_path: Path) -> None:
    found = checked(saved(tmp_path, jpeg_bytes(scenery(1700, 1000))), "photo")
    assert len(found.outcome.renditions) == 9
    for one in found.outcome.renditions:
        with Image.open(found.out / one.file) as image:
            assert (image.format, image.size, image.mode) == (one.format.upper(), (one.width, one.height), "RGB")
        assert (found.out / one.file).stat().st_size == one.size


def test_no_rendition_is_larger_than_the_picture(tmp_path: Path) -> None:
    found = checked(saved(tmp_path, jpeg_bytes(scenery(1000, 500))))
    widths = {one.role: one.width for one in found.outcome.renditions}
    assert widths == {"w320": 320, "w640": 640, "w1280": 1000, "card": 1000}


@pytest.mark.parametrize(
    ("size", "roles"),
    [
        ((200, 330), {"w320": (200, 330), "card": (200, 330)}),
        ((320, 320), {"w320": (320, 320), "card": (320, 320)}),
        ((321, 321), {"w320": (320, 320), "w640": (321, 321), "card": (321, 321)}),
        ((2236, 22360), {"w320": (64, 640), "w2048": (410, 4096), "card": (120, 1200)}),
    ],
)
def test_the_ladder_ends_at_the_pictures_own_size(size: tuple[int, int], roles: dict[str, tuple[int, int]]) -> None:
    made = {one.role: one.size for one in wanted_of(*size, PURPOSES["picture"])}
    assert roles.items() <= made.items()
    assert list(made)[-1] == "card" and all(made[role][0] <= size[0] for role in made)


def test_a_portrait_is_the_middle_square_as_webp_and_jpeg(tmp_path: Path) -> None:
    wide = Image.new("RGB", (900, 300), "blue")
    wide.paste("red", (300, 0, 600, 300))
    found = checked(saved(tmp_path, png_bytes(wide)), "avatar")
    made = [(one.role, one.format, one.width, one.height) for one in found.outcome.renditions]
    assert made == [(f"w{n}", format_, n, n) for n in (256, 96) for format_ in ("webp", "jpeg")]
    shown = found.shown("w256")
    edges = [shown.getpixel(point) for point in ((4, 128), (251, 128), (128, 4), (128, 251))]
    assert all(is_about(seen, (255, 0, 0), within=20) for seen in edges)


def test_a_small_portrait_keeps_its_size(tmp_path: Path) -> None:
    found = checked(saved(tmp_path, png_bytes(scenery(128, 140))), "avatar")
    assert {(one.role, one.width, one.height) for one in found.outcome.renditions} == {
        ("w96", 96, 96),
        ("w256", 128, 128),
    }


def test_a_billboard_of_each_size_is_accepted_within_half_a_per_cent(tmp_path: Path) -> None:
    for width, height in ((3000, 1500), (3000, 750), (3014, 1500), (3000, 1507)):
        image = Image.new("RGB", (width, height), "teal")
        assert checked(saved(tmp_path, png_bytes(image)), "billboard").outcome.accepted, (width, height)


# What was found


def test_what_was_measured_is_the_upright_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = jpeg_bytes(scenery(500, 400), exif=exif)
    found = checked(saved(tmp_path, data)).outcome
    assert found.measured == {
        "size": len(data),
        "format": "JPEG",
        "width": 400,
        "height": 500,
        "megapixels": 0.2,
        "frames": 1,
        "profile": "",
    }
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert len(found.hashes) == 8


@pytest.mark.parametrize(
    ("colour", "place"), [("black", 0), ("white", 63), ("red", 48), ("lime", 12), ("blue", 3), ("#555555", 21)]
)
def test_the_colour_of_the_place_is_one_of_64(colour: str, place: int) -> None:
    assert ramp_place(Image.new("RGB", (9, 9), colour)) == place


# Upright


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WebP"])
def test_a_picture_of_every_orientation_is_shown_upright(tmp_path: Path, orientation: int, format_: str) -> None:
    lying = {  # what a camera held like this writes of the upright picture
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = four_corners(480, 320)
    exif = Image.Exif()
    exif[0x0112] = orientation
    held = io.BytesIO()
    (image.transpose(lying[orientation]) if orientation > 1 else image).save(held, format=format_, exif=exif)
    found = checked(saved(tmp_path, held.getvalue()))
    assert (found.outcome.measured["width"], found.outcome.measured["height"]) == (480, 320)
    for one in found.outcome.renditions:
        assert corners_of(found.shown(one.role, one.format)) == CORNERS, one


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_turned_heic_photo_is_shown_upright(tmp_path: Path, orientation: int) -> None:
    """HEIC says it in a box of its own, which its reader obeys; a second turn by EXIF would be one too many."""
    lying = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    image = four_corners(480, 320)
    image = image.transpose(lying[orientation]) if orientation in lying else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    register_heif_opener()
    held = io.BytesIO()
    image.save(held, format="HEIF", quality=80, exif=exif.tobytes())
    assert (b"irot" in held.getvalue()) == (orientation > 1)
    found = checked(saved(tmp_path, held.getvalue()))
    assert (found.outcome.measured["width"], found.outcome.measured["height"]) == (480, 320)
    assert corners_of(found.shown("w320")) == CORNERS


def test_a_large_turned_photo_is_shrunk_on_the_way_in_and_still_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = jpeg_bytes(four_corners(2400, 4800).transpose(Image.Transpose.ROTATE_90), exif=exif)
    found = checked(saved(tmp_path, data), "photo")
    assert next((one.width, one.height) for one in found.outcome.renditions) == (2048, 4096)
    assert corners_of(found.shown("w2048")) == CORNERS


def test_an_orientation_that_makes_no_sense_is_passed_over(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 77
    found = checked(saved(tmp_path, jpeg_bytes(four_corners(), exif=exif)))
    assert corners_of(found.shown("w320")) == CORNERS


# Colours


def test_a_wide_profile_is_turned_into_srgb_and_named(tmp_path: Path) -> None:
    data = png_bytes(Image.new("RGB", (400, 400), (200, 100, 100)), icc_profile=wide_profile())
    found = checked(saved(tmp_path, data))
    red, green, blue = middle(found.shown("w320"))
    assert found.outcome.measured["profile"] == "Wide for a test"
    assert red >= 210 and green <= 96 and blue <= 98


def test_a_cmyk_picture_is_shown_in_its_colours(tmp_path: Path) -> None:
    found = checked(saved(tmp_path, jpeg_bytes(Image.new("CMYK", (400, 400), (0, 255, 255, 0)))))
    assert is_about(middle(found.shown("w320")), (255, 0, 0), within=12)


def test_a_profile_for_another_kind_of_picture_is_passed_over(tmp_path: Path) -> None:
    data = jpeg_bytes(Image.new("CMYK", (400, 400), (0, 255, 255, 0)), icc_profile=wide_profile())
    assert is_about(middle(checked(saved(tmp_path, data)).shown("w320")), (255, 0, 0), within=12)


def test_a_broken_profile_is_passed_over(tmp_path: Path) -> None:
    data = png_bytes(Image.new("RGB", (400, 400), (200, 100, 50)), icc_profile=b"nothing that anybody knows" * 9)
    found = checked(saved(tmp_path, data))
    assert found.outcome.measured["profile"] == ""
    assert is_about(middle(found.shown("w320")), (200, 100, 50))


def test_a_grey_picture_with_an_rgb_profile_stays_grey(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = checked(saved(tmp_path, png_bytes(Image.new("L", (400, 400), 90), icc_profile=profile)))
    assert is_about(middle(found.shown("w320")), (90, 90, 90))


def test_a_grey_picture_of_sixteen_bits_keeps_its_tone(tmp_path: Path) -> None:
    deep = Image.frombytes("I;16", (400, 400), (150 * 257).to_bytes(2, "little") * 160_000)
    assert is_about(middle(checked(saved(tmp_path, png_bytes(deep))).shown("w320")), (150, 150, 150))


def test_colours_of_sixteen_bits_keep_their_tone(tmp_path: Path) -> None:
    data = deep_png(400, 330, 200 * 257, 100 * 257, 50 * 257)
    assert is_about(middle(checked(saved(tmp_path, data)).shown("w320")), (200, 100, 50))


def test_what_shows_through_is_white(tmp_path: Path) -> None:
    for number, image in enumerate(see_through(), 1):
        found = checked(saved(tmp_path, png_bytes(image), f"{number}.png"))
        shown = found.shown("w320")
        assert shown.mode == "RGB"
        assert is_about(shown.getpixel((40, 160)), (255, 255, 255)), image.mode
        assert max(shown.getpixel((280, 160))) < 60, image.mode


def see_through() -> list[Image.Image]:
    """Left clear, right black: with an alpha channel, grey with one, and a palette with a clear entry."""
    alpha = Image.new("L", (400, 400), 0)
    alpha.paste(255, (200, 0, 400, 400))
    colours, grey = Image.new("RGBA", (400, 400), "black"), Image.new("LA", (400, 400))
    colours.putalpha(alpha)
    grey.putalpha(alpha)
    palette = alpha.point(lambda value: 1 if value else 0).convert("P")
    palette.putpalette([255, 0, 0, 0, 0, 0])
    palette.info["transparency"] = 0
    return [colours, grey, palette]


def test_a_picture_that_is_half_clear_lets_half_the_white_through(tmp_path: Path) -> None:
    image = Image.new("RGBA", (3000, 2000), (0, 0, 0, 128))  # large enough to be made opaque in strips
    found = checked(saved(tmp_path, png_bytes(image)), "photo")
    shown = found.shown("w2048")
    points = [(x, y) for x in (1, 1000, 2046) for y in range(1, shown.height - 1, 50)]
    assert all(is_about(shown.getpixel(point), (127, 127, 127)) for point in points)


def test_strips_leave_no_seams(tmp_path: Path) -> None:
    image = four_corners(4801, 3203).convert("RGBA")
    assert corners_of(checked(saved(tmp_path, png_bytes(image, compress_level=1)), "photo").shown("w2048")) == CORNERS
