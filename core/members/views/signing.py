"""allauth's views with our limits around them, under the addresses and names that it gave them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse

from core.http import View, limited, too_fast


def paced(group: str, rate: str) -> Callable[[View], View]:
    """Our limit by person or address. What allauth itself refuses, by the address that was typed, answers alike."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            return too_fast(request, seconds=60) if response.status_code == 429 else response

        return limited(group, rate=rate)(answered)

    return decorate


def clear_browser(response: HttpResponse) -> HttpResponse:
    """What the browser kept of the pages of whoever leaves goes with them."""
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    response = account.logout(request)
    return clear_browser(response) if request.method == "POST" else response
