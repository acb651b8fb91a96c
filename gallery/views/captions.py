"""What is said in a film, to whoever may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gallery.models import CaptionTrack
from gallery.seeing import seen_by


@require_safe
def show(request: HttpRequest, token: UUID, language: str) -> HttpResponse:
    """One track as WebVTT; what is not theirs does not exist."""
    item = get_object_or_404(seen_by(request.user), token=token)
    track = get_object_or_404(CaptionTrack.objects.filter(item=item), language=language)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(track.text, content_type="text/vtt; charset=utf-8", headers=headers)
