"""Where the files of an item are fetched: from the public storage once they lie there, else through our own door."""

from django.urls import reverse

from gallery.models import CaptionTrack, MediaItem, Rendition
from gallery.storages import public

SMALL = ("w320", "w256", "poster-1", "w96")  # the first of these that there is


def url_of(item: MediaItem, made: Rendition) -> str:
    if item.is_public:
        return str(public().url(made.key))
    return reverse("gallery:file", args=[item.token, f"{made.role}.{made.format}"])


def small_url(item: MediaItem) -> str | None:
    """A small picture of it that every browser shows, through our own door: to be looked at by moderators."""
    made = {rendition.role: rendition for rendition in item.renditions.all() if rendition.format in ("webp", "jpeg")}
    role = next((role for role in SMALL if role in made), None)
    return reverse("gallery:file", args=[item.token, f"{role}.{made[role].format}"]) if role else None


def original_url(item: MediaItem) -> str:
    return reverse("gallery:original", args=[item.token])


def captions_url(item: MediaItem, track: CaptionTrack, *, newest: bool = False) -> str:
    """Always our own door: captions lie in the database, and browsers take none from elsewhere."""
    return reverse("gallery:captions", args=[item.token, track.language]) + ("?newest" if newest else "")


def captioning_url(item: MediaItem) -> str:
    """Where captions of a film are given, changed and removed."""
    return reverse("gallery:caption-film", args=[item.pk])
