"""The insiders' home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail.models import Site

from core.audience.models import path_on
from core.audience.summary import moment_words, steps_ahead
from core.audience.teasers import Door, teasers_for
from insiders.models import EarlyAccessIndexPage
from insiders.showing import Step, opened_to, tiers_for, zone


def show(index: EarlyAccessIndexPage, request: HttpRequest) -> HttpResponse:
    """What is open to this person now and why, what is coming, and how one gets in."""
    at = timezone.now()
    context = {
        "page": index,
        "address": path_on(Site.find_for_request(request), index),
        "opened": opened_to(request, index, at=at),
        "doors": [(door, _ahead(door)) for door in teasers_for(request.user, at, request=request)],
        "tiers": tiers_for(request.user, at=at),
        "zone": zone(),
    }
    response = render(request, "insiders/home.html", context)
    patch_cache_control(response, private=True)
    patch_vary_headers(response, ("Cookie",))
    return response


def _ahead(door: Door) -> list[Step]:
    at, here = timezone.now(), timezone.get_current_timezone()
    ahead = steps_ahead(door.steps, at=at)
    return [Step(who, moment, moment_words(moment, at=at, zone=here)) for who, moment in ahead]
