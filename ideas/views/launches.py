"""What became of ideas: the list of all launches, one of them as a story, and their feed."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.audience.gate import is_closed
from core.brand.showing import brand_of
from gallery.keeping import name_of
from gallery.lettering import face
from gallery.share_cards import DRAWN, Brand
from gallery.views.made import made_picture
from ideas.launches.feeds import LaunchFeed
from ideas.launches.films import film_of, films_in, work_of
from ideas.launches.filters import LaunchFilter
from ideas.launches.share_cards import art_of, credit_line, story_card
from ideas.launches.stories import boards_named_in, named_in, named_of, on_board, stories_in
from ideas.models import IdeaBoardPage, LaunchIndexPage, LaunchPage
from ideas.opinions.showing import opinions_of

PER_PAGE = 12


def story_list(place: LaunchIndexPage, request: HttpRequest) -> HttpResponse:
    """The launches that this person may see, the latest first, of all boards and years or of those in the address."""
    everything = stories_in(place, request.user)
    boards = IdeaBoardPage.objects.visible_to(request.user).order_by("path")
    years = [day.year for day in everything.order_by().dates("launched_on", "year", order="DESC")]
    wanted = LaunchFilter.read(request.GET, boards=boards, years=years)
    offered = boards.filter(pk__in=boards_named_in(everything, request.user))
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
        "boards": [(board.title, wanted.query(board=board), wanted.board == board) for board in offered],
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
        "share_card": _card_url(story, request),
        **(opinions_of(story, request) if story.pk else {}),
    }
    return render(request, "ideas/launch.html", context)


def _card_url(story: LaunchPage, request: HttpRequest) -> str:
    """The whole address of its share card; empty where a visitor may not have it."""
    if not story.live or is_closed(story.path, AnonymousUser()):
        return ""
    return request.build_absolute_uri(f"{story.get_url(request)}{story.reverse_subpage('launch-card')}")


def card(story: LaunchPage, request: HttpRequest) -> HttpResponse:
    """The share card of a story, exactly while a visitor may read it, whoever asks."""
    visitor = AnonymousUser()
    if not LaunchPage.objects.visible_to(visitor).filter(pk=story.pk).exists():
        raise Http404
    site, art = brand_of(request), art_of(story, to=visitor)
    words = {"title": story.title, "said": credit_line(named_of(story, to=visitor))}
    name = name_of("launch-card", DRAWN, face(), art.name, *words.values(), site.name, site.accent)
    drawn = Brand(site.name, site.accent)
    return made_picture(request, name, lambda: story_card(art.open(), **words, brand=drawn), is_open=True)


def feed(place: LaunchIndexPage, request: HttpRequest) -> HttpResponse:
    """The latest launches as Atom, as a visitor sees them: a feed has no log-in."""
    return LaunchFeed()(request, page=place)
