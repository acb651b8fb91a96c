"""Requests straight into a WSGI handler: no socket, no test client, so that what is measured is the product."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.test.utils import override_settings

from benchmarks import floor
from core.wsgi import Application, with_room

TOKEN = "a" * 32
Ask = Callable[[], bytes]


def handler(middleware: list[str] | None = None) -> Application:
    """The product's as it is served, or one with a middleware of its own."""
    with override_settings(MIDDLEWARE=middleware or settings.MIDDLEWARE):
        return with_room(WSGIHandler())


def floor_handler() -> Application:
    return handler(floor.MIDDLEWARE)


def sign_in(member: Any) -> dict[str, str]:
    """The cookies of somebody who is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def get(app: Application, path: str, cookies: dict[str, str] | None = None) -> bytes:
    return _answer(app, RequestFactory().get(path, headers=_headers(cookies or {})).environ, path)


def post(app: Application, path: str, form: dict[str, str], cookies: dict[str, str]) -> bytes:
    """The answer is the fragment. Sent as multipart, as the queue's script does it; htmx would send a vote url-encoded,
    which costs the floor some five per cent less."""
    headers = _headers(cookies) | {"HX-Request": "true", "X-CSRFToken": TOKEN}
    return _answer(app, RequestFactory().post(path, form, headers=headers).environ, path)


def _headers(cookies: dict[str, str]) -> dict[str, str]:
    jar = SimpleCookie({**cookies, settings.CSRF_COOKIE_NAME: TOKEN})
    return {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())}


def _answer(app: Application, environ: dict[str, Any], path: str) -> bytes:
    status = []
    response = app(environ, lambda line, headers, exc_info=None: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{path} answered {status[0]}: {body[:300]!r}")
    return body
