"""The one gate, as pages know it. Every list, menu, search and feed of pages starts from `visible_to(user)`."""

from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.pages import PageManager
from wagtail.query import PageQuerySet

from core.audience.gate import by_length, closed_paths, restrictions_above
from core.audience.paths import StandsUnder
from core.validators import validate_top_level_slug

TOP_LEVEL = 3  # root, home page, and then what stands in the first part of an address


class GatedPageQuerySet(PageQuerySet):
    def visible_to(self, user: Any, at: datetime | None = None) -> Self:
        """What this person may see at this time. The closed parts of the tree are looked up now; the rest is a filter,
        so it nests: `board__in=IdeaBoardPage.objects.visible_to(user)`."""
        at = at or timezone.now()
        seen = self.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=at), live=True)
        for length, paths in by_length(closed_paths(user, at)).items():
            # One anti-join over path prefixes; a condition a restriction fails on SQLite and is slow on PostgreSQL.
            above, above_source = f"above_{length}", f"above_source_{length}"
            is_under, is_under_source = (StandsUnder(p, length=length, paths=paths) for p in ("path", "alias_of__path"))
            seen = seen.alias(**{above: is_under, above_source: is_under_source})
            seen = seen.filter(Q(alias_of__isnull=True) | Q(**{above_source: False}), **{above: False})
        return seen


GatedPageManager = PageManager.from_queryset(GatedPageQuerySet, "GatedPageManager")


def visible_pages(user: Any, at: datetime | None = None) -> GatedPageQuerySet:
    """Pages of every type that this person may see, in tree order."""
    return GatedPageQuerySet(Page).order_by("path").visible_to(user, at)


def path_on(site: Site, page: Page) -> str:
    """The page's address on this site, without asking where other sites begin."""
    return reverse("wagtail_serve", args=[page.url_path.removeprefix(site.root_page.url_path)])


class GatedPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.parent_page is not None and self.parent_page.depth == TOP_LEVEL - 1 and cleaned.get("slug"):
            try:
                validate_top_level_slug(cleaned["slug"])
            except ValidationError as error:
                self.add_error("slug", error)
        return cleaned


class GatedPage(Page):
    """What every page of ours stands on: it is found through the gate, and its address takes nobody else's."""

    base_form_class = GatedPageForm
    nav_icon = ""  # of the place in menus; empty is the usual one
    objects = GatedPageManager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self.refuse_taken_slug()

    def minimal_clean(self) -> None:
        super().minimal_clean()
        self.refuse_taken_slug()

    def refuse_taken_slug(self) -> None:
        if self.depth == TOP_LEVEL:
            try:
                validate_top_level_slug(self.slug)
            except ValidationError as error:
                raise ValidationError({"slug": error}) from error

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str | None:
        """Wagtail's, except that a page of the site that is asked for costs no query. Give it the request."""
        site = current_site or (Site.find_for_request(request) if request else None)
        if site and self.url_path and self.url_path.startswith(site.root_page.url_path):
            return path_on(site, self)
        url: str | None = super().get_url(request, current_site)
        return url

    def get_view_restrictions(self) -> QuerySet:
        """What Wagtail asks for while it serves the page: no query of its own where our gate has asked before it."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        return PageViewRestriction.objects.filter(pk__in=restrictions_above(self.path))
