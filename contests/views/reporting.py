"""Reporting an entry, or what is said under it, to the moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from contests.models import Entry, EntryComment
from core.http import limited
from moderation.views.reporting import RATE, report_thing


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return report_thing(request, get_object_or_404(Entry.objects.visible_to(request.user), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_comment(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.visible_to(request.user), pk=pk)
    seen = EntryComment.objects.visible_to(request.user, under=entry).filter(deleted_at=None).select_related("subject")
    return report_thing(request, get_object_or_404(seen, pk=comment_pk))
