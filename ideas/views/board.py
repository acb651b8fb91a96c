"""What a board shows: its list, similar ideas, the roadmap, the feed, and how ranking works."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken
from core.http import page_or_fragment
from core.pagination import Page
from ideas.feeds import BoardFeed
from ideas.figures import FEWEST, PERIOD_DAYS, answer_rate, figures_of, former_answer_rate
from ideas.filters import BoardFilter
from ideas.models import Idea, IdeaBoardPage
from ideas.searching import by_root, find
from ideas.searching import similar as similar_ids
from ideas.sorting import page_of_found, sorted_page
from ideas.statuses import Stage
from moderation.standing import attach_standing

EYES_COOKIE = "fresh_eyes"
EYES_SECONDS = 30 * 86_400
COLUMN_ROWS = 12
SIMILAR_ROWS = 5
SORT_NAMES = (
    ("hot", _("Hot")),
    ("new", _("Newest")),
    ("top", _("Most votes")),
    ("fresh", _("Fresh eyes")),
    ("answered", _("Just answered")),
)


def idea_list(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    """The list in the order and with the filters of the address; only the next rows when htmx asks for more."""
    figures = figures_of(board)
    wanted = BoardFilter.read(request.GET, statuses=figures.statuses, categories=figures.categories)
    problems, seed = list(wanted.problems), _seed(request)
    ideas: Page[Idea] = Page()
    if not problems:
        try:
            ideas = _page(board, request.user, wanted, seed)
            figures.shelve(ideas)
        except RuleBroken as broken:
            problems = broken.messages
    context = {
        "page": board,
        "board": board,
        "ideas": ideas,
        "wanted": wanted,
        "more": wanted.query(after=ideas.next) if ideas.next else "",
        "problems": problems,
        "figures": figures,
        "sorts": [(name, label, wanted.query(sort=name)) for name, label in SORT_NAMES],
        "rate": answer_rate(board),
        "new_url": "" if board.is_paused else board.get_url_of("new", request),
    }
    fragment = "ideas/fragments/more_ideas.html" if wanted.after else "ideas/fragments/idea_list.html"
    answer = page_or_fragment(
        request, page="ideas/board.html", fragment=fragment, context=context, status=400 if problems else 200
    )
    if wanted.sort == "fresh" and not request.user.is_authenticated and EYES_COOKIE not in request.COOKIES:
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(EYES_COOKIE, seed, max_age=EYES_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return answer


def _page(board: IdeaBoardPage, user: Any, wanted: BoardFilter, seed: str) -> Page[Idea]:
    page = _ranked(board, user, wanted, seed)
    attach_standing("idea", page, to=user)
    return page


def _ranked(board: IdeaBoardPage, user: Any, wanted: BoardFilter, seed: str) -> Page[Idea]:
    ideas = Idea.objects.visible_to(user).listed(judged=wanted.mine).filter(board=board).for_cards().with_vote_of(user)
    if wanted.status:
        ideas = ideas.filter(status=wanted.status)
    if wanted.category:
        ideas = ideas.filter(category=wanted.category)
    if wanted.mine:
        ideas = ideas.suggested_by(user) if user.is_authenticated else ideas.none()
    if wanted.voted:
        ideas = ideas.filter(votes__voter=user.pk) if user.is_authenticated else ideas.none()
    if wanted.q:
        return page_of_found(ideas, find(board, wanted.q), user=user, after=wanted.after)
    return sorted_page(ideas, sort=wanted.sort, after=wanted.after, seed=seed)


def _seed(request: HttpRequest) -> str:
    """What this person's own random order grows from: a member's number, a visitor's cookie, or a new throw."""
    if request.user.is_authenticated:
        return f"member-{request.user.pk}"
    return request.COOKIES.get(EYES_COOKIE, "")[:64] or secrets.token_hex(8)


def similar(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    """Ideas that say nearly the same as `q`, declined and launched ones included, with their answers."""
    text = (request.GET.get("q") or request.GET.get("title") or "").replace("\x00", "")[:300]
    context = {"page": board, "board": board, "q": text, "similar": similar_to(board, request.user, text)}
    return page_or_fragment(
        request, page="ideas/similar.html", fragment="ideas/fragments/similar_ideas.html", context=context
    )


def similar_to(board: IdeaBoardPage, user: Any, text: str) -> list[Idea]:
    """The likest ideas that this person may see, at most five. Of a duplicate, its root."""
    seen = Idea.objects.visible_to(user)
    roots = by_root(similar_ids(board, text), seen=seen)
    shown = seen.published().with_card_relations().with_vote_of(user).with_latest_answer().in_bulk(list(roots))
    ideas = [shown[pk] for pk in roots if pk in shown][:SIMILAR_ROWS]
    for idea in ideas:
        idea.asked_as = roots[idea.pk]
    return ideas


def roadmap(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    """The board's statuses as columns, the most supported ideas of each; declined ones are a line below."""
    figures = figures_of(board)
    for status in figures.statuses:
        ideas = Idea.objects.visible_to(request.user).published().filter(board=board, status=status)
        status.most_supported = list(ideas.order_by("-vote_count", "-pk")[:COLUMN_ROWS])  # type: ignore[attr-defined]
    columns = [status for status in figures.statuses if status.stage != Stage.DECLINED]
    declined = [status for status in figures.statuses if status.stage == Stage.DECLINED]
    context = {"page": board, "board": board, "columns": columns, "declined": declined}
    return render(request, "ideas/roadmap.html", context)


def feed(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    """The newest ideas as Atom, as a visitor sees them: a feed has no log-in."""
    return BoardFeed()(request, page=board)


def how_ranking_works(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    """The formulas in words and numbers, with this board's own half-life."""
    return render(request, "ideas/how_ranking_works.html", {"page": board, "board": board})


def how_promises_work(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    """What the board promises, how it counts whether it kept that, and its figures now and of the period before."""
    waiting = Idea.objects.visible_to(request.user).awaiting().filter(board=board)
    context = {
        "page": board,
        "board": board,
        "rates": [(_("The last 90 days"), answer_rate(board)), (_("The 90 days before"), former_answer_rate(board))],
        "statuses": board.statuses.order_by("sort_order", "pk"),
        "waiting": waiting.count(),
        "overdue": waiting.overdue().count(),
        "fewest": FEWEST,
        "days": PERIOD_DAYS,
    }
    return render(request, "ideas/how_promises_work.html", context)
