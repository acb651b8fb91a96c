"""Members to mention, offered while somebody types."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.comments.suggesting import suggested
from core.comments.views.talking import FRAGMENTS, Talk
from core.http import limited


@login_required
@require_safe
@limited("mention", rate="120/m", methods=("GET",))
def suggest(request: HttpRequest, pk: int, *, talk: Talk) -> HttpResponse:
    """GET with `q`: what stands behind the @ so far."""
    thing = talk.thing(request, pk)
    comments = talk.readable(request, thing)
    members = suggested(request.GET.get("q", ""), thing=thing, comments=comments, to=request.user)
    return render(request, f"{FRAGMENTS}/mention_options.html", {"members": members})
