"""`{% load uploads %}`: what an uploader says about a purpose."""

from django import template

from gallery.preflight import limits_in_words
from gallery.purposes import Purpose

register = template.Library()
register.filter("limits_in_words", limits_in_words)

# What devices are to offer. Nothing is believed of it: files are recognised by what is in them.
KINDS = {
    "JPEG": ("image/jpeg", ".jpg", ".jpeg"),
    "PNG": ("image/png", ".png"),
    "WebP": ("image/webp", ".webp"),
    "HEIC": ("image/heic", "image/heif", ".heic", ".heif"),
    "MP4": ("video/mp4", ".mp4", ".m4v"),
    "MOV": ("video/quicktime", ".mov"),
    "WebM": ("video/webm", ".webm"),
}


@register.filter
def kinds(purpose: Purpose) -> str:
    """The formats as the `accept` of an input lists them."""
    return ",".join(kind for format_ in purpose.formats for kind in KINDS[format_])
