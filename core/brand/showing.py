"""The brand as pages show it: a small value, remembered, so that a page pays for it once a minute at most."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Site

from core.brand.cache import SECONDS, epoch
from core.brand.models import BrandImage, BrandRendition, BrandSettings
from core.brand.models.settings import HOUSE_ACCENT
from core.brand.storages import is_hidden, public_address

LOGO_SIZE = "max-640x160"  # twice the largest size at which a masthead shows it


@dataclass(frozen=True, slots=True)
class Brand:
    name: str = "Sayso"
    tagline: str = ""
    logo_url: str = ""
    accent: str = HOUSE_ACCENT
    contact_email: str = ""

    @property
    def theme_version(self) -> str:
        """Stands in the stylesheet's address: another colour is another address, so caches need no purge."""
        return self.accent.removeprefix("#")


def brand_of(request: HttpRequest) -> Brand:
    """The brand whose site was asked for. One query when nothing is remembered, and the logo's."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return Brand()
    key = f"brand:{epoch()}:{host}"
    brand = cache.get(key)
    if brand is None:
        brand = _brand_of_site(Site.find_for_request(request))
        cache.set(key, brand, SECONDS)
    return brand


def former_picture(name: str, user: Any) -> str:
    """Where a picture is now that lay in the public storage under this name before; empty when there was none, or this
    person may not see it."""
    found = BrandRendition.objects.exclude(former_name="").filter(former_name=name)
    former = found.visible_to(user).first() if found.exists() else None
    return public_address(former.file.name) if former else ""


def _brand_of_site(site: Site | None) -> Brand:
    row = BrandSettings.objects.filter(site=site).select_related("logo").first() if site else None
    if row is None:
        return Brand()
    logo_url = _logo_url(row.logo) if row.logo else ""
    return Brand(row.name, row.tagline, logo_url, row.accent, row.contact_email)


def _logo_url(logo: BrandImage) -> str:
    try:
        made = logo.get_rendition(LOGO_SIZE)
        return public_address(made.file.name) if is_hidden(made.file.name) else str(made.url)  # staff may ask first
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return ""  # the file is gone: the name stands where the logo stood
