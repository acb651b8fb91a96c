"""What a contest shows of itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contests.models import ContestPage


def show(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """Brief, prizes, who decides, rules, times, and the one thing to do now."""
    return render(request, "contests/contest.html", {"page": contest, "contest": contest})
