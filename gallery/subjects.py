"""What other rooms may know of a picture, a film or its captions."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.subjects import subjects
from gallery.addresses import captioning_url, original_url, small_url
from gallery.languages import name_of
from gallery.models import Attachment, CaptionTrack, MediaItem, Stage
from gallery.models.media import NOT_ASKED, find_things
from gallery.on_desk import captions_of
from gallery.processing.captions import said_in
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
        """Its description, where it stands, and what its newest captions say; the bytes are named by their hash."""
        return {
            "body": item.alt,
            "subject": self._under(item)[0],
            "captions": captions_of(item),
            "file": {"name": item.name, "sha256": item.sha256},
        }

    def thumbnail(self, item: MediaItem) -> str | None:
        return small_url(item)

    def _under(self, item: MediaItem) -> tuple[str, str]:
        """Title and address of the first thing that it stands under; of what failed the address where it is mended."""
        place = _first_place(item)
        if place is None:
            return "", ""
        subject = subjects[place.kind]
        return subject.title(place.thing), mending_url(item) if item.stage == Stage.FAILED else subject.url(place.thing)


class CaptionsSubject:
    """The newest words in one language. They are called as their film is."""

    key = "captions"
    model = CaptionTrack
    label = _("captions")
    words = ("body",)

    def visible_to(self, user: Any) -> QuerySet[CaptionTrack]:
        """Those that viewers are offered with a film that this person may see; one's own always."""
        films = MediaItem.objects.visible_to(user)
        seen = Q(item__in=films.values("pk"), shown_version__gt=0)
        seen |= Q(author=user.pk) | Q(item__owner=user.pk) if user.is_authenticated else Q()
        with_film = Prefetch("item", queryset=MediaItem.objects.with_places().prefetch_related("renditions"))
        return CaptionTrack.objects.filter(seen).prefetch_related(with_film)

    def title(self, track: CaptionTrack) -> str:
        return MediaSubject().title(track.item)

    def url(self, track: CaptionTrack) -> str:
        return f"{captioning_url(track.item)}#captions-{track.pk}"

    def author_id(self, track: CaptionTrack) -> int | None:
        return track.author_id

    def people(self, track: CaptionTrack) -> dict[str, list[int]]:
        return {"author": [track.author_id] if track.author_id else []}

    def version(self, track: CaptionTrack) -> int:
        return track.version

    def snapshot(self, track: CaptionTrack) -> dict[str, Any]:
        return {"body": said_in(track.text), "subject": self.title(track), "language": name_of(track.language)}

    def thumbnail(self, track: CaptionTrack) -> str | None:
        return small_url(track.item)


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
