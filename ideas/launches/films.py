"""Films as the evidence of a story: which may be chosen, and which a reader of it sees."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.audience.gate import is_closed
from core.subjects import subjects
from gallery.exhibition import Work, as_works
from gallery.filters import GalleryFilter
from gallery.models import Attachment, MediaItem, Stage
from gallery.models.media import MediaQuerySet
from gallery.registries import exhibiting
from ideas.models.launching import STORY
from moderation.registries import moderated

FILM = "video"  # its purpose


def films_in(stories: Iterable[Any], *, to: Any) -> Mapping[int, MediaItem]:
    """By story its film, where it may be shown and this person sees it now, or makes the story that it stands under. No
    query where no story names one."""
    named = {story.pk: story.evidence_film_id for story in stories if story.evidence_film_id}
    if not named:
        return {}
    seen = MediaItem.objects.visible_to_makers(to).shown().with_renditions().select_related("owner")
    films = seen.prefetch_related("attachments").in_bulk(named.values())
    return {story: films[film] for story, film in named.items() if film in films}


def film_of(story: Any, *, to: Any) -> MediaItem | None:
    return films_in([story], to=to).get(story.pk)


def work_of(film: MediaItem, *, to: Any) -> Work | None:
    """The work of a member that the film is, to be credited; None for a film of the team."""
    if not any(place.kind in exhibiting() for place in film.attachments.all()):
        return None
    return as_works([film], to=to, wanted=GalleryFilter())[0]


def choosable_films(user: Any, *, kept: int | None = None) -> MediaQuerySet:
    """What somebody of the team may let a story name: films of stories that they edit, however far those are, and what
    everybody sees in the gallery; and the one that it names already."""
    of_stories = Attachment.objects.filter(kind=STORY, subject_id__in=stories_made_by(user).values("pk"))
    shown = MediaItem.objects.exhibited_to(AnonymousUser())
    wanted = Q(pk__in=of_stories.values("item")) | Q(pk__in=shown.values("pk")) | Q(pk=kept)
    there = MediaItem.objects.uploaded_for([FILM]).exclude(stage__in=(Stage.FAILED, Stage.REMOVED))
    return there.filter(wanted).with_places()


def films_saying(words: str) -> Q:
    """Of films that may be chosen: those that show, or are called, or stand under what says, or are by, these words."""
    seen = Q(alt__icontains=words) | Q(owner__display_name__icontains=words)
    works = Q(pk__in=[])
    for kind in exhibiting():
        works |= Q(kind=kind, subject_id__in=moderated[kind].saying(words).order_by().values("pk"))
    works |= Q(kind=STORY, item__name__icontains=words)
    return seen | Q(Exists(Attachment.objects.filter(works, item=OuterRef("pk"))))


def stories_made_by(user: Any) -> QuerySet[Page]:
    """Those with films that this person edits, and no door closes to them. No query for whoever is not of the team."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return Page.objects.none()
    edited = PagePermissionPolicy(Page).instances_user_has_permission_for(user, "change")
    stories = Attachment.objects.filter(kind=STORY).values("subject_id")
    paths = Page.objects.filter(pk__in=stories).filter(pk__in=edited.order_by().values("pk"))
    open_ones = [pk for pk, path in paths.values_list("pk", "path") if not is_closed(path, user)]
    return Page.objects.filter(pk__in=open_ones) if open_ones else Page.objects.none()


def title_of(film: MediaItem) -> str:
    """That of the member's work; of a film of the team what can be seen in it. Asks nothing of one `with_places`."""
    place = next((place for place in film.attachments.all() if place.kind in exhibiting() and place.thing), None)
    if place:
        return subjects[place.kind].title(place.thing)
    return film.alt or film.name or _("Film without a name")
