"""What is said in a film, to whoever may see it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gallery.models import CaptionTrack
from gallery.policies import may_read_captions
from gallery.seeing import seen_by


@require_safe
def show(request: HttpRequest, token: UUID, language: str) -> HttpResponse:
    """One track as WebVTT, as viewers read it; with `?newest` in the words that are not published yet, to those who
    write or judge them. What is not theirs does not exist."""
    item = get_object_or_404(seen_by(request.user), token=token)
    track = get_object_or_404(CaptionTrack.objects.filter(item=item), language=language)
    wants_newest = "newest" in request.GET
    if not (may_read_captions(request.user, item) if wants_newest else track.is_offered):
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    text = track.text if wants_newest else track.shown
    return HttpResponse(text, content_type="text/vtt; charset=utf-8", headers=headers)
