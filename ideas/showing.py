"""What this room shows on pages of others: the home page, a member's profile, the site's search."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from ideas.launches.elsewhere import launched_on_home
from ideas.models import Idea, IdeaBoardPage
from ideas.searching import find
from ideas.sorting import page_of_found
from ideas.statuses import Stage

Built = tuple[str, dict[str, Any]]
FEW = 5
SOME = 10


def hot_ideas(request: HttpRequest) -> Built | None:
    """The hottest ideas that are open to votes, of every board that this person may see."""
    ideas = _cards(request.user).filter(open_to_votes=True).order_by("-hot_score", "-pk")[:FEW]
    return ("ideas/fragments/home_hot.html", {"ideas": ideas, "board": first_board(request)}) if ideas else None


def launched_ideas(request: HttpRequest) -> Built | None:
    """What came true last, with who said so first: as stories, or the ideas themselves where none is told."""
    if told := launched_on_home(request):
        return told
    launched = _cards(request.user).filter(status__stage=Stage.LAUNCHED, last_answered_at__isnull=False)
    ideas = launched.select_related("author").with_latest_answer().order_by("-last_answered_at", "-pk")[:3]
    return ("ideas/fragments/home_launched.html", {"ideas": ideas}) if ideas else None


def answers_with(user: Any, picture: Any) -> QuerySet[Idea]:
    """Ideas with this picture in an official answer: an expression for its key."""
    return Idea.objects.visible_to(user).filter(status_changes__evidence_image=picture)


def ask_place(request: HttpRequest) -> str | None:
    """Where an idea is begun: on the first board that this person may see, unless it takes none now."""
    board = first_board(request)
    return board.get_url_of("new", request) if board and not board.is_paused else None


def first_board(request: HttpRequest) -> IdeaBoardPage | None:
    return IdeaBoardPage.objects.visible_to(request.user).order_by("path").first()


def ideas_of(member: Any, viewer: Any) -> Built | None:
    """On a profile: the member's published ideas that the viewer may see."""
    ideas = _cards(viewer).filter(author=member).order_by("-published_at", "-pk")[:SOME]
    return ("ideas/fragments/profile_ideas.html", {"ideas": ideas}) if ideas else None


def supported_by(member: Any, viewer: Any) -> Built | None:
    """On a profile: what the member supports, other people's ideas, newest support first."""
    supported = _cards(viewer).filter(votes__voter=member).exclude(author=member)
    ideas = supported.order_by("-votes__at", "-pk")[:SOME]
    return ("ideas/fragments/profile_ideas.html", {"ideas": ideas}) if ideas else None


def search(words: str, user: Any, limit: int) -> Iterable[Idea]:
    """The site's search: the best of every board that this person may see."""
    found: list[Idea] = []
    for board in IdeaBoardPage.objects.visible_to(user).order_by("path"):
        found += page_of_found(_cards(user), find(board, words), user=user, after="", size=limit)
    return found[:limit]


def sitemap() -> QuerySet[Idea]:
    return Idea.objects.visible_to(AnonymousUser()).published().order_by("-pk")


def board_feeds(request: HttpRequest) -> list[tuple[str, str]]:
    boards = IdeaBoardPage.objects.visible_to(request.user).order_by("path")
    return [(board.title, board.get_url_of("feed", request)) for board in boards]


def _cards(user: Any) -> Any:
    return Idea.objects.visible_to(user).published().with_card_relations().with_vote_of(user)
