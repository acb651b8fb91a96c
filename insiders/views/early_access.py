"""One early-access page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe
from wagtail.models import Site

from core.audience.models import path_on
from core.http import VARY
from gallery.models import MediaItem
from insiders.actions.early import early_access_of
from insiders.forms import FeedbackForm
from insiders.models import EarlyAccess, EarlyAccessPage, Feedback, PrivateFile
from insiders.policies.early_access import may_give_feedback
from insiders.showing import why_open, zone
from insiders.views.comments import TALK


@require_safe
def short_address(request: HttpRequest, pk: int) -> HttpResponse:
    early = get_object_or_404(EarlyAccess.objects.visible_to(request.user), pk=pk)
    return redirect(address_of(request, early.page), permanent=False)


def show(page: EarlyAccessPage, request: HttpRequest) -> HttpResponse:
    return answer(request, page)


def answer(
    request: HttpRequest, page: EarlyAccessPage, *, form: FeedbackForm | None = None, status: int = 200
) -> HttpResponse:
    """The page for whoever may see it, which was asked before. Nothing keeps it."""
    response = render(request, "insiders/early_access.html", page_context(request, page, form=form), status=status)
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ("Cookie", *VARY))
    return response


def page_context(request: HttpRequest, page: EarlyAccessPage, *, form: FeedbackForm | None = None) -> dict[str, Any]:
    context: dict[str, Any] = {"page": page, "files": {}}
    if page.path:
        reason, steps = why_open(request.user, page.path)
        context |= {"reason": reason, "steps": steps, "zone": zone()}
    if page.pk is None:  # the preview of one that is not stored yet
        return context
    early = early_access_of(page)
    context["files"] = {file.name: file for file in files_of(early)}
    if getattr(request, "is_preview", False):
        return context
    return context | feedback_context(request, early, form=form) | TALK.context(request, early)


def feedback_context(request: HttpRequest, early: EarlyAccess, *, form: FeedbackForm | None = None) -> dict[str, Any]:
    mine = Feedback.objects.of(request.user).filter(early=early).first()
    return {
        "early": early,
        "mine": mine,
        "form": form or FeedbackForm.of(mine),
        "verdict": may_give_feedback(request.user, early),
        "figures": early.feedback.figures() if mine else None,
    }


def files_of(early: EarlyAccess) -> list[PrivateFile]:
    """With all that is shown of them. In three queries."""
    files = list(early.files.all())
    items = MediaItem.objects.with_renditions().in_bulk([file.item_id for file in files if file.item_id])
    for file in files:
        if file.item_id:
            file.item = items[file.item_id]
    return files


def address_of(request: HttpRequest, page: EarlyAccessPage) -> str:
    return path_on(Site.find_for_request(request), page)
