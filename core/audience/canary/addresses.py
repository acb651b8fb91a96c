"""Every address that there is: those of the URL conf, filled with what was planted and with what never was; every route
of every planted page; and the lists, searches and feeds that might name a closed thing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from wagtail.models import Page

from core.audience.canary.stage import Stage
from core.commands import Planted

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
REGEX_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
ADMIN = "admin/"
ABSENT = 987_654_321  # the key of nothing
NOBODYS = str(UUID(int=ABSENT))
WAGTAIL_SERVES = "wagtail_serve"
ROUTABLE = "get_subpage_urls"


@dataclass(frozen=True, slots=True)
class Address:
    """One address to ask. `twin` is the same of a thing that never was: an outsider must not tell them apart. A
    `closed` one answers an outsider 404, whatever the method."""

    path: str
    surface: str
    twin: str = ""
    closed: bool = False
    refusals: tuple[int, ...] = (404,)
    is_page: bool = False  # the closed page's own
    has_door: bool = False  # a teaser stands there
    alike: bool = False  # one of many of its kind, which share the ways of asking between them, by `turn`
    turn: int = 0  # of the door
    is_absent: bool = False  # that of a thing that never was

    @property
    def is_admin(self) -> bool:
        return self.path.startswith(f"/{ADMIN}")


def all_addresses(stage: Stage, *, admin: bool = True) -> list[Address]:
    """Each once, in the order in which they are best read in a report."""
    found: dict[str, Address] = {}
    for address in (*_planted(stage), *_of_the_site(stage), *_of_the_url_conf(stage, admin=admin)):
        found.setdefault(address.path, address)
    return list(found.values())


def leaves(resolver: URLResolver, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every pattern of the site: its path and its full name."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from leaves(entry, address, (*spaces, *([entry.namespace] if entry.namespace else [])))
        elif isinstance(entry, URLPattern):
            yield address, ":".join((*spaces, entry.name or ""))


def filled(pattern: str, arguments: Mapping[str, Any]) -> str:
    """The pattern as a path. What has no argument is filled with what nothing has."""

    def fill(kind: str | None, name: str) -> str:
        if name in arguments:
            return str(arguments[name])
        return str(ABSENT) if kind == "int" or name.endswith(("pk", "id")) else NOBODYS if kind == "uuid" else "x"

    path = PARAMETER.sub(lambda found: fill(found[1], found[2]), pattern)
    path = REGEX_GROUP.sub(lambda found: fill(None, found[1]), path)
    return "/" + path.replace("\\Z", "").replace("\\", "").rstrip("$").lstrip("/")


def _planted(stage: Stage) -> Iterator[Address]:
    for turn, ((door, key), planted) in _in_turn(stage):
        name = f"{key} behind {door}"
        if planted.page is not None:
            own = planted.page.get_url(_request(stage)) or ""
            yield Address(
                own, name, closed=door != "teaser", is_page=True, has_door=door == "teaser", alike=True, turn=turn
            )
            for route in _routes(planted):
                yield Address(own + route, name, closed=True, alike=True, turn=turn)
        for page in stage.carried.get((door, key), ()):
            if page.live and (own := page.get_url(_request(stage))):
                yield Address(
                    own, f"{key} carried from {door}", closed=door != "teaser", is_page=True, alike=True, turn=turn
                )
        for address in planted.addresses:
            yield Address(address, name, closed=True, refusals=(404, 405), alike=True, turn=turn)
        for address in planted.around:
            yield Address(address, "lists", alike=True, turn=turn)


def _in_turn(stage: Stage) -> Iterator[tuple[int, tuple[tuple[str, str], Planted]]]:
    doors = list(dict.fromkeys(door for door, _key in stage.planted))
    yield from ((doors.index(named[0]), (named, planted)) for named, planted in stage.planted.items())


def _routes(planted: Planted) -> Iterator[str]:
    urls = getattr(type(planted.page), ROUTABLE, None)
    if urls is None:
        return
    arguments = planted.arguments.get("route", {})
    for pattern, _name in leaves(URLResolver(RegexPattern(""), urls())):
        route = filled(pattern, arguments).lstrip("/")
        if route:
            yield route


def _of_the_site(stage: Stage) -> Iterator[Address]:
    """Home and its sections, searches with every kind of question, and the pages of those who wrote behind doors."""
    stem = stage.words.stem
    words = [stem, *sorted(_words_to_search(stage))]
    for path in ("/", *_open_pages(stage)):
        yield Address(path, "pages of the site", alike=True)
        yield Address(f"{path}?q={stem}", "pages of the site", alike=True, turn=1)
    for turn, word in enumerate(words):
        yield Address(f"/search/?q={word}", "search", alike=True, turn=turn)
    for person in stage.people.values():
        if person.is_authenticated:
            yield Address(person.get_absolute_url(), "profiles")
    for path in ("/nowhere/", f"/{stem}/", f"/{stem}", "/?page=x", "/search/?q=%00"):
        yield Address(path, "errors")


def _words_to_search(stage: Stage) -> set[str]:
    """The words of every kind of title, behind one door each: one that is asked is told again, the next to it must not
    be."""
    doors, keys = (list(dict.fromkeys(names)) for names in zip(*stage.planted, strict=True))
    chosen = [stage.planted[doors[place % len(doors)], key] for place, key in enumerate(keys)]
    return {word for planted in chosen for word in stage.words.told(getattr(planted.page, "title", ""))}


def _open_pages(stage: Stage, most: int = 40) -> list[str]:
    """What already stood on the site and may list what was planted, with its routes."""
    standing = (
        Page.objects.descendant_of(stage.site.root_page).filter(live=True).exclude(title__contains=stage.words.stem)
    )
    found = []
    for page in standing.specific().order_by("depth", "path")[:most]:
        own = page.get_url(_request(stage)) or ""
        found.append(own)
        urls = getattr(type(page), ROUTABLE, None)
        for pattern, _name in leaves(URLResolver(RegexPattern(""), urls())) if urls else ():
            if pattern and "<" not in pattern:
                found.append(own + pattern)
    return found


def _of_the_url_conf(stage: Stage, *, admin: bool) -> Iterator[Address]:
    patterns = [(path, name) for path, name in leaves(get_resolver()) if name != WAGTAIL_SERVES]
    for number, (path, name) in enumerate(patterns):
        if path.startswith(ADMIN) and not admin:
            continue
        where = "admin" if path.startswith(ADMIN) else _first_part(path)
        if not (PARAMETER.search(path) or REGEX_GROUP.search(path)):
            yield Address(filled(path, {}), where)
            continue
        nothing = filled(path, {})
        yield Address(nothing, where, alike=True, turn=number, is_absent=True)
        for turn, arguments, is_closed in _fitting(stage, path, name, number):
            told = filled(path, arguments)
            if told != nothing:
                yield Address(told, where, twin=nothing if is_closed else "", alike=True, turn=turn)


def _fitting(stage: Stage, path: str, name: str, number: int) -> Iterator[tuple[int, Mapping[str, Any], bool]]:
    """Arguments for this address, and whether they are those of a closed thing: by the beginning of the address's name;
    Wagtail's under "". The admin is the same behind all doors, and Wagtail's own screens are the same for all things:
    each is tried with one of them."""
    fittest = _fittest(stage, path, number) if name.startswith("wagtail") and path.startswith(ADMIN) else None
    is_wagtails = path.startswith((ADMIN, "documents/", "_util/"))
    for place, (turn, (_named, planted)) in enumerate(_in_turn(stage)):
        if path.startswith(ADMIN):
            if turn or (fittest is not None and planted is not fittest):
                continue
            turn = place  # which of the things it is
        for beginning, arguments in planted.arguments.items():
            fits = is_wagtails if beginning == "" else path.startswith(ADMIN) or name.startswith(beginning)
            if fits and beginning != "route":
                yield turn, arguments, True
    if not path.startswith(ADMIN):
        handles = [person.handle for person in stage.people.values() if person.is_authenticated]
        yield from ((0, {"handle": handle}, False) for handle in handles)
        yield from ((0, {"section": section}, False) for section in _sections(path))


def _fittest(stage: Stage, path: str, number: int) -> Planted:
    """Of what is planted behind the first door, what can fill most of this address; of several, another each time."""
    wanted = {found[2] for found in PARAMETER.finditer(path)} | set(REGEX_GROUP.findall(path))
    behind_first = [planted for turn, (_named, planted) in _in_turn(stage) if not turn]
    fitting = [len(wanted & planted.arguments.get("", {}).keys()) for planted in behind_first]
    best = [planted for planted, count in zip(behind_first, fitting, strict=True) if count == max(fitting)]
    return best[number % len(best)]


def _sections(path: str) -> Iterable[str]:
    return ("pages", "ideas", "entries") if "<slug:section>" in path else ()


def _first_part(path: str) -> str:
    part = path.partition("/")[0]
    return "ours" if PARAMETER.search(part) or "." in part else part


def _request(stage: Stage) -> HttpRequest:
    request = HttpRequest()
    request.META |= {"SERVER_NAME": stage.site.hostname, "SERVER_PORT": str(stage.site.port)}
    request._wagtail_site = stage.site  # type: ignore[attr-defined]
    return request
