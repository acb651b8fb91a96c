"""From a decoded picture to one of the largest size that is shown, opaque and upright, without a second large copy."""

from PIL import Image

STRIP = 1_000_000  # pixels that are converted at once
PLAIN = frozenset({"RGB", "L", "CMYK"})
TURNS = {  # EXIF 2.32, 4.6.4: what makes each orientation upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def is_turned(orientation: int) -> bool:
    """Whether width and height change places."""
    return orientation >= 5


def across(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """The size of the upright picture as it lies in the file, and the other way round."""
    return (size[1], size[0]) if is_turned(orientation) else size


def upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """In one of the PLAIN modes. Where something shows through, it is white, in every place and to every reader: a
    picture that looks different on dark and on light could show moderators one thing and members another."""
    if image.mode not in PLAIN or "transparency" in image.info:
        image = _plain(image, max(1, min(image.width // size[0], image.height // size[1])))
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _plain(image: Image.Image, factor: int) -> Image.Image:
    """Made opaque and `factor` times smaller strip by strip: all at once would take the memory of three pictures."""
    width, height = -(-image.width // factor), -(-image.height // factor)
    whole = Image.new("RGB", (width, height))
    rows = max(1, STRIP // image.width // factor) * factor
    for top in range(0, image.height, rows):
        strip = _opaque(image.crop((0, top, image.width, min(top + rows, image.height))))
        whole.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return whole


def _opaque(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I;16"):
        high = 0 if strip.mode.endswith("B") else 1  # of each two bytes the one that counts
        return Image.frombytes("L", strip.size, strip.tobytes()[high::2]).convert("RGB")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    strip = strip.convert("RGBA")
    white = Image.new("RGB", strip.size, "white")
    white.paste(strip, mask=strip.getchannel("A"))
    return white
