"""How a contest ended: the winners, how it was decided, and every place and figure of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from contests.kinds import Award
from contests.models import ContestPage, Entry, Publication
from contests.outcome import (
    back_in_the_running,
    how_decided,
    out_of_the_running,
    podium_of,
    rows_of,
    shortlist_of,
    vote_lines,
)
from contests.phases import Phase
from contests.results_csv import lines_of

PAGE_SIZE = 50


def show(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """The newest results, or those with the `number` of the address; before there are any, when they come."""
    published = _published(contest, request)
    if published is None:
        return _waiting(contest, request)
    voters = published.figures["voters"]
    award = Award.PEOPLE if request.GET.get("award") == Award.PEOPLE else Award.WINNER
    placements = published.placements.filter(award=award).select_related("entry").order_by("rank", "pk")
    places = Paginator(placements, PAGE_SIZE).get_page(request.GET.get("page"))
    numbers = _numbers(contest, request)
    context = {
        "page": contest,
        "contest": contest,
        "publication": published,
        "numbers": numbers,
        "numbers_first": numbers[-1],
        "winners": podium_of(published, Award.WINNER, to=request.user),
        "people": podium_of(published, Award.PEOPLE, to=request.user),
        "award": award,
        "places": places,
        "rows": rows_of(places, to=request.user, voters=voters),
        "how": how_decided(published),
        "votes": vote_lines(published.figures["votes"]),
        "disqualified": out_of_the_running(contest, to=request.user),
        "reinstated": back_in_the_running(contest, to=request.user),
        "results_url": contest.get_url_of("results", request),
        "csv_url": contest.get_url_of("results-csv", request),
    }
    return render(request, "contests/results.html", context)


def download(contest: ContestPage, request: HttpRequest) -> HttpResponseBase:
    """All places as CSV."""
    published = _published(contest, request)
    if published is None:
        raise Http404
    response = StreamingHttpResponse(lines_of(published), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="results-{contest.pk}-{published.number}.csv"'
    return response


def _published(contest: ContestPage, request: HttpRequest) -> Publication | None:
    """Raises Http404 for a number that there is not."""
    seen = Publication.objects.visible_to(request.user).results().filter(contest=contest)
    wanted = request.GET.get("number")
    if wanted is None:
        return seen.newest().first()
    found = seen.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 5 else None
    if found is None:
        raise Http404
    return found


def _numbers(contest: ContestPage, request: HttpRequest) -> list[Publication]:
    """Every publication of the results, the newest first."""
    seen = Publication.objects.visible_to(request.user).results().filter(contest=contest)
    numbers = list(seen.select_related("about").order_by("-number"))
    shown = Entry.objects.visible_to(request.user).published().filter(pk__in={one.about_id for one in numbers})
    keys = set(shown.values_list("pk", flat=True))
    for one in numbers:
        one.about = one.about if one.about_id in keys else None  # what may not be seen is not named
    return numbers


def _waiting(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """Nothing is published, or its time has not come. The shortlist is for everybody, once there is one."""
    context: dict[str, Any] = {
        "page": contest,
        "contest": contest,
        "is_due": contest.phase_at(timezone.now()) == Phase.RESULTS,
        "results_at": contest.schedule.results_from.astimezone(contest.zone),
        "shortlist": shortlist_of(contest, to=request.user),
    }
    return render(request, "contests/results_waiting.html", context)
