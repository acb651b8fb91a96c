"""Reporting an entry to the moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from contests.models import Entry
from core.http import limited
from moderation.views.reporting import RATE, report_thing


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return report_thing(request, get_object_or_404(Entry.objects.visible_to(request.user), pk=pk))
