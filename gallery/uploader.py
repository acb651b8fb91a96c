"""What `components/uploader.html` shows: the files of one purpose, in a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from gallery.models import MediaItem
from gallery.preflight import limits_in_words
from gallery.purposes import PURPOSES, Purpose

# What devices are to offer. Nothing is believed of it: files are recognised by what is in them.
ACCEPTED = {
    "JPEG": ("image/jpeg", ".jpg", ".jpeg"),
    "PNG": ("image/png", ".png"),
    "WebP": ("image/webp", ".webp"),
    "HEIC": ("image/heic", "image/heif", ".heic", ".heif"),
    "MP4": ("video/mp4", ".mp4", ".m4v"),
    "MOV": ("video/quicktime", ".mov"),
    "WebM": ("video/webm", ".webm"),
}


@dataclass(frozen=True, slots=True)
class Uploader:
    """`label` names the button for those who listen; `chosen` is what stands in the form already, of this member."""

    limits_of: Purpose
    label: str | Promise
    most: int
    chosen: Sequence[MediaItem] = ()

    @property
    def id(self) -> str:
        return f"uploader-{self.purpose}"

    @property
    def purpose(self) -> str:
        return self.limits_of.key

    @property
    def max_bytes(self) -> int:
        return self.limits_of.max_bytes

    @property
    def limits(self) -> str:
        return limits_in_words(self.limits_of)

    @property
    def accept(self) -> str:
        return ",".join(kind for format_ in self.limits_of.formats for kind in ACCEPTED[format_])


def uploader_for(purpose: str, *, by: Any, label: str | Promise, most: int, chosen: Sequence[UUID] = ()) -> Uploader:
    """For a form that is shown again, `chosen` names what was uploaded before, in its order; others' is passed over."""
    theirs = (
        {item.token: item for item in MediaItem.objects.visible_to(by).filter(owner=by, token__in=chosen)}
        if chosen
        else {}
    )
    return Uploader(PURPOSES[purpose], label, most, [theirs[token] for token in chosen if token in theirs])
