"""The answer at a closed page that has a teaser."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail.models import Page, Site

from core.audience.addresses import path_on
from core.audience.gate import once
from core.audience.summary import moment_words, steps_ahead, zone_name
from core.audience.teasers import Door, door_of, insiders_count
from core.http import VARY
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class WayIn:
    """Where a member who stands before a closed door reads how one gets in. `address` gives a page that this person may
    see, or None."""

    key: str
    address: Callable[[HttpRequest], str | None]


ways_in: Registry[WayIn] = Registry("ways_in")


def met_at(page: Page, request: HttpRequest) -> Door | None:
    """The door that this request may be answered with: a browser asks for the page's own address, and for nothing that
    lies below it."""
    if request.method not in ("GET", "HEAD") or getattr(request, "htmx", False):
        return None
    site = Site.find_for_request(request)
    if site is None or request.path_info != path_on(site, page):
        return None
    return once(("door", page.pk, request.user.pk), lambda: door_of(page, request.user, request))


def answer_door(request: HttpRequest, door: Door) -> HttpResponse:
    """200 with the teaser alone. No search engine takes it up and nothing keeps it."""
    at, zone = timezone.now(), timezone.get_current_timezone()
    steps = [
        {"who": who, "moment": moment, "words": moment_words(moment, at=at, zone=zone)}
        for who, moment in steps_ahead(door.steps, at=at)
    ]
    context = {"door": door, "steps": steps, "zone": zone_name(zone), "count": insiders_count(door, at)}
    context["way_in"] = way_in(request, door)
    response = render(request, "audience/door.html", context)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ("Cookie", *VARY))
    return response


def way_in(request: HttpRequest, door: Door) -> str:
    """The address at which a member reads how one gets into the tiers of this door. Empty where it names none, and for
    visitors, who sign in first."""
    if not (door.tiers and request.user.is_authenticated):
        return ""
    found = (way.address(request) for way in ways_in)
    return next((address for address in found if address), "")
