"""What holds for every request: the real address, headers, language and how errors are answered."""

import ipaddress
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control

from core.errors import Refused, RuleBroken, Stale
from core.http import error_answer

Answer = Callable[[HttpRequest], HttpResponse]
# Wagtail's inline scripts, and the pictures that its upload screen shows from the browser's own memory.
ADMIN_POLICY = {"default-src": "'unsafe-inline'", "img-src": "blob:"}


class TrustedProxies:
    """Behind a proxy that TRUSTED_PROXIES names, REMOTE_ADDR becomes the last address that is not a trusted one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.trusted and self.is_trusted(request.META.get("REMOTE_ADDR", "")):
            hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            strangers = [hop for hop in hops if self.is_address(hop) and not self.is_trusted(hop)]
            if strangers:
                request.META["REMOTE_ADDR"] = strangers[-1]
        elif self.trusted:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)  # a stranger's word about https is not to be believed
        return self.get_response(request)

    def is_address(self, hop: str) -> bool:
        try:
            ipaddress.ip_address(hop)
        except ValueError:
            return False
        return True

    def is_trusted(self, hop: str) -> bool:
        return self.is_address(hop) and any(ipaddress.ip_address(hop) in network for network in self.trusted)


class PolicyHeaders:
    """Wagtail's admin has inline scripts and gets a policy of its own; what a signed-in person is shown is private."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        user = getattr(request, "user", None)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and user is not None and user.is_authenticated:
            patch_cache_control(response, private=True)
        return response


class MemberLanguage:
    """A member's own choice of language goes before cookie and browser."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            chosen = request.user.language
            if chosen and chosen in dict(settings.LANGUAGES):
                translation.activate(chosen)
                request.LANGUAGE_CODE = chosen
        return self.get_response(request)


def back_with_reasons(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
    """A screen of Wagtail's own met a rule of ours, as when an incomplete page is approved: back to where the person
    came from, with the reasons. A dialog is told to go there."""
    for reason in broken.messages:
        messages.error(request, reason)
    came_from = urlsplit(request.headers.get("Referer", "")).path
    back = came_from if came_from.startswith("/admin/") and came_from != request.path else "/admin/"
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": back})
    return redirect(back)


class ErrorAnswers:
    """What a view or a verb raised becomes a designed answer: 404, refused 403, broken 422, stale 409, busy 503."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError) and "locked" in str(error):
            logging.getLogger("core.database").warning("The database was locked longer than its timeout.")
            return error_answer(request, status=503, headers={"Retry-After": "2"})
        if request.path.startswith("/admin/"):
            return back_with_reasons(request, error) if isinstance(error, RuleBroken) else None
        if isinstance(error, Http404):
            return error_answer(request, status=404)  # in development too: Django's own page prints every address
        if isinstance(error, Refused):
            return error_answer(request, status=403, exception=str(error))
        if isinstance(error, RuleBroken):
            return error_answer(request, status=422, reasons=error.messages)
        if isinstance(error, Stale):
            return error_answer(request, status=409, exception=str(error))
        return None
