from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.http import limited, safe_next
from core.members.actions.joining import accept_legal_texts
from core.members.models import LegalText, User


@require_safe
def legal(request: HttpRequest, kind: str, version: int | None = None) -> HttpResponse:
    """The text of this kind that holds now, or an earlier version of it."""
    if kind not in LegalText.Kind.values:
        raise Http404
    versions = list(LegalText.objects.effective().filter(kind=kind))
    shown = next((text for text in versions if version in {None, text.version}), None)
    if shown is None:
        raise Http404
    return render(request, "members/legal.html", {"text": shown, "versions": versions})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("accept", rate="30/m")
def accept(request: HttpRequest) -> HttpResponse:
    """Asked once at sign-in when a newer version holds. Who answers later goes on all the same."""
    member: User = request.user  # type: ignore[assignment]
    onward = safe_next(request)
    texts = LegalText.objects.not_yet_accepted_by(member)
    if request.method == "POST":
        shown = set(request.POST.getlist("text"))
        accept_legal_texts(member, [text for text in texts if str(text.pk) in shown], by=member)
        return redirect(onward)
    if not texts:
        return redirect(onward)
    return render(request, "members/accept.html", {"texts": texts, "next": onward})
