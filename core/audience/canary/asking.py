"""One person's browser, and the ways in which an address can be asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from core.audience.canary.words import Words

ENGLISH, HEBREW = {"accept-language": "en"}, {"accept-language": "he"}
HTMX = {"hx-request": "true", "hx-target": "main"}
JSON = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}


@dataclass(frozen=True, slots=True)
class Way:
    """How it is asked. `data` is what a client of one's own would send to an address that it guessed."""

    name: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)


PLAIN = Way("plain", headers=ENGLISH)
OTHERS = (
    Way("fragment in Hebrew", headers={**HEBREW, **HTMX}),
    Way("HEAD", "HEAD", ENGLISH),
    Way("OPTIONS", "OPTIONS", ENGLISH),
    Way("POST", "POST", ENGLISH, {"vote": "on", "body": "x", "follow": "on", "next": "/"}),
    Way("JSON", headers={**HEBREW, **JSON}),
    Way("POST of a fragment", "POST", {**HEBREW, **HTMX}, {"vote": "on", "body": "x"}),
    Way("Referer", headers={**ENGLISH, "referer": "https://elsewhere.example/"}),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: its status, where it leads, its headers, and the words it tells that were not asked with."""

    status: int
    leads_to: str
    headers: Mapping[str, str]
    told: Mapping[str, tuple[str, str]]  # word → where it stands, and the words around it
    body: bytes = b""

    @property
    def validators(self) -> dict[str, str]:
        """What a later asker could send, to be told that nothing has changed."""
        named = {"if-none-match": self.headers.get("ETag"), "if-modified-since": self.headers.get("Last-Modified")}
        return {name: value for name, value in named.items() if value}


class Asker:
    """Asks as one person, who stays who they are. Reading leaves what reading leaves, so that later asks meet what was
    cached; what a POST did is undone, and what touched the session of somebody who is signed in."""

    def __init__(self, person: Any, words: Words, *, host: str) -> None:
        self.words, self.asked = words, 0
        self.browser = RequestFactory(SERVER_NAME=host)
        self.site = ClientHandler(enforce_csrf_checks=False)
        self.is_signed_in = person.is_authenticated
        if self.is_signed_in:
            signed_in = Client()
            signed_in.force_login(person, backend="core.members.permissions.MemberBackend")
            self.browser.cookies = signed_in.cookies

    def ask(self, path: str, way: Way = PLAIN) -> Answer:
        self.asked += 1
        cookies = SimpleCookie(self.browser.cookies)
        form = (_form(way.data), "application/x-www-form-urlencoded")
        request = self.browser.generic(way.method, path, *form, headers=dict(way.headers))
        with transaction.atomic():
            response = self.site(request.environ)
            self.browser.cookies.update(response.cookies)
            answer = self._read(path, response)
            is_undone = way.method == "POST" or answer.status >= 500 or self.session_was_changed(response)
            if is_undone:
                transaction.set_rollback(True)
        if is_undone:
            self.browser.cookies = cookies  # nobody is signed out by what they ask
        return answer

    def session_was_changed(self, response: Any) -> bool:
        return self.is_signed_in and settings.SESSION_COOKIE_NAME in response.cookies

    def _read(self, path: str, response: Any) -> Answer:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        typed = self.words.told(unquote(unquote(path)))
        told = {word: ("body", excerpt(word, body)) for word in self.words.told_in(body) - typed}
        for name, value in _said_in_headers(response):
            for word in self.words.told(unquote(value)) - typed:
                told[word] = (name, value[:200])
        leads_to = response.headers.get("Location", "")
        return Answer(response.status_code, leads_to, dict(response.headers), told, body)


def excerpt(word: str, body: bytes, around: int = 60) -> str:
    """The word and what stands beside it, on one line."""
    text = body.decode("utf-8", "replace")
    place = text.lower().find(word)
    if place < 0:
        return "(packed)"
    return " ".join(text[max(0, place - around) : place + len(word) + around].split())


def _said_in_headers(response: HttpResponseBase) -> Iterator[tuple[str, str]]:
    yield from response.headers.items()
    for name, cookie in response.cookies.items():
        yield "Set-Cookie", f"{name}={cookie.OutputString()}"


def _form(data: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in data.items())
