"""Reporting a picture or a film to the moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.http import limited
from gallery.models import MediaItem
from moderation.views.reporting import RATE, report_thing


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_work(request: HttpRequest, work_pk: int) -> HttpResponse:
    seen = MediaItem.objects.visible_to(request.user).shown().with_places().prefetch_related("renditions")
    return report_thing(request, get_object_or_404(seen, pk=work_pk))
