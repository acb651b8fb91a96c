"""The one gate, as pages know it. Every list, menu, search and feed of pages starts from `visible_to(user)`."""

from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.models.pages import PageManager
from wagtail.query import PageQuerySet

from core.audience.addresses import path_on
from core.audience.carrying import Closing, keep_one
from core.audience.gate import barriers_above, closed_paths, restrictions_above
from core.audience.indexing import index_pictures
from core.audience.page_forms import TOP_LEVEL, GatedCopyForm, GatedPageForm
from core.audience.panels import AUDIENCE_PANELS
from core.audience.paths import IsOpen
from core.audience.previews import OWN_MODES, modes_of, preview_as
from core.audience.signals import alias_ended, alias_wanted, page_copied
from core.validators import validate_top_level_slug


class GatedPageQuerySet(PageQuerySet):
    def visible_to(self, user: Any, at: datetime | None = None) -> Self:
        """What this person may see at this time. The closed parts of the tree are looked up now; the rest is a filter,
        so it nests: `board__in=IdeaBoardPage.objects.visible_to(user)`."""
        at = at or timezone.now()
        seen = self.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=at), live=True)
        closed = closed_paths(user, at)
        return seen.filter(IsOpen(closed)) if closed else seen


GatedPageManager = PageManager.from_queryset(GatedPageQuerySet, "GatedPageManager")


def visible_pages(user: Any, at: datetime | None = None) -> GatedPageQuerySet:
    """Pages of every type that this person may see, in tree order."""
    return GatedPageQuerySet(Page).order_by("path").visible_to(user, at)


class GatedPage(Page):
    """What every page of ours stands on: it is found through the gate, and its address takes nobody else's."""

    base_form_class = GatedPageForm
    copy_form_class = GatedCopyForm
    settings_panels = [*Page.settings_panels, *AUDIENCE_PANELS]
    nav_icon = ""  # of the place in menus; empty is the usual one
    in_colophon = False  # whether its place is the foot of every page, unless it stands in menus
    objects = GatedPageManager()
    # Of a copy that is being made: the page that it is a copy of, then what came along to close it.
    copied_from: "GatedPage | None" = None
    came_closed: Closing | None = None

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

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """With its ladder and, if it is a copy, with what closed the page that it is a copy of: there is no moment in
        which it is open; and with the index of the pictures that it shows, which decides who may see them. Raises
        ValidationError for an alias of a closed page."""
        source, self.copied_from = self.copied_from, None
        is_new = self._state.adding
        if is_new and self.alias_of_id:
            alias_wanted.send(type(self), page=self.alias_of, with_subpages=False)
        if not is_new and not self.alias_of_id:
            self.part_from_original(kwargs.get("update_fields"))
        saved = super().save(*args, **kwargs)
        if is_new and source is not None:
            page_copied.send(type(self), page=self, source=source)
        index_pictures(self, kwargs.get("update_fields"))
        return saved

    def part_from_original(self, update_fields: Any) -> None:
        """What was an alias until now stays closed where the page was that it followed."""
        if update_fields is not None and not {"alias_of", "alias_of_id"} & set(update_fields):
            return
        followed = Page.objects.filter(aliases=self.pk).values_list("path", flat=True).first()
        if followed:
            alias_ended.send(type(self), page=self, path=followed)

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        """Whatever copies a page comes by here, and the copy learns what it is a copy of."""
        if isinstance(target, GatedPage):
            target.copied_from = self
        return super().copy_all_child_relations(target, *args, **kwargs)

    @transaction.atomic
    def copy(self, *args: Any, **kwargs: Any) -> Any:
        copy = super().copy(*args, **kwargs)
        keep_one(copy)
        return copy

    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ValidationError when this page is closed, or one that would follow it."""
        alias_wanted.send(type(self), page=self, with_subpages=bool(kwargs.get("recursive")))
        return super().create_alias(*args, **kwargs)

    def copy_for_translation(
        self, locale: Locale, copy_parents: bool = False, alias: bool = False, exclude_fields: Any = None
    ) -> Any:
        """Where a closed page above the translated one is wanted as an alias, it becomes a draft of its own: that can
        have what closes it."""
        is_followed = alias and not barriers_above(self.path)
        return super().copy_for_translation(locale, copy_parents, is_followed, exclude_fields)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*super().preview_modes, *modes_of(self)]

    def make_preview_request(
        self, original_request: Any = None, preview_mode: str | None = None, extra_request_attrs: Any = None
    ) -> Any:
        """In the modes of its own, as that person would get it now if it were published."""
        if (preview_mode or "").startswith(OWN_MODES):
            return preview_as(self, original_request, str(preview_mode), extra_request_attrs)
        return super().make_preview_request(original_request, preview_mode, extra_request_attrs)

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
