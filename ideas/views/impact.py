"""What came of ideas, in figures, and all of them as CSV."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.days import day_of
from ideas.impact.asking import Wanted, impact_of
from ideas.impact.chart import chart_of, credit_bar
from ideas.impact.definitions import COUNTED_SO
from ideas.impact.lines import csv_lines
from ideas.impact.periods import ALL, LAST_DAYS, USUAL, years_since
from ideas.impact.words import cards_of, credit_rows, left_out
from ideas.models import IdeaBoardPage, ImpactPage

Chip = tuple[str, str, bool]  # what it says, where it leads, whether that is here
MOST_YEARS = 6


def show(page: ImpactPage, request: HttpRequest) -> HttpResponse:
    """The figures of the boards and the period of the address, of what this person may see."""
    boards = list(IdeaBoardPage.objects.visible_to(request.user).order_by("path"))
    wanted = Wanted.read(request.GET, boards, user=request.user)
    chosen = [wanted.board] if wanted.board else boards
    context: dict[str, Any] = {"page": page, "wanted": wanted, "period": wanted.period, "problems": wanted.problems}
    if boards and not wanted.problems:
        impact = impact_of(request.user, chosen, wanted.period)
        context |= {
            "impact": impact,
            "cards": cards_of(impact, promise_days=_promise_of(chosen)),
            "credits": credit_rows(impact),
            "credit_bar": credit_bar(impact),
            "chart": chart_of(impact.columns),
            "left_out": list(left_out(impact)),
        }
    context |= {
        "periods": list(_periods(wanted)),
        "boards": list(_boards(wanted, boards)),
        "counted_so": COUNTED_SO,
        "csv_url": page.get_url_of("impact-csv", request) + wanted.query(),
    }
    answer = render(request, "ideas/impact.html", context, status=400 if wanted.problems else 200)
    return _for_one_reader(answer)


def download(page: ImpactPage, request: HttpRequest) -> HttpResponseBase:
    """The same figures as a file. What does not exist is asked for in vain: the page says so."""
    boards = list(IdeaBoardPage.objects.visible_to(request.user).order_by("path"))
    wanted = Wanted.read(request.GET, boards, user=request.user)
    if wanted.problems or not boards:
        return show(page, request)
    chosen = [wanted.board] if wanted.board else boards
    impact = impact_of(request.user, chosen, wanted.period)
    lines = csv_lines(impact, wanted.period, boards=" ".join(board.slug for board in chosen))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="impact.csv"'
    return _for_one_reader(response)


def _for_one_reader(response: Any) -> Any:
    """Two people may see different boards at this address."""
    patch_cache_control(response, private=True)
    patch_vary_headers(response, ("Cookie",))
    return response


def _promise_of(boards: list[IdeaBoardPage]) -> int | None:
    promises = {board.promise_days for board in boards}
    return promises.pop() if len(promises) == 1 else None


def _periods(wanted: Wanted) -> Iterator[Chip]:
    for days in LAST_DAYS:
        words = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        key = "" if str(days) == USUAL else str(days)
        yield words, wanted.query(period=key), wanted.period.days == days
    for year in years_since(wanted.began, today=day_of())[:MOST_YEARS]:
        yield str(year), wanted.query(period=str(year)), wanted.period.year == year
    yield _("All time"), wanted.query(period=ALL), wanted.period.key == ALL


def _boards(wanted: Wanted, boards: list[IdeaBoardPage]) -> Iterator[Chip]:
    """Nothing where there is nothing to choose."""
    if len(boards) > 1:
        yield _("All boards"), wanted.query(board=""), wanted.board is None
        for board in boards:
            yield board.title, wanted.query(board=board.slug), wanted.board == board
