"""The entries of a contest, each visitor's in an order of their own, and that they were looked at."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contests.actions.seeing import (
    is_known,
    kept_by_guest,
    key_of_guest,
    key_of_member,
    look_of_member,
    order_kept,
    order_of_guest,
    see_entries,
)
from contests.boxes import attach_boxes
from contests.exposing import counts_looks, shown_from
from contests.filters import EntryFilter, Show
from contests.models import ContestPage, Entry, Register
from contests.ordering import Order
from contests.phases import Ability
from contests.showing import Gallery, shape_of, shown_figures
from contests.works import attach_works
from core.errors import RuleBroken
from core.http import limited, page_or_fragment
from core.pagination import Page

ORDER_SECONDS = 90 * 86_400
MOST_AT_ONCE = 48  # entries that one report of looks may name
REPORTS = "600/m"  # reports; a school stands behind one address
NEW_GUESTS_AN_HOUR = 300  # who report a look for the first time, from one address


def entry_list(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """A page of entries in the visitor's order, with the filters of the address; only the next cards when htmx asks for
    more. Before entries are shown it says from when they are."""
    wanted = EntryFilter.read(request.GET)
    Register.objects.attach(contest)
    if Ability.SEE_ENTRIES not in contest.abilities_at():
        return _not_yet(contest, request, wanted)
    kept = _kept(contest, request)
    gallery = _gallery(contest, request.user, kept)
    entries, problems = _page(gallery, wanted)
    figures, counts = shown_figures(contest), counts_looks(contest)
    shows_votes = Ability.VOTE in contest.abilities_at()
    votes_left = attach_boxes(contest, entries, to=request.user) if shows_votes else ""
    context = _frame(contest, request, wanted) | {
        "entries": entries,
        "more": wanted.query(after=entries.next) if entries.next else "",
        "problems": problems,
        "shows_votes": shows_votes,
        "votes_left": votes_left,
        "own_votes_url": contest.get_url_of("own-votes", request) if request.user.is_authenticated else "",
        "figures": figures,
        "seen": gallery.count_seen() if counts else 0,
        "counts_looks": counts,
        "shows": _shows(wanted, request.user, counts=counts, has_shortlist=figures.shortlisted > 0),
    }
    fragment = "contests/fragments/more_entries.html" if wanted.after else "contests/fragments/entry_list.html"
    answer = page_or_fragment(
        request,
        page="contests/entries.html",
        fragment=fragment,
        context=context,
        status=400 if problems else 200,
    )
    _keep(answer, request, gallery, kept)
    return answer


@require_POST
@limited("seen", rate=REPORTS)
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has really looked at this entry, and at those that `also` names. Counted are those of the same contest
    that they may see, and that they had not seen before; of whoever keeps no order none are."""
    visible = Entry.objects.visible_to(request.user).in_the_running()
    contest = get_object_or_404(visible.select_related("contest"), pk=pk).contest
    also = request.POST.getlist("also")
    if len(also) >= MOST_AT_ONCE or not all(word.isascii() and word.isdigit() and len(word) < 19 for word in also):
        return HttpResponseBadRequest(_("“also” takes numbers of entries, at most 47."), content_type="text/plain")
    key = _key(contest, request)
    if not key:
        return HttpResponse(status=204)
    ids = list(visible.filter(contest=contest, pk__in=[pk, *map(int, also)]).values_list("pk", flat=True))
    count = _count if request.user.is_authenticated or is_known(contest, by=key) else _count_of_stranger
    return count(request, contest, ids, key)


def _count(request: HttpRequest, contest: ContestPage, ids: list[int], key: str) -> HttpResponse:
    see_entries(contest, ids, by=key)
    return HttpResponse(status=204)


# So that one address does not raise what is counted without bound, with ever new cookies.
_count_of_stranger = limited("first-look", rate=f"{NEW_GUESTS_AN_HOUR}/h")(_count)


def cookie_of(contest_id: int) -> str:
    return f"order-{contest_id}"


def _kept(contest: ContestPage, request: HttpRequest) -> Order | None:
    return order_kept(contest, request.COOKIES.get(cookie_of(contest.pk), ""))


def _key(contest: ContestPage, request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return key_of_member(contest.pk, request.user.pk)
    kept = _kept(contest, request)
    return key_of_guest(contest.pk, kept) if kept else ""


def _gallery(contest: ContestPage, user: Any, kept: Order | None) -> Gallery:
    if user.is_authenticated:
        order, seen = look_of_member(contest, by=user, kept=kept)
        return Gallery(contest, user, order, key_of_member(contest.pk, user.pk), seen)
    return Gallery(contest, user, order_of_guest(contest, kept), key_of_guest(contest.pk, kept) if kept else "")


def _page(gallery: Gallery, wanted: EntryFilter) -> tuple[Page[Entry], list[str]]:
    """The entries, and what was wrong with what was asked for."""
    problems, entries = list(wanted.problems), Page[Entry]()
    if not problems:
        try:
            entries = gallery.page(wanted)
            attach_works(entries, to=gallery.user)
        except RuleBroken as broken:
            problems = list(broken.messages)
    return entries, problems


def _frame(contest: ContestPage, request: HttpRequest, wanted: EntryFilter) -> dict[str, Any]:
    return {
        "page": contest,
        "contest": contest,
        "wanted": wanted,
        "contest_url": contest.get_url(request),
        "shape": shape_of(contest),
        "list_url": contest.get_url_of("entries", request),
    }


def _shows(wanted: EntryFilter, user: Any, *, counts: bool, has_shortlist: bool) -> list[tuple[Any, str, bool]]:
    """Name, address and whether it is chosen, of each list that there is."""
    there = {
        Show.ALL: True,
        Show.UNSEEN: counts,
        Show.VOTED: user.is_authenticated,
        Show.SHORTLIST: has_shortlist,
    }
    return [(show.label, wanted.query(show=show), wanted.show == show) for show in Show if there[show]]


def _not_yet(contest: ContestPage, request: HttpRequest, wanted: EntryFilter) -> HttpResponse:
    context = _frame(contest, request, wanted) | {"shown_from": shown_from(contest)}
    return page_or_fragment(
        request, page="contests/no_entries_yet.html", fragment="contests/fragments/no_entries_yet.html", context=context
    )


def _keep(answer: HttpResponse, request: HttpRequest, gallery: Gallery, kept: Order | None) -> None:
    """A guest's order goes with them; a member's is kept here."""
    name = cookie_of(gallery.contest.pk)
    if request.user.is_authenticated:
        if kept:
            answer.delete_cookie(name, samesite="Lax")
    elif kept is None or kept.plain != gallery.order.plain:
        answer.set_cookie(
            name,
            kept_by_guest(gallery.contest, gallery.order),
            max_age=ORDER_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
