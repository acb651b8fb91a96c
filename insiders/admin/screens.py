"""What the screens of this room share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.errors import Refused, RuleBroken
from core.http import error_answer
from insiders.policies.invitations import may_invite


class InsidersScreen(WagtailAdminTemplateMixin):
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


def for_inviters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """403 with the reason for who may not, and for what a verb refuses. Wagtail would send them home."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (verdict := may_invite(request.user)):
            return error_answer(request, status=403, exception=verdict.reason)
        try:
            response = view(request, *args, **kwargs)
        except Refused as refused:
            return error_answer(request, status=403, exception=str(refused))
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def say(request: HttpRequest, act: Callable[[], str]) -> None:
    """What the verb did, or the rule that it found broken, on the next screen."""
    try:
        messages.success(request, act())
    except RuleBroken as broken:
        messages.warning(request, " ".join(broken.messages))
