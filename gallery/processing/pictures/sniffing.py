"""What a file is, by its first bytes. Neither its name nor what was said of it is asked."""

from pathlib import Path

HEAD = 4096  # bytes that are looked at

JPEG, PNG, WEBP, HEIC = "JPEG", "PNG", "WebP", "HEIC"
MP4, MATROSKA = "MP4", "WebM"
FILMS = frozenset({MP4, MATROSKA, "AVI"})

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),  # raw files of many cameras too
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"BM", "BMP"),
    (b"8BPS", "PSD"),
    (b"%PDF-", "PDF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\0\0\1\0", "ICO"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\x1aE\xdf\xa3", MATROSKA),
)
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})


def sniff(path: Path) -> str | None:
    """The format as people call it; None for what is nothing known."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    named = next((name for start, name in SIGNATURES if head.startswith(start)), None)
    return named or _in_riff(head) or _in_boxes(head) or ("SVG" if _is_svg(head) else None)


def _in_riff(head: bytes) -> str | None:
    return {b"WEBP": WEBP, b"AVI ": "AVI"}.get(head[8:12]) if head.startswith(b"RIFF") else None


def _in_boxes(head: bytes) -> str | None:
    """ISO 14496-12: the first box names the brands that a file follows. "mif1" alone says only: some picture."""
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
    if brands & AVIF_BRANDS:
        return "AVIF"
    return HEIC if brands & HEIC_BRANDS else MP4


def _is_svg(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return text.startswith(b"<svg") or (text.startswith((b"<?xml", b"<!doctype", b"<!--")) and b"<svg" in text)
