"""The page at the site's root."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from core.pages.models import HomePage


@transaction.atomic
def demo_home() -> HomePage:
    """The default site's home page, made together with its site where there is none."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page.specific if site else None
    if isinstance(home, HomePage):
        return home
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=HomePage(title="Home"))
    site = site or Site(is_default_site=True, **_host_and_port())
    site.root_page = home
    site.save()
    return home


def _host_and_port() -> dict[str, str | int]:
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    return {"hostname": address.hostname or "localhost", "port": port}
