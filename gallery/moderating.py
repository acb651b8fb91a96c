"""How pictures, films and captions are judged by moderators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.publication import State
from core.subjects import subjects
from gallery.actions.captioning import place_captions
from gallery.actions.placing import place_many, place_media
from gallery.alike import look_alikes
from gallery.models import CaptionTrack, MediaItem, Stage
from gallery.registries import bearers
from gallery.seeing import behind_doors
from moderation.registries import Review, moderated
from moderation.wording import Wording

WORDING = Wording(
    name=_("your picture or film"),
    named=_("your picture or film on “%(title)s”"),
    waiting=_("Your picture or film waits for a moderator."),
    published=_("Your picture or film is published now."),
    returned=_("Please choose another picture or film. Only you can see this one."),
    rejected=_("Your picture or film is not published. Only you can see it."),
    hidden=_("Your picture or film is hidden. Only you can see it."),
    restored=_("Your picture or film can be seen again."),
)
CAPTIONS = Wording(
    name=_("your captions"),
    named=_("your captions of the film on “%(title)s”"),
    waiting=_("Your captions wait for a moderator."),
    published=_("Your captions are published now."),
    returned=_("Please change your captions and send them again. Until then only you can see them."),
    rejected=_("Your captions are not published. Only you can see them."),
    hidden=_("Your captions are hidden. Only you can see them."),
    restored=_("Your captions can be seen again."),
)
STRICTEST = [Review.EVERYTHING, Review.NEW_MEMBERS, Review.NOTHING]


class ModeratedMedia:
    key = "media"
    states = frozenset(State) - {State.RETURNED, State.WITHDRAWN}  # it cannot be changed, only replaced
    wording = WORDING

    def review(self, item: MediaItem) -> Review:
        """The strictest of the places that it stands at; of one that stands nowhere everything is reviewed."""
        asked = [self._review_of(row.kind, row.subject_id) for row in item.attachments.all()]
        return min(asked, key=STRICTEST.index, default=Review.EVERYTHING)

    def state(self, item: MediaItem) -> str:
        return item.state

    def place(self, item: MediaItem, state: str, *, at: datetime) -> str:
        return place_media(item, state, at=at).state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return place_many(ids, State.PUBLISHED, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_many(ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        """What it stands under has reached so many."""
        reached: dict[int, int] = {}
        rows = MediaItem.objects.filter(pk__in=ids).values_list("pk", "attachments__kind", "attachments__subject_id")
        for bearer in bearers:
            under = {subject_id: pk for pk, kind, subject_id in rows if kind == bearer.key}
            for subject_id, people in moderated[bearer.key].exposure(list(under)).items():
                pk = under[subject_id]
                reached[pk] = reached.get(pk, 0) + people
        return reached

    def fetched(self, ids: Sequence[int]) -> QuerySet[MediaItem]:
        there = MediaItem.objects.filter(pk__in=ids, stage__in=(Stage.READY, Stage.PROCESSING, Stage.UPLOADED))
        return there.with_places().prefetch_related("renditions", "captions")

    def saying(self, words: str) -> QuerySet[MediaItem]:
        return MediaItem.objects.filter(Q(alt__icontains=words) | Q(name__icontains=words))

    def look_alikes(self, subject_id: int) -> list[int]:
        return look_alikes(subject_id)

    def out_of_reach(self, user: Any) -> QuerySet[MediaItem]:
        return behind_doors(user)

    def _review_of(self, kind: str, subject_id: int) -> Review:
        if (review := bearers[kind].review) is not None:
            return review
        thing = subjects[kind].model._default_manager.filter(pk=subject_id).first()
        return moderated[kind].review(thing) if thing else Review.EVERYTHING


class ModeratedCaptions:
    """Judged by themselves: who adds captions to a film that everybody sees does not take it away from them."""

    key = "captions"
    states = frozenset(State) - {State.WITHDRAWN}
    wording = CAPTIONS

    def review(self, track: CaptionTrack) -> Review:
        """That of the film."""
        return moderated["media"].review(track.item)

    def state(self, track: CaptionTrack) -> str:
        return track.state

    def place(self, track: CaptionTrack, state: str, *, at: datetime) -> str:
        place_captions([track.pk], state, at=at)
        return state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return place_captions(ids, State.PUBLISHED, at=at)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return place_captions(ids, state, at=at)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        """What their films stand under has reached so many."""
        films = dict(CaptionTrack.objects.filter(pk__in=ids).values_list("pk", "item"))
        reached = moderated["media"].exposure(list(films.values()))
        return {pk: reached[item] for pk, item in films.items() if item in reached}

    def fetched(self, ids: Sequence[int]) -> QuerySet[CaptionTrack]:
        films = MediaItem.objects.with_places().prefetch_related("renditions")
        there = CaptionTrack.objects.filter(pk__in=ids, item__stage=Stage.READY).defer("shown", "former")
        return there.prefetch_related(Prefetch("item", queryset=films))

    def saying(self, words: str) -> QuerySet[CaptionTrack]:
        return CaptionTrack.objects.filter(text__icontains=words)

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[CaptionTrack]:
        closed = behind_doors(user)
        return CaptionTrack.objects.none() if closed.query.is_empty() else CaptionTrack.objects.filter(item__in=closed)
