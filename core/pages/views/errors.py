"""Answers of last resort. They ask nothing of the database, which may be what is broken."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template import loader

from core.http import error_answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseBadRequest(loader.render_to_string("400.html"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The designed page, or for htmx a toast. Never says what was looked for: it may exist for others."""
    return error_answer(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponseServerError(loader.render_to_string("500.html"))
