"""Reporting a picture or a film to the moderators. What is judged with its thing is reported with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.http import limited
from core.subjects import subjects
from gallery.models import MediaItem
from gallery.registries import judging
from moderation.views.reporting import RATE, report_thing


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_work(request: HttpRequest, work_pk: int) -> HttpResponse:
    seen = MediaItem.objects.visible_to(request.user).shown().with_places().prefetch_related("renditions")
    item = get_object_or_404(seen, pk=work_pk)
    return report_thing(request, _judged_with(item, request.user) or item)


def _judged_with(item: MediaItem, user: Any) -> Any:
    """The thing that moderators judge together with the item, if this person sees it there."""
    for place in item.attachments.all():
        if place.kind in judging():
            return subjects[place.kind].visible_to(user).filter(pk=place.subject_id).first()
    return None
