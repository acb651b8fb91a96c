"""What other rooms may know of a picture or a film."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.subjects import subjects
from gallery.addresses import original_url, small_url
from gallery.models import Attachment, MediaItem, Stage
from gallery.models.media import NOT_ASKED, find_things
from gallery.registries import bearers


class MediaSubject:
    key = "media"
    model = MediaItem
    label = _("picture or film")
    words = ("body",)

    def visible_to(self, user: Any) -> QuerySet[MediaItem]:
        return MediaItem.objects.visible_to(user).with_places().prefetch_related("renditions")

    def title(self, item: MediaItem) -> str:
        return self._under(item)[0]

    def url(self, item: MediaItem) -> str:
        return self._under(item)[1] or original_url(item)

    def author_id(self, item: MediaItem) -> int | None:
        return item.owner_id

    def people(self, item: MediaItem) -> dict[str, list[int]]:
        return {"author": [item.owner_id] if item.owner_id else []}

    def version(self, item: MediaItem) -> int:
        return item.version

    def snapshot(self, item: MediaItem) -> dict[str, Any]:
        """Its description and where it stands; the bytes are named by their hash."""
        return {"body": item.alt, "subject": self._under(item)[0], "file": {"name": item.name, "sha256": item.sha256}}

    def thumbnail(self, item: MediaItem) -> str | None:
        return small_url(item)

    def _under(self, item: MediaItem) -> tuple[str, str]:
        """Title and address of the first thing that it stands under; of what failed the address where it is mended."""
        place = _first_place(item)
        if place is None:
            return "", ""
        subject = subjects[place.kind]
        return subject.title(place.thing), mending_url(item) if item.stage == Stage.FAILED else subject.url(place.thing)


def mending_url(item: MediaItem) -> str:
    """Where its owner reads what is wrong with it, has it tried again and sends another; empty for what stands under
    nothing."""
    place = _first_place(item)
    if place is None:
        return ""
    ask = bearers[place.kind].mended_at or subjects[place.kind].url
    return ask(place.thing)


def _first_place(item: MediaItem) -> Attachment | None:
    """Of those whose thing is there."""
    attachments = list(item.attachments.all())
    find_things([attachment for attachment in attachments if attachment.thing is NOT_ASKED])
    return next((attachment for attachment in attachments if attachment.thing is not None), None)
