"""Pictures that staff put into pages lose what a camera or a program wrote into them, before they are stored."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageCms, ImageOps

# Close to what came: renditions are made from this.
SAVED: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 92, "subsampling": 0, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92, "method": 4},
    "AVIF": {"quality": 85, "speed": 8},
}


def without_metadata(upload: UploadedFile) -> UploadedFile:
    """The same picture, upright and in sRGB, built anew: no EXIF, XMP, IPTC, comment, thumbnail or profile is left.

    Of an animation its first frame. Raises OSError for what cannot be read to its end.
    """
    upload.seek(0)
    with Image.open(upload) as opened:
        form = "JPEG" if opened.format == "MPO" else str(opened.format)
        upright = ImageOps.exif_transpose(_in_srgb(opened))
        mode = upright.mode if upright.mode in ("L", "LA", "RGB", "RGBA") else _mode_of(upright)
        mode = {"LA": "L", "RGBA": "RGB"}.get(mode, mode) if form == "JPEG" else mode
        bare = Image.new(mode, upright.size)
        bare.paste(upright.convert(mode))
    made = BytesIO()
    bare.save(made, form, **SAVED[form])
    stored = SimpleUploadedFile(upload.name or "picture", made.getvalue(), content_type=f"image/{form.lower()}")
    stored.image = bare  # type: ignore[attr-defined]
    return stored


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    try:
        known = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(picture, known, ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:  # a profile that makes no sense is as good as none
        return picture
    return turned or picture


def _mode_of(picture: Image.Image) -> str:
    return "RGBA" if "transparency" in picture.info or picture.mode in ("PA", "La", "RGBa") else "RGB"
