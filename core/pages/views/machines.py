"""What machines ask for: is it alive, is it ready, what may be indexed, the mark."""

from django.conf import settings
from django.contrib.sitemaps.views import index, sitemap
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from core.pages.readiness import readiness
from core.pages.sitemaps import sitemaps

NOT_FOR_ROBOTS = ("/admin/", "/accounts/", "/me/", "/search/", "/_util/", "/i18n/")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every part works, else 503. Says which part, and nothing more about it."""
    parts = readiness()
    ready = all(parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


@require_safe
@cache_control(max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('pages:sitemap')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return index(request, sitemaps(_site(request)), sitemap_url_name="pages:sitemap_section")


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap(request, sitemaps(_site(request)), section=section)


@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("core/icons/favicon.ico"))


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
