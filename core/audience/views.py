from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin.views.account import AccountView, LogoutView

from core.http import safe_next, sign_in_first
from core.members.views.signing import clear_browser


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the one log-in, and from there back to where the person was going, if that is on this site."""
    return sign_in_first(request, back=safe_next(request, "/admin/"))


def to_password_reset(request: HttpRequest) -> HttpResponse:
    return redirect("account_reset_password")


class StaffSignOutView(LogoutView):
    """Wagtail's way out, by which what the browser kept of gated pages and half-written decisions goes as well."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Wagtail takes the session's cookie away whatever the method is, so that a link on another site would sign
        somebody out."""
        if request.method != "POST":
            return self.http_method_not_allowed(request, *args, **kwargs)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return clear_browser(super().post(request, *args, **kwargs))


class StaffAccountView(AccountView):
    """Wagtail's page of one's own account without a first and a last name, which a member does not have."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name != "name_email"]
