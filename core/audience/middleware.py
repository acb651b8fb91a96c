"""One gate a request, and the door of the admin."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.views import serve

from core.audience.gate import asked_once, was_let_in
from core.audience.pages_in_admin import refuse_unknown
from core.audience.policies import may_enter_page, may_open_admin
from core.audience.sites import site_of
from core.brand.storages import shown_in_admin
from core.http import error_answer, sign_in_first
from core.members.policies import needs_second_factor

Answer = Callable[[HttpRequest], HttpResponse]
ADMIN, DOCUMENTS = "/admin/", "/documents/"
# What leads to our own log-in, and what the log-in's way out needs.
ALWAYS_OPEN = ("/admin/login/", "/admin/password_reset/", "/admin/logout/")


class OneGate:
    """Site and privacy are looked up once a request. What was made for somebody who is let past a barrier, and a file
    that privacy may guard, is kept nowhere: neither by a cache on the way nor by the browser."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked_once():
            response = self.get_response(request)
            is_guarded = was_let_in() or request.path_info.startswith(DOCUMENTS)
        if is_guarded:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Before Wagtail routes a page, it finds the site where it would keep it itself."""
        if view is serve:
            request._wagtail_site = site_of(request)  # type: ignore[attr-defined]


class GatedRedirects(RedirectMiddleware):
    """Wagtail remembers a page's old addresses. An outsider who knows one is not told the new one."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(request, response)
        return answer if answer is response or self.is_open_to_follow(request) else response

    def is_open_to_follow(self, request: HttpRequest) -> bool:
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        redirection = get_redirect(request, path) or get_redirect(request, urlsplit(path).path)
        page = redirection.redirect_page if redirection else None
        return page is None or bool(page.live and may_enter_page(request.user, page))


class AdminDoor:
    """Wagtail's one switch opens the whole admin, and sends a stranger to the log-in. Here each sees their own part."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(ADMIN) and not request.path_info.startswith(ALWAYS_OPEN):
            with shown_in_admin():
                return self.answer_at_the_door(request) or self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.path_info.startswith(ADMIN) and request.user.is_authenticated and request.resolver_match:
            refuse_unknown(request, request.resolver_match)

    def answer_at_the_door(self, request: HttpRequest) -> HttpResponse | None:
        """None lets the request in."""
        user = request.user
        if not user.is_authenticated:
            return sign_in_first(request, back=request.get_full_path())
        if not user.has_perm("wagtailadmin.access_admin"):
            return error_answer(request, status=403, exception=_("This part of the site is for the people who run it."))
        if needs_second_factor(user):
            return redirect("mfa_activate_totp")
        if not (verdict := may_open_admin(user, request.path_info)):
            return error_answer(request, status=403, exception=verdict.reason)
        return None
