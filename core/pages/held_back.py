"""A page that cannot be published because something is missing: it is held back, and who publishes, wrote or scheduled
it is told."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, PageLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.audience.admin_screens import PAGE_PERMISSIONS
from core.audience.gate import is_closed
from core.notices.actions import notify
from core.notices.models import Notice

LATELY = timedelta(days=7)


class DraftSubject:
    """The pages of one type, public or not, as those see them who may edit them."""

    words: tuple[str, ...] = ()

    def __init__(self, key: str, model: Any, label: str | Promise) -> None:
        self.key, self.model, self.label = key, model, label

    def visible_to(self, user: Any) -> QuerySet[Any]:
        """What this person may edit, and no door closes to them."""
        edited = PagePermissionPolicy(self.model).instances_user_has_any_permission_for(user, PAGE_PERMISSIONS)
        paths = self.model.objects.filter(pk__in=edited.order_by().values("pk")).values_list("pk", "path")
        found: QuerySet[Any] = self.model.objects.filter(pk__in=[pk for pk, path in paths if not is_closed(path, user)])
        return found

    def title(self, page: Any) -> str:
        return str(page.draft_title or page.title)

    def url(self, page: Any) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def author_id(self, page: Any) -> int | None:
        return None

    def people(self, page: Any) -> dict[str, list[int]]:
        return {}

    def version(self, page: Any) -> int:
        return page.latest_revision_id or 0

    def snapshot(self, page: Any) -> dict[str, Any]:
        return {}

    def thumbnail(self, page: Any) -> str | None:
        return None


def still_missing(
    model: Any, reasons_against: Callable[[Any, Any], list[str]], notices: Sequence[Notice]
) -> Mapping[int, Mapping[str, Any]]:
    """By notice what stands in the way now, as its reader may know it: `reasons_against` is asked of a page and a
    person. Where that was put right there is nothing to say any more."""
    pages = model.objects.in_bulk({notice.subject_id for notice in notices})
    drafts = {pk: page.get_latest_revision_as_object() for pk, page in pages.items()}
    there = [notice for notice in notices if notice.subject_id in drafts]
    missing = {notice.pk: reasons_against(drafts[notice.subject_id], notice.recipient) for notice in there}
    return {pk: {"missing": reasons} for pk, reasons in missing.items() if reasons}


def hold_back(page: Any) -> None:
    """The page is off the site again, as a draft: no form has looked at it, as when pages are copied and published in
    one go."""
    page.live, page.has_unpublished_changes = False, True
    type(page).objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True, live_revision=None)


def refuse_incomplete(
    request: HttpRequest, pages: Collection[Page], model: Any, reasons_against: Callable[[Any, Any], list[str]]
) -> HttpResponse | None:
    """Before many pages are published: none is while one of this type among them is incomplete, and each of these says
    what it needs. None where nothing stands in the way."""
    refused = None
    for page in _published_with(request, pages, model):
        if reasons := reasons_against(page.get_latest_revision_as_object(), request.user):
            words = _("“%(page)s” is not published, nor are the others. %(reasons)s")
            messages.error(request, words % {"page": page.title, "reasons": " ".join(reasons)})
            refused = refused or page
    return redirect("wagtailadmin_explore", refused.get_parent().pk) if refused else None


def _published_with(request: HttpRequest, pages: Collection[Page], model: Any) -> Iterator[Any]:
    """Those of the type among these pages, and drafts below them where those go along."""
    yield from model.objects.filter(pk__in=[page.pk for page in pages])
    if request.POST.get("include_descendants"):
        for page in pages:
            yield from model.objects.descendant_of(page).filter(live=False)


def tell_who_scheduled(action: str, *, kind: str, about: str, at: datetime | None = None) -> int:
    """Whoever wrote or scheduled a page of which Wagtail's log says this lately has a notice of the kind, once; `about`
    is the kind of its subject. How many are new."""
    at = at or timezone.now()
    lately = PageLogEntry.objects.filter(action=action, timestamp__gt=at - LATELY).select_related("revision")
    return sum(
        notify(_who_scheduled(entry), kind=kind, about=(about, entry.page_id), key=f"{kind}:{entry.pk}", at=at)
        for entry in lately
    )


def _who_scheduled(entry: PageLogEntry) -> list[int]:
    by = PageLogEntry.objects.filter(action="wagtail.publish.schedule", revision=entry.revision_id)
    people = {*by.values_list("user", flat=True), entry.revision.user_id if entry.revision else None}
    return sorted(pk for pk in people if pk is not None)
