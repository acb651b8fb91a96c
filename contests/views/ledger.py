"""The ledger in public: where the chain stands at the end of each day, and after the results the whole of it."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from contests.ballots import are_sealed
from contests.ledger import BEGINNING, csv_lines
from contests.models import ContestPage, Register
from core.http import limited


def show(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """Each day's head, and how to check: also for somebody who does not trust us."""
    context = {
        "page": contest,
        "contest": contest,
        "days": contest.ledger_days.order_by("-day"),
        "register": Register.objects.get(contest=contest.pk),
        "beginning": BEGINNING,
        "file_url": "" if are_sealed(contest) else contest.get_url_of("ledger-file", request),
    }
    return render(request, "contests/ledger.html", context)


def download(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """Before the results it does not exist: the tallies can be counted from it."""
    if are_sealed(contest):
        raise Http404
    return _file(request, contest)


@limited("ledger-csv", rate="10/m", methods=("GET",))
def _file(request: HttpRequest, contest: ContestPage) -> HttpResponse:
    response = StreamingHttpResponse(csv_lines(contest), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ledger-{contest.slug}.csv"'
    return response  # type: ignore[return-value]  # Django knows both as one kind
