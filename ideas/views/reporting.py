"""Reporting an idea, or what is said under it, to the moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.http import limited
from ideas.models import Idea, IdeaComment
from moderation.views.reporting import RATE, report_thing


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_idea(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Idea.objects.visible_to(request.user).select_related("category")
    return report_thing(request, get_object_or_404(seen, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_comment(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.visible_to(request.user), pk=pk)
    seen = IdeaComment.objects.visible_to(request.user, under=idea).filter(deleted_at=None).select_related("subject")
    return report_thing(request, get_object_or_404(seen, pk=comment_pk))
