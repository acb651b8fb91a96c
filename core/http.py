"""How views read and answer: a key, page or fragment, fragment or redirect, too fast, a toast, a safe way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails
from django_ratelimit.core import get_usage

View = Callable[..., HttpResponse]
LONGEST_KEY = 18  # digits: one more, and it may be more than a database can count to
VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page, rather than a browser for the whole of it."""
    htmx: Any = getattr(request, "htmx", False)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(
    request: HttpRequest, *, page: str, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The whole page, or only its main fragment when htmx asks. The caches are told that the address has two sizes."""
    response = render(request, fragment if wants_fragment(request) else page, context, status=status)
    patch_vary_headers(response, VARY)
    return response


def fragment_or_redirect(
    request: HttpRequest, fragment: str, context: dict[str, Any], *, to: Any, status: int = 200
) -> HttpResponse:
    """After a POST: the changed fragment to htmx, a redirect to `to` (an object, URL name or path) to a browser."""
    if not wants_fragment(request):
        return redirect(to)
    response = render(request, fragment, context, status=status)
    patch_vary_headers(response, VARY)
    return response


def form_status(request: HttpRequest) -> int:
    """422 tells htmx to swap a form with errors in; a browser is shown the page as usual."""
    return 422 if wants_fragment(request) else 200


def toast(request: HttpRequest, text: str, *, level: int = messages.SUCCESS) -> None:
    """Say this to the person on the next thing that they see."""
    messages.add_message(request, level, text, fail_silently=True)


def key_in(said: str) -> int:
    """The key of a row that an address or a form names; 0, which no row has, for whatever cannot be one."""
    return int(said) if said.isdecimal() and len(said) <= LONGEST_KEY else 0


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The `next` address when it stays on this site, else the default: never an open redirect."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if not wanted.startswith(("/", "http://", "https://")):
        return default  # a bare word would be taken for the name of a URL
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts, request.is_secure()) else default


def sign_in_first(request: HttpRequest, *, back: str) -> HttpResponse:
    """To the sign-in, and from there to `back`: an address that answers a GET, unlike many that take a POST."""
    url = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back}, safe='/')}"
    return HttpResponseClientRedirect(url) if wants_fragment(request) else redirect(url)


def limited(group: str, *, rate: str, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """At most `rate` ("120/m") requests of this group by one person, else one address; then 429 with Retry-After."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else request.method  # a HEAD costs the same
            if settings.RATE_LIMITS_ON and method in methods:
                usage = get_usage(request, group=group, key="user_or_ip", rate=rate, increment=True)
                if usage and usage["should_limit"]:
                    return too_fast(request, seconds=usage["time_left"])
            return view(request, *args, **kwargs)

        guarded.rate = rate  # type: ignore[attr-defined]  # so that an address without a limit can be found
        return guarded

    return decorate


def too_fast(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429 that says how long to wait; htmx shows it as a toast and leaves what was typed alone."""
    return error_answer(request, status=429, headers={"Retry-After": str(max(1, seconds))}, seconds=max(1, seconds))


def error_answer(
    request: HttpRequest, *, status: int, headers: dict[str, str] | None = None, **context: Any
) -> HttpResponse:
    """The designed error page, or for htmx its toast, sent to the live region so that the page stays as it is."""
    if wants_fragment(request):
        response = render(request, "components/error_toast.html", {"status": status, **context}, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
    else:
        response = render(request, f"{status}.html", context, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    patch_vary_headers(response, VARY)
    return response
