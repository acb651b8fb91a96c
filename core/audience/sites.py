"""The site that is asked for. Every page is routed from its home page, and neither changes from one to the next."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Site

from core.audience.gate import epoch

SECONDS = 60  # what another process may still show after a change, with an in-process cache


def site_of(request: HttpRequest) -> Site | None:
    """Wagtail's site for this host, its home page read whole. Remembered until the tree or its privacy changes."""
    key = f"site:{epoch()}:{request.get_host()}:{request.get_port()}"
    site: Any = cache.get(key)
    if site is None:
        site = Site.find_for_request(request)
        if site is not None:
            site.root_page = site.root_page.specific
            cache.set(key, site, SECONDS)
    return site
