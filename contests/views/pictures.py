"""Pictures that are made for whoever asks first: an entry on a wall in a street, and share cards."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from contests.billboards import in_scene, own_design, parts_of, work_of
from contests.kinds import Kind
from contests.models import ContestPage, Entry, Scene
from contests.share_cards import contest_card, entry_card
from core.brand.showing import brand_of
from core.http import limited
from gallery.keeping import name_of, opened, shown_file_of
from gallery.lettering import face
from gallery.models import Rendition
from gallery.share_cards import DRAWN, Brand, brand_picture
from gallery.views.made import made_picture


@require_safe
@limited("scene", rate="120/m", methods=("GET",))
def scene(request: HttpRequest, pk: int, scene_pk: int) -> HttpResponse:
    """A billboard in one of the streets, large or `?small`, to whoever may see the entry and its design."""
    billboards = Entry.objects.visible_to(request.user).filter(contest__kind=Kind.BILLBOARD)
    entry = get_object_or_404(billboards, pk=pk)
    street = get_object_or_404(Scene.objects.select_related("picture"), pk=scene_pk)
    made = _shown(entry, to=request.user)
    is_small = "small" in request.GET
    name = name_of(*parts_of(made, street, is_small=is_small))
    is_open = not request.user.is_authenticated  # a visitor was let in, so everybody is
    return made_picture(request, name, lambda: in_scene(made, street, is_small=is_small), is_open=is_open)


@require_safe
@limited("scene", rate="120/m", methods=("GET",))
def design_scene(request: HttpRequest, pk: int, scene_pk: int) -> HttpResponse:
    """A member's own design in one of the streets, before it is entered, to nobody else."""
    item = own_design(pk, by=request.user)
    street = get_object_or_404(Scene.objects.select_related("picture"), pk=scene_pk)
    made = shown_file_of(item) if item else None
    if made is None:
        raise Http404
    is_small = "small" in request.GET
    name = name_of(*parts_of(made, street, is_small=is_small))
    return made_picture(request, name, lambda: in_scene(made, street, is_small=is_small), is_open=False)


@require_safe
@limited("card", rate="120/m", methods=("GET",))
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The share card of an entry, exactly while a visitor may see it, whoever asks."""
    visitor = AnonymousUser()
    entry = get_object_or_404(Entry.objects.visible_to(visitor).select_related("contest"), pk=pk)
    made = _shown(entry, to=visitor)
    brand = brand_of(request)
    words = {"title": entry.title, "contest": entry.contest.title}
    name = name_of("entry-card", DRAWN, face(), made.key, *words.values(), brand.name, brand.accent)
    drawn = Brand(brand.name, brand.accent)
    return made_picture(request, name, lambda: entry_card(opened(made), **words, brand=drawn), is_open=True)


def of_contest(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """The share card of a contest that a visitor may enter."""
    if not ContestPage.objects.visible_to(AnonymousUser()).filter(pk=contest.pk).exists():
        raise Http404
    brand, words = brand_of(request), {"title": contest.title, "brief": contest.brief}
    picture = contest.picture
    name = name_of(
        *("contest-card", DRAWN, face(), picture.pk if picture else 0, picture.file.name if picture else ""),
        *(*words.values(), brand.name, brand.accent),
    )
    drawn = Brand(brand.name, brand.accent)
    return made_picture(request, name, lambda: contest_card(brand_picture(picture), **words, brand=drawn), is_open=True)


def _shown(entry: Entry, *, to: Any) -> Rendition:
    work = work_of(entry, to=to)
    made = shown_file_of(work) if work else None
    if made is None:
        raise Http404
    return made
