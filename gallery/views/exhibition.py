"""What a gallery shows: its list, and one work, large."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.errors import RuleBroken
from core.http import page_or_fragment, wants_fragment
from core.pagination import Page
from core.subjects import subjects
from gallery.addresses import captioning_url
from gallery.exhibition import Work, address_of, as_works, neighbours, on_show, page_of, winners_first
from gallery.filters import SORTS_OF_WORK, GalleryFilter
from gallery.models import GalleryPage
from gallery.policies import may_uncaption
from gallery.registries import exhibiting
from gallery.showing import share_card_of


def work_list(gallery: GalleryPage, request: HttpRequest) -> HttpResponse:
    """The newest work, with the filters of the address; only the next pieces when htmx asks for more."""
    wanted = _wanted(request)
    problems = list(wanted.problems)
    works: Page[Any] = Page()
    winners: list[Work] = []
    if not problems:
        try:
            works, winners = page_of(request.user, wanted), winners_first(request.user, wanted)
        except RuleBroken as broken:
            problems = broken.messages
    context = {
        "page": gallery,
        "gallery": gallery,
        "works": works,
        "winners": winners,
        "all_winners": wanted.query(won=True),
        "with_others": wanted.query(won=False),
        "wanted": wanted,
        "more": wanted.query(after=works.next) if works.next else "",
        "problems": problems,
        "all_kinds": wanted.query(kind=""),
        "kinds": _kinds(wanted),
        "all_things": wanted.query(of=""),
        "things": _things(wanted),
    }
    fragment = "gallery/fragments/more_works.html" if wanted.after else "gallery/fragments/work_list.html"
    status = 400 if problems else 200
    return page_or_fragment(request, page="gallery/gallery.html", fragment=fragment, context=context, status=status)


@require_safe
def show(request: HttpRequest, work_pk: int) -> HttpResponse:
    """One work, large, with its neighbours in the list that the address names. Filters that do not exist are let be."""
    user, wanted = request.user, _wanted(request)
    found = on_show(user, GalleryFilter()).with_renditions().prefetch_related("attachments").select_related("owner")
    item = get_object_or_404(found, pk=work_pk)
    work = as_works([item], to=user, wanted=GalleryFilter())[0]
    before, after = neighbours(item, on_show(user, wanted))
    gallery = GalleryPage.objects.visible_to(user).order_by("path").first()
    card = share_card_of(item)
    context = {
        "work": work,
        "work_url": request.build_absolute_uri(address_of(item.pk, GalleryFilter())),
        "share_card": request.build_absolute_uri(card) if card else "",
        "before_url": address_of(before, wanted) if before else "",
        "after_url": address_of(after, wanted) if after else "",
        "gallery": gallery,
        "gallery_url": gallery.get_url(request) + wanted.query().removesuffix("?") if gallery else "",
        "captioning_url": captioning_url(item) if item.is_film and may_uncaption(user, item) else "",
        "level": 2 if wants_fragment(request) else 1,
    }
    return page_or_fragment(request, page="gallery/work.html", fragment="gallery/fragments/work.html", context=context)


def _wanted(request: HttpRequest) -> GalleryFilter:
    return GalleryFilter.read(request.GET, things=exhibiting())


def _kinds(wanted: GalleryFilter) -> list[tuple[Any, str, bool]]:
    """Name, address and whether it is chosen."""
    return [(name, wanted.query(kind=kind), wanted.kind == kind) for kind, (name, _purposes) in SORTS_OF_WORK.items()]


def _things(wanted: GalleryFilter) -> list[tuple[Any, str, bool]]:
    """As `_kinds`; nothing where all work belongs to things of one kind."""
    found = [(subjects[kind].label, wanted.query(of=kind), wanted.of == kind) for kind in exhibiting()]
    return found if len(found) > 1 else []
