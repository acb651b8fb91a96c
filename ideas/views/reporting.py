"""Reporting an idea to the moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.http import limited
from ideas.models import Idea
from moderation.views.reporting import RATE, report_thing


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_idea(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Idea.objects.visible_to(request.user).select_related("category")
    return report_thing(request, get_object_or_404(seen, pk=pk))
