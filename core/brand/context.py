from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.brand.showing import brand_of


def brand(request: HttpRequest) -> dict[str, Any]:
    """`brand`: name, tagline, logo_url, theme_version, contact_email. Looked up only where a template asks."""
    return {"brand": SimpleLazyObject(partial(brand_of, request))}
