"""The notice of illegal content, open to everybody, and its receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import RuleBroken
from core.http import form_status, limited
from moderation.actions.illegal import ADDRESS_LENGTH, file_notice
from moderation.forms import NoticeForm
from moderation.models import IllegalNotice


@require_http_methods(["GET", "HEAD", "POST"])
@limited("illegal-notice", rate="20/h")
def notice(request: HttpRequest) -> HttpResponse:
    """GET with `about` knows the address already. POST leads to the receipt."""
    form = _form(request)
    if form.is_bound and form.is_valid():
        try:
            filed = file_notice(**form.said(), by=request.user, language=get_language() or "")
        except RuleBroken as broken:
            form.add_error(None, broken)
        else:
            return redirect(filed)
    return render(
        request, "moderation/notice.html", {"form": form}, status=form_status(request) if form.errors else 200
    )


@never_cache
@require_safe
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Where a notice stands. Whoever has the number may read it, so no word of the notice or its writer is here."""
    found = get_object_or_404(IllegalNotice.objects.with_receipt(receipt))
    response = render(request, "moderation/notice_receipt.html", {"notice": found})
    response["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest) -> NoticeForm:
    host = request.get_host()
    if request.method == "POST":
        return NoticeForm(request.POST, host=host)
    known: dict[str, Any] = {"address": request.GET.get("about", "")[:ADDRESS_LENGTH]}
    if request.user.is_authenticated:
        known |= {"name": request.user.display_name, "email": request.user.email}
    return NoticeForm(initial=known, host=host)
