from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from core.brand.showing import Brand, brand_of

A_YEAR = 365 * 24 * 3600


def theme_etag(request: HttpRequest) -> str:
    return f'"{brand_of(request).theme_version}"'


@require_safe
@condition(etag_func=theme_etag)
def theme(request: HttpRequest) -> HttpResponse:
    """The brand's accent as a stylesheet of one line. Under its current version it never changes."""
    brand: Brand = brand_of(request)
    response = HttpResponse(f":root{{--brand:{brand.accent}}}\n", content_type="text/css")
    if request.GET.get("v") == brand.theme_version:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, max_age=60)
    return response
