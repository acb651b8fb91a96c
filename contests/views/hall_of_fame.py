"""Who has won, contest by contest."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contests.models import ContestIndexPage
from contests.winners import hall_of_fame, published_results

PAGE_SIZE = 10


def show(place: ContestIndexPage, request: HttpRequest) -> HttpResponse:
    """The winners of every contest that this person may see, what was decided last first."""
    results = Paginator(published_results(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    honoured = hall_of_fame(results, to=request.user)
    return render(request, "contests/hall_of_fame.html", {"page": place, "results": results, "honoured": honoured})
