"""Films of the team stand under a story, to be named as its evidence."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from core.policies import ensure
from gallery.actions.attaching import detach, item_sent, stand_as_well, stand_last
from gallery.actions.placing import settle_under
from gallery.models import Attachment, MediaItem
from ideas.launches.films import FILM
from ideas.models import LaunchPage
from ideas.models.launching import STORY
from ideas.policies import may_film

AUDIENCE = "launches"  # of an upload: its file is nobody else's twin, so what a story names stays itself


def add_film(
    story: LaunchPage,
    *,
    by: Any,
    alt: str,
    upload: UploadedFile | None = None,
    token: str = "",
    at: datetime | None = None,
) -> MediaItem:
    """The film stands under the story and can be chosen as its evidence: bytes that came with a form (`upload`), or
    what was uploaded in parts (`token`). Raises Refused, RuleBroken."""
    ensure(may_film(by, story))
    film = item_sent(upload, token, by=by, purpose=FILM, audience=AUDIENCE)
    return stand_last(film, under=story, kind=STORY, alt=alt, audience=AUDIENCE, at=at)


def remove_film(story: LaunchPage, film: MediaItem, *, by: Any, at: datetime | None = None) -> None:
    """The story has it no more, and shows it no more; it is gone with its files unless another story has it. Again
    changes nothing. Raises Refused."""
    ensure(may_film(by, story))
    with transaction.atomic():
        LaunchPage.objects.filter(pk=story.pk, evidence_film=film).update(evidence_film=None)
        for place in Attachment.objects.filter(item=film, kind=STORY, subject_id=story.pk):
            detach(place, at=at or timezone.now())


def bring_films(source: LaunchPage, copy: LaunchPage, *, at: datetime | None = None) -> None:
    """The copy of a story has the same films, which stay while one of the two needs them. Again changes nothing."""
    films = MediaItem.objects.of(source, kind=STORY).exclude(pk__in=MediaItem.objects.of(copy, kind=STORY).values("pk"))
    stand_as_well(list(films), under=copy, kind=STORY, at=at or timezone.now())


def keep_film(story: LaunchPage, *, at: datetime | None = None) -> None:
    """A film of the team that a public story names stands under it, too, so that whoever may read the story sees it;
    its files are on their way to where they belong. What a member entered stays where it stands. Again changes
    nothing."""
    places = Attachment.objects.filter(item=story.evidence_film_id, kind=STORY)
    if places.exists() and not places.filter(subject_id=story.pk).exists():
        films = MediaItem.objects.filter(pk=story.evidence_film_id)
        stand_as_well(list(films), under=story, kind=STORY, at=at or timezone.now())
    settle_under(STORY, [story.pk])
