"""Faults that the canary must hear: each is what a defence of the house keeps out."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail.images.utils import generate_signature
from wagtail.models import Page, PageViewRestriction

from core.audience.models import AudienceWindow, Tier
from core.brand.models import BrandImage
from core.commands import Planted, Plot
from core.pages.canary import plant_page
from core.pages.models import StandardPage
from core.pages.navigation import places
from core.urls import urlpatterns as ours
from ideas.models import Idea
from ideas.subjects import IdeaSubject
from insiders.canary import plant_early_access
from tests.gallery.pictures import jpeg_bytes, scenery

# Without the 404 that stands before Wagtail's shared-password pages.
urlpatterns = [one for one in ours if "authenticate_with_password" not in str(one.pattern)]
urlpatterns.insert(0, path("stray/<int:pk>/", lambda request, pk: stray(request, pk), name="ideas:stray"))
urlpatterns.insert(0, path("", include(([], "nothing"))))
handler404 = "core.pages.views.not_found"


def stray(request: HttpRequest, pk: int) -> HttpResponse:
    """A new view that forgot to ask who looks."""
    idea = Idea.objects.filter(pk=pk).first()
    return HttpResponse(idea.body if idea else "", status=200 if idea else 404)


class BlindSubject(IdeaSubject):
    """Shows every idea to everybody."""

    def visible_to(self, user: Any) -> Any:
        return Idea.objects.select_related("board", "author", "status", "category")


def plant_as_before(plot: Plot) -> Planted:
    """A page whose picture lies where everybody may fetch it."""
    planted = plant_page(plot)
    image = BrandImage.objects.latest("pk")
    names = []
    for row in (image, image.renditions.first()):
        with row.file.open() as file:
            names.append(default_storage.save(f"former/{PurePath(row.file.name).name}", file))
        type(row).objects.filter(pk=row.pk).update(file=names[-1])
    return replace(planted, addresses=tuple(f"/media/{name}" for name in names))


def plant_forgotten(plot: Plot) -> Planted:
    """An early-access page that lost, behind every back, all that said who is let in."""
    planted = plant_early_access(plot)
    PageViewRestriction.objects.filter(page=planted.page).delete()
    AudienceWindow.objects.filter(page=planted.page).delete()
    return planted


def everything(words: str, user: Any, limit: int) -> Any:
    """A search that does not ask who searches."""
    return StandardPage.objects.filter(title__icontains=words)[:limit]


class OneAnswerForAll:
    """A cache on the way that keeps what it was told to keep for nobody."""

    kept: dict[str, bytes] = {}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept.clear()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.get_full_path()
        if path in self.kept:
            return HttpResponse(self.kept[path])
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200 and not response.streaming:
            self.kept[path] = response.content
        return response


class NamesInHeaders:
    """Says in a header which page it would have been."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = StandardPage.objects.filter(slug=request.path.strip("/")).first()
        if page is not None:
            response["Link"] = f"</{page.title.split()[0]}/>"
        return response


class NotModified:
    """Answers a conditional request before anybody has asked who it is from; and gives pages a validator."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("If-None-Match") == '"kept"':
            return HttpResponse(status=304)
        response = self.get_response(request)
        if response.status_code == 200:
            response["ETag"] = '"kept"'
        return response


class Forgets:
    """An answer on the way loses a part of a header."""

    header, part = "", ""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self.header in response:
            response[self.header] = response[self.header].replace(self.part, "x")
        return response


class ForgetsFragments(Forgets):
    header, part = "Vary", "HX-Request"


class ForgetsNotToIndex(Forgets):
    header, part = "X-Robots-Tag", "noindex"


def page_there(request: HttpRequest) -> dict[str, Any]:
    """Hands templates the page at this address, whoever asks."""
    found = Page.objects.filter(slug=request.path.strip("/")).first()
    return {"there": found.specific if found else None}


def one_menu(request: HttpRequest) -> dict[str, Any]:
    """A menu that is remembered for all alike."""
    return {"site_nav": cache.get_or_set("one menu", partial(places, request))}


def all_ideas(member: Any, viewer: Any) -> tuple[str, dict[str, Any]]:
    """A section of a profile that does not ask who looks."""
    return "all_ideas.html", {"ideas": Idea.objects.filter(author=member)}


def plant_named_tier(plot: Any) -> Planted:
    """Early access of a tier that is said to be hidden and is not."""
    planted = plant_early_access(plot)
    Tier.objects.filter(group=plot.group).update(is_hidden=False)
    return planted


def plant_wagtails_picture(plot: Any) -> Planted:
    """What somebody would do who put a picture of Wagtail's onto a closed page."""
    planted = plant_page(plot)
    file = ContentFile(jpeg_bytes(scenery(64, 48)), name=f"{plot.editorial('picture')}.jpg")
    picture = BrandImage.objects.create(title=plot.editorial("picturetitle"), file=file)
    signature = generate_signature(picture.pk, "original")
    return Planted(planted.page, addresses=(f"/images/{signature}/{picture.pk}/original/",))
