from django.urls import reverse
from wagtail.models import Page, Site


def path_on(site: Site, page: Page) -> str:
    """The page's address on this site, without asking where other sites begin."""
    return reverse("wagtail_serve", args=[page.url_path.removeprefix(site.root_page.url_path)])
