"""Launches on pages that are not theirs: home, an idea's page, a profile. Only stories that whoever looks may read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from core.pages.navigation import places
from ideas.models import Idea, Launching, LaunchPage, StatusChange

Built = tuple[str, dict[str, Any]]
FEW = 3
SOME = 10


@dataclass(slots=True)
class Story:
    """One launch, with the ideas behind it that its reader may see and the credit of each."""

    page: LaunchPage
    url: str
    launchings: list[Launching] = field(default_factory=list)


def launch_in(entries: Sequence[StatusChange]) -> Story | None:
    """The story that launched an idea, as its timeline entries know it (`attach_stories`). Asks nothing."""
    for entry in reversed(entries):
        launched, story = getattr(entry, "launched", None), getattr(entry, "story", None)
        if launched and launched.stands and story:
            return Story(story, story.url or "", [launched])
    return None


def latest_stories(request: HttpRequest, *, most: int = FEW) -> list[Story]:
    """Newest first. Three queries."""
    seen = LaunchPage.objects.visible_to(request.user).filter(pk__in=Launching.objects.standing().values("page"))
    seen = seen.select_related("picture").prefetch_related("picture__renditions").defer("body")
    pages = list(seen.order_by("-launched_on", "-pk")[:most])
    by_page = _by_page(pages, request.user) if pages else {}
    return [Story(page, page.get_url(request), by_page[page.pk]) for page in pages]


def launched_on_home(request: HttpRequest) -> Built | None:
    """What came true last, told as stories; None where there are none, and the ideas speak for themselves."""
    stories = latest_stories(request)
    if not stories:
        return None
    context: dict[str, Any] = {"stories": stories}
    if all_of_them := next((place for place in places(request) if place.kind == "launchindexpage"), None):
        context |= {"more_url": all_of_them.url, "more_label": all_of_them.title}
    return "ideas/fragments/home_stories.html", context


def launched_of(member: Any, viewer: Any) -> Built | None:
    """On a profile: the member's ideas that were launched, each with its credit and its story."""
    ideas = Idea.objects.visible_to(viewer).published().filter(author=member)
    told = Launching.objects.visible_to(viewer).standing().filter(idea__in=ideas)
    found = list(told.select_related("page", "idea").order_by("-launched_on", "-pk")[: SOME + 1])
    if not found:
        return None
    count = len(found) if len(found) <= SOME else told.count()
    return "ideas/fragments/profile_launched.html", {"launchings": found[:SOME], "count": count}


def _by_page(pages: Iterable[LaunchPage], user: Any) -> dict[int, list[Launching]]:
    ideas = Idea.objects.visible_to(user).published()
    told = Launching.objects.standing().filter(page__in=list(pages), idea__in=ideas).select_related("idea__author")
    found: dict[int, list[Launching]] = defaultdict(list)
    for launching in told.order_by("pk"):
        if launching.page_id:
            found[launching.page_id].append(launching)
    return found
