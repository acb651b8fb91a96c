"""What became of ideas: the list of all launches, one of them as a story, and their feed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.images.models import SourceImageIOError

from ideas.launches.feeds import LaunchFeed
from ideas.launches.films import film_of, films_in, work_of
from ideas.launches.filters import LaunchFilter
from ideas.launches.stories import boards_of, named_in, named_of, on_board, stories_in
from ideas.models import LaunchIndexPage, LaunchPage
from ideas.opinions.showing import opinions_of

PER_PAGE = 12
SHARE_CARD = "fill-1200x630|format-jpeg|jpegquality-88"


def story_list(place: LaunchIndexPage, request: HttpRequest) -> HttpResponse:
    """The launches that this person may see, the latest first, of all boards and years or of those in the address."""
    everything = stories_in(place, request.user)
    boards = list(boards_of(everything, request.user))
    years = [day.year for day in everything.order_by().dates("launched_on", "year", order="DESC")]
    wanted = LaunchFilter.read(request.GET, boards=boards, years=years)
    found = everything.none() if wanted.problems else _narrowed(everything, wanted, request.user)
    found = found.select_related("picture", "evidence_picture").prefetch_related(
        "picture__renditions", "evidence_picture__renditions"
    )
    stories = Paginator(found.defer("body"), PER_PAGE).get_page(wanted.page)
    named = named_in(list(stories), to=request.user)
    bare = [story for story in stories if not (story.picture_id or story.evidence_picture_id)]
    films = films_in(bare, to=request.user)
    context = {
        "page": place,
        "stories": stories,
        "cards": [(story, story.get_url(request), named.get(story.pk, []), films.get(story.pk)) for story in stories],
        "wanted": wanted,
        "boards": [(board.title, wanted.query(board=board), wanted.board == board) for board in boards],
        "all_boards": wanted.query(board=None),
        "years": [(year, wanted.query(year=year), wanted.year == year) for year in years],
        "all_years": wanted.query(year=None),
        "newer": wanted.query(page=stories.number - 1) if stories.has_previous() else "",
        "older": wanted.query(page=stories.number + 1) if stories.has_next() else "",
    }
    return render(request, "ideas/launches.html", context, status=400 if wanted.problems else 200)


def _narrowed(stories: Any, wanted: LaunchFilter, user: Any) -> Any:
    if wanted.board:
        stories = on_board(stories, wanted.board, user)
    return stories.filter(launched_on__year=wanted.year) if wanted.year else stories


def show(story: LaunchPage, request: HttpRequest) -> HttpResponse:
    """One launch: what there is now, whose ideas it goes back to, what proves it, and thanks."""
    place = story.get_parent() if story.pk else getattr(story, "parent_page", None)
    film = film_of(story, to=request.user)
    context = {
        "page": story,
        "place": place,
        "place_url": place.get_url(request) if place else "",
        "story_url": request.build_absolute_uri(story.get_url(request) or "/"),
        "named": named_of(story, to=request.user),
        "film": film,
        "work": work_of(film, to=request.user) if film else None,
        "share_card": _share_card(story, request),
        **(opinions_of(story, request) if story.pk else {}),
    }
    return render(request, "ideas/launch.html", context)


def _share_card(story: LaunchPage, request: HttpRequest) -> str:
    """The address of the picture that other sites show beside a link; empty for a story without one."""
    picture = story.picture or story.evidence_picture
    try:
        return request.build_absolute_uri(picture.get_rendition(SHARE_CARD).url) if picture else ""
    except (OSError, SourceImageIOError):
        return ""


def feed(place: LaunchIndexPage, request: HttpRequest) -> HttpResponse:
    """The latest launches as Atom, as a visitor sees them: a feed has no log-in."""
    return LaunchFeed()(request, place=place)
